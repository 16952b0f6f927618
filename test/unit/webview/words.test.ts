import assert from 'node:assert/strict';
import { fill } from '../../../src/webview/fill.ts';
import { nextPlace } from '../../../src/webview/eventEditor/nextPlace.ts';
import { ageText, momentText, timestampText } from '../../../src/webview/time.ts';
import { visible } from '../../../src/std/visible.ts';

suite('texts of the pages', () => {
  test('spell out invisible characters and those that reverse the text', () => {
    assert.equal(visible('a\u202Eb\u0007c\u{E0041}'), 'a[U+202E]b[U+0007]c[U+E0041]');
    assert.equal(visible('größe 日本 👩‍💻'), 'größe 日本 👩‍💻');
  });

  test('fill placeholders with unchanged values, even those with dollar signs and braces', () => {
    assert.equal(fill('Orb holds {0} in {1}', '$& {1}', 'x'), 'Orb holds $& {1} in x');
  });

  test('show instants in UTC first, with the digits that Orb wrote', () => {
    assert.equal(timestampText('2026-08-20T03:12:04.250Z'), '2026-08-20 03:12:04.250 UTC');
    assert.equal(timestampText('2026-08-20T05:12:04+02:00'), '2026-08-20 03:12:04 UTC');
    assert.equal(timestampText('yesterday'), 'yesterday');
    assert.equal(momentText(Date.parse('2026-08-20T08:14:59Z'), 'en'), '20 Aug 08:14 UTC');
  });

  test('show ages in the largest unit that fits', () => {
    const now = Date.parse('2026-08-20T09:00:00Z');
    assert.equal(ageText(now - 6 * 3_600_000 - 1, now, 'en'), '6 hours ago');
    assert.equal(ageText(now + 120_000, now, 'en'), 'in 2 minutes');
    assert.equal(ageText(now, now, 'en'), 'now');
  });

  test('go from problem to problem, and wrap around at the end', () => {
    assert.equal(nextPlace([30, 10, 20], 10, 1), 20);
    assert.equal(nextPlace([30, 10, 20], 30, 1), 10);
    assert.equal(nextPlace([30, 10, 20], 10, -1), 30);
    assert.equal(nextPlace([], 10, 1), undefined);
  });
});
