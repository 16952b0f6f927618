import assert from 'node:assert/strict';
import { RejectionGroups } from '../../../src/ingest/rejectionGroups.ts';
import type { RejectedLine } from '../../../src/ingest/ports.ts';

const nowMs = Date.parse('2026-11-02T09:00:00Z');
const context = { nowMs, gracePeriodHours: 12 };
const recent = '2026-11-02T08:00:00Z';
const old = '2026-10-30T18:00:00Z';

const rejected = (
  line: number,
  reasons: readonly string[],
  more: Partial<RejectedLine> & { readonly timestamp?: string } = {},
): RejectedLine => {
  const { timestamp = recent, ...rest } = more;
  const text = JSON.stringify({ timestamp, external_customer_id: 'acme' });
  const bytes = new TextEncoder().encode(text);
  return { line, offset: 0, length: bytes.length, bytes, reasons, ...rest };
};

function groupsOf(lines: readonly RejectedLine[], backfill?: object) {
  const groups = new RejectionGroups({
    ...context,
    ...(backfill && { backfill: backfill as never }),
  });
  for (const line of lines) groups.add(line);
  return groups.list();
}

suite('groups of rejected lines', () => {
  test('put the same cause together, with what differs left out of the reason', () => {
    const groups = groupsOf([
      rejected(4, ['Unknown customer "a1".'], { byOrb: true }),
      rejected(2, ['Unknown customer "b2".'], { byOrb: true }),
      rejected(9, ['A property is null.']),
    ]);
    assert.deepEqual(
      groups.map(({ id, byOrb, reason, count, firstLine, lastLine }) => [
        id,
        byOrb,
        reason,
        count,
        firstLine,
        lastLine,
      ]),
      [
        [0, true, 'Unknown customer ….', 2, 2, 4],
        [1, false, 'A property is null.', 1, 9, 9],
      ],
    );
    assert.deepEqual(
      groups[0]?.rows.map(({ line, customer, timestamp }) => [line, customer, timestamp]),
      [
        [2, 'acme', recent],
        [4, 'acme', recent],
      ],
    );
  });

  test('keep the reason as it is while all lines have the same one', () => {
    const reason = 'At most 500 of "n".';
    const [group] = groupsOf([rejected(1, [reason]), rejected(2, [reason])]);
    assert.equal(group?.reason, reason);
  });

  test('distinguish what Orb rejected from what was never sent', () => {
    const groups = groupsOf([rejected(1, ['Wrong.']), rejected(2, ['Wrong.'], { byOrb: true })]);
    assert.deepEqual(
      groups.map(({ byOrb }) => byOrb),
      [false, true],
    );
  });

  test('recognize lines that are only too late, from the validation or from Orb', () => {
    const groups = groupsOf([
      rejected(1, ['Older than the grace period of 12 hours.'], { timestamp: old }),
      rejected(2, ['Outside of the grace period'], { byOrb: true }),
      rejected(3, ['Older than the grace period.', 'A property is null.'], { timestamp: old }),
    ]);
    assert.deepEqual(
      groups.map(({ isLate, byOrb }) => [isLate, byOrb]),
      [
        [true, false],
        [true, true],
        [false, false],
      ],
    );
    assert.deepEqual(groups[0]?.span, { firstMs: Date.parse(old), lastMs: Date.parse(old) });
  });

  test('have no late lines in a backfill, which has no grace period', () => {
    const backfill = { timeframeStart: old, timeframeEnd: recent };
    const [group] = groupsOf([rejected(1, ['Outside.'], { timestamp: old })], backfill);
    assert.equal(group?.isLate, false);
  });

  test('are bounded: rows, groups, and what is read of a line', () => {
    const reasons = Array.from({ length: 100 }, (_, index) =>
      String(index).replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit))),
    );
    const groups = groupsOf([
      ...Array.from({ length: 600 }, (_, index) => rejected(index + 1, ['Wrong.'])),
      ...reasons.map((reason, index) => rejected(1_000 + index, [reason])),
    ]);
    assert.equal(groups.length, 40);
    assert.equal(groups[0]?.rows.length, 500);
    assert.equal(groups[0].count, 600);
    assert.equal(groups.at(-1)?.reason, '');
    assert.equal(
      groups.reduce((sum, { count }) => sum + count, 0),
      700,
    );
  });

  test("include lines that can't be read", () => {
    const broken = new TextEncoder().encode('{"half":');
    const groups = groupsOf([
      rejected(1, ["The line isn't JSON."], { bytes: broken }),
      { line: 2, offset: 0, length: 9_000_000, reasons: ['Too long.'] },
    ]);
    assert.deepEqual(
      groups.map(({ rows }) => rows),
      [[{ line: 1, reasons: ["The line isn't JSON."] }], [{ line: 2, reasons: ['Too long.'] }]],
    );
  });
});
