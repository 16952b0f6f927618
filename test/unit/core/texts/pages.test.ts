import assert from 'node:assert/strict';
import { eventEditorTexts } from '../../../../src/core/texts/eventEditor.ts';
import { volumeTexts } from '../../../../src/core/texts/volume.ts';

suite('texts of the pages', () => {
  for (const [name, texts] of [
    ['event editor', eventEditorTexts()],
    ['volume', volumeTexts()],
  ] as const) {
    test(`${name}: the mode is a word, in capitals to read and in lower case for screen readers`, () => {
      assert.deepEqual(texts.mode, { live: 'LIVE', test: 'TEST', sandbox: 'SANDBOX' });
      assert.deepEqual(texts.modeSpoken, { live: 'live', test: 'test', sandbox: 'sandbox' });
    });
    test(`${name}: no text is empty, or used for two things of a group`, () => {
      const groups = [texts, ...Object.values<unknown>(texts)].filter(
        (each) => typeof each === 'object',
      );
      for (const group of groups) {
        const words = Object.values(group!).filter((each) => typeof each === 'string');
        assert.ok(!words.includes(''), JSON.stringify(group));
      }
    });
  }
  test('volume: each range has a short name and a long one', () => {
    const { ranges, rangesLong } = volumeTexts();
    assert.deepEqual(Object.keys(ranges), Object.keys(rangesLong));
    assert.deepEqual(Object.values(ranges), ['24 h', '3 d', '7 d', '30 d', '90 d', 'Custom…']);
  });
});
