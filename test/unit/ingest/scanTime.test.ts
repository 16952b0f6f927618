import assert from 'node:assert/strict';
import { InstantReader } from '../../../src/ingest/scanTime.ts';

/** The timestamp and its length in bytes; undefined when the reader isn't sure. */
function read(text: string, reader = new InstantReader()) {
  // Not at index 0, so that no index can be confused with -1.
  const bytes = Buffer.from(`{"timestamp":"${text}"`);
  const end = reader.read(bytes, 14);
  return end < 0 ? undefined : { ms: reader.ms, length: end - 14 };
}

suite('ingest: timestamps parsed from bytes', () => {
  for (const text of [
    '2026-08-20T11:00:00Z',
    '2026-08-20T23:59:59+00:00',
    '2026-08-20T00:00:00.5Z',
    '2026-08-20T00:00:00.12Z',
    '2026-08-20T00:00:00.123Z',
    '1970-01-01T00:00:00Z',
    '2024-02-29T00:00:00Z',
    '2026-12-31T00:00:00Z',
  ]) {
    test(text, () => assert.deepEqual(read(text), { ms: Date.parse(text), length: text.length }));
  }

  test('ignores digits below the millisecond', () => {
    for (const fraction of ['1239', '123999999', '1230']) {
      const text = `2026-08-20T00:00:00.${fraction}Z`;
      assert.deepEqual(read(text), {
        ms: Date.parse('2026-08-20T00:00:00.123Z'),
        length: text.length,
      });
    }
  });

  for (const text of [
    '2026-08-20T11:00:00',
    '2026-08-20T11:00:00.Z',
    '2026-08-20T11:00:00z',
    '2026-08-20 11:00:00Z',
    '2026-08-20T11:00Z',
    '2026-08-20T11:00:00+01:00',
    '2026-08-20T11:00:00+00:0',
    '2026-08-20T11:00:00-00:00',
    '2026-08-20T24:00:00Z',
    '2026-08-20T11:60:00Z',
    '2026-08-20T11:00:60Z',
    '2026-02-29T11:00:00Z',
    '2026-13-01T11:00:00Z',
    '2026-00-01T11:00:00Z',
    '2026-08-00T11:00:00Z',
    '1969-12-31T23:59:59Z',
    '202x-08-20T11:00:00Z',
    '2026-08-20T11:00:0/Z',
    '2026-08-20T11:00:0:Z',
    '',
  ]) {
    test(`leaves ${text || 'nothing'} to full validation`, () =>
      assert.equal(read(text), undefined));
  }

  test('remembers the last day without confusing it with another', () => {
    const reader = new InstantReader();
    for (const text of ['2026-08-20T11:00:00Z', '2026-08-20T12:00:00Z', '2026-08-21T11:00:00Z']) {
      assert.equal(read(text, reader)?.ms, Date.parse(text));
    }
    assert.equal(read('2026-02-30T11:00:00Z', reader), undefined);
    assert.equal(read('2026-08-21T10:00:00Z', reader)?.ms, Date.parse('2026-08-21T10:00:00Z'));
  });
});
