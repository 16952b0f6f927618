import assert from 'node:assert/strict';
import { countText, setLanguage, shortCount } from '../../../src/core/language.ts';
import { eventCount } from '../../../src/core/texts/ingest.ts';
import { shortTime, spokenTime } from '../../../src/core/timeText.ts';
import { hourSpan, percent } from '../../../src/webview/chart/format.ts';

const TIME = '2026-08-19T01:02:03Z';
const ms = Date.parse(TIME);

suite('dates and numbers', () => {
  teardown(() => setLanguage('en'));

  test('are English until a language is set, with the day before the month', () => {
    assert.equal(countText(1_234_567), '1,234,567');
    assert.deepEqual([0, 1_200, 400_000, 18_412_345].map(shortCount), [
      '0',
      '1.2K',
      '400K',
      '18.4M',
    ]);
    assert.equal(shortTime(TIME, ms), '19 Aug 01:02:03');
  });

  test('follow the language that is set, even if they were formatted in another one before', () => {
    setLanguage('de');
    assert.equal(countText(1_234_567), '1.234.567');
    assert.equal(eventCount(1_132), '1.132 events');
    assert.match(shortCount(18_412_345), /^18,4\sMio\.$/);
    assert.equal(shortTime(TIME, ms), '19. Aug. 01:02:03');
    assert.equal(spokenTime(TIME), '19. August 2026 01:02:03 UTC');
    assert.equal(percent(-1.25), '−1,3 %');
    assert.match(hourSpan(ms, ms + 3_600_000), /^Mi\.,? 19\. Aug/);
  });

  test("are English for a language that Intl doesn't support", () => {
    for (const language of ['qps-ploc', 'tlh', 'not a tag', '']) {
      setLanguage(language);
      assert.equal(`${countText(1_132)} ${shortTime(TIME, ms)}`, '1,132 19 Aug 01:02:03');
    }
  });
});
