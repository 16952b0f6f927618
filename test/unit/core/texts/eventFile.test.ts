import assert from 'node:assert/strict';
import { ageInWords } from '../../../../src/core/texts/eventFile.ts';

suite('the text for the age of an instant', () => {
  const hour = 3_600;
  for (const [seconds, text] of [
    [0, '0 seconds'],
    [1, '1 second'],
    [89, '89 seconds'],
    [90, '2 minutes'],
    [180, '3 minutes'],
    [90 * 60 - 1, '90 minutes'],
    [90 * 60, '2 hours'],
    [6 * hour, '6 hours'],
    [36 * hour - 1, '36 hours'],
    [36 * hour, '2 days'],
    [240 * hour, '10 days'],
  ] as const) {
    test(text, () => {
      const nowMs = Date.parse('2026-08-20T12:00:00Z');
      assert.equal(ageInWords(nowMs - seconds * 1_000, nowMs), `${text} ago`);
      if (seconds > 0) assert.equal(ageInWords(nowMs + seconds * 1_000, nowMs), `in ${text}`);
    });
  }
});
