import assert from 'node:assert/strict';
import { changesElsewhere } from '../../../src/core/changesElsewhere.ts';
import { eventChanges } from '../../../src/core/eventChanges.ts';

const raw = (n: string, deprecated = false) =>
  `{"id":"e","customer_id":"c","external_customer_id":"acme","event_name":"call","properties":{"n":${n}},"timestamp":"2026-08-20T11:00:00+00:00","deprecated":${deprecated}}`;
const body = (n: string) =>
  `{"event_name":"call","timestamp":"2026-08-20T11:00:00Z","external_customer_id":"acme","properties":{"n":${n}}}`;
const amended = (before: string, after: string, atMs: number, confirmed = true) => ({
  kind: 'amend' as const,
  before: body(before),
  after: body(after),
  confirmed,
  shown: false,
  atMs,
});
const deprecated = (atMs: number) => ({ ...amended('1', '1', atMs), kind: 'deprecate' as const, after: null }); // prettier-ignore

/** What is found in these versions, seen at 10, 20, 30, …: kind, time, values before and after. */
const told = (versions: readonly string[], writes: Parameters<typeof changesElsewhere>[1] = []) =>
  changesElsewhere(
    versions.map((each, index) => ({ raw: each, seenMs: (index + 1) * 10 })),
    writes,
  ).map(({ kind, seenMs, before, after }) => {
    const values = eventChanges(before, after).flatMap((change) =>
      change.kind === 'changed' ? [change.before, change.after] : [change.kind],
    );
    return [kind, seenMs, ...values];
  });

suite('what others changed', () => {
  test('is each difference between what search showed', () => {
    assert.deepEqual(told([raw('1')]), []);
    assert.deepEqual(told([raw('1'), raw('2'), raw('3')]), [
      ['amend', 20, '1', '2'],
      ['amend', 30, '2', '3'],
    ]);
  });

  test("isn't what was sent from here, with a response or without", () => {
    assert.deepEqual(told([raw('1'), raw('2')], [amended('1', '2', 15)]), []);
    assert.deepEqual(told([raw('1'), raw('2')], [amended('1', '2', 15, false)]), []);
    assert.deepEqual(told([raw('1'), raw('1', true)], [deprecated(15)]), []);
  });

  test("isn't an older version that search shows once more", () => {
    const writes = [amended('1', '2', 15)];
    assert.deepEqual(told([raw('1'), raw('2'), raw('1'), raw('2')], writes), []);
  });

  test('is a version that was amended from here only later', () => {
    const writes = [amended('2', '3', 25)];
    assert.deepEqual(told([raw('1'), raw('2'), raw('3')], writes), [['amend', 20, '1', '2']]);
  });

  test('begins with what was last sent from here, even if search never showed it', () => {
    assert.deepEqual(told([raw('1'), raw('9')], [amended('1', '2', 15)]), [
      ['amend', 20, '2', '9'],
    ]);
  });

  test('is a deprecation, with or without another change', () => {
    assert.deepEqual(told([raw('1'), raw('1', true)]), [['deprecate', 20]]);
    assert.deepEqual(told([raw('1'), raw('2', true)]), [
      ['amend', 20, '1', '2'],
      ['deprecate', 20, '1', '2'],
    ]);
  });

  test('is nothing if only the notation differs, or the JSON is invalid', () => {
    assert.deepEqual(told([raw('1'), raw('1').replaceAll(',', ', ')]), []);
    assert.deepEqual(told([raw('1'), '{"n', raw('2')]), []);
  });
});
