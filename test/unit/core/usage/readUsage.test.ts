import assert from 'node:assert/strict';
import { OrbError } from '../../../../src/core/errors.ts';
import { DAY_MS, HOUR_MS } from '../../../../src/core/timeframe.ts';
import {
  readUsage,
  TooManyGroups,
  type Evaluate,
  type UsagePart,
} from '../../../../src/core/usage/readUsage.ts';
import { usageRange } from '../../../../src/core/usage/usageRange.ts';

const startMs = Date.parse('2026-08-01T00:00:00Z');
const HOUR_KEY = 'hour_floor_timestamp_millis(timestamp_millis)';
const days = (count: number) => ({ startMs, endMs: startMs + count * DAY_MS });
const refused = new OrbError('rejected', 'Refused.', {
  status: 400,
  detail: 'The evaluation has more than 1000 groups.',
  headers: {},
  body: '',
  validationErrors: [],
  validationFailed: [],
});

/** Orb with this many values in each hour. */
function orb(valuesPerHour: number, tooMany: 'refuses' | 'cuts' = 'refuses') {
  const asked: string[] = [];
  const evaluate: Evaluate = ({ startMs: from, endMs }, keys) => {
    asked.push(`${(endMs - from) / HOUR_MS} h by ${keys.length}`);
    const byHour = keys[0] === HOUR_KEY;
    const isGrouped = keys.length > (byHour ? 1 : 0);
    const values = isGrouped ? valuesPerHour : 1;
    const hours = byHour ? (endMs - from) / HOUR_MS : 1;
    const groups = Array.from({ length: hours * values }, (_, index) => ({
      values: [
        ...(byHour ? [String(from + Math.floor(index / values) * HOUR_MS)] : []),
        ...(isGrouped ? [`v${index % values}`] : []),
      ],
      quantity: '1',
      amount: '0.5',
    }));
    if (groups.length > 1_000 && tooMany === 'refuses') return Promise.reject(refused);
    return Promise.resolve({ currency: 'USD', groups: groups.slice(0, 1_000) });
  };
  return { asked, evaluate };
}

async function read(count: number, evaluate: Evaluate, groupBy?: string, stepMs = HOUR_MS) {
  const parts: UsagePart[] = [];
  const question = { range: days(count), stepMs, groupBy };
  await readUsage(question, evaluate, (part) => parts.push(part));
  return parts;
}

suite('reading usage', () => {
  test('takes three evaluations for 90 days of hours', async () => {
    const { asked, evaluate } = orb(1);
    const parts = await read(90, evaluate);
    assert.deepEqual(asked, ['999 h by 1', '999 h by 1', '162 h by 1']);
    const rows = parts.flatMap((part) => part.rows);
    assert.equal(rows.length, 90 * 24);
    assert.deepEqual(rows[25], { startMs: startMs + 25 * HOUR_MS, quantity: '1', amount: '0.5' });
    assert.deepEqual(parts.at(-1)?.part, parts.at(-1)?.of);
  });

  for (const tooMany of ['refuses', 'cuts'] as const) {
    test(`takes smaller parts where Orb ${tooMany} too many groups`, async () => {
      const { asked, evaluate } = orb(40, tooMany);
      const parts = await read(7, evaluate, 'user');
      assert.equal(parts.flatMap(({ rows }) => rows).length, 7 * 24 * 40);
      assert.ok(asked.length < 15, asked.join(', '));
      const hours = new Set(parts.flatMap(({ rows }) => rows.map((each) => each.startMs)));
      assert.equal(hours.size, 168);
    });
  }

  test('gives up where one hour has more groups than Orb evaluates', async () => {
    await assert.rejects(read(1, orb(1_000, 'cuts').evaluate, 'request_id'), TooManyGroups);
    await assert.rejects(read(1, orb(1_001).evaluate, 'request_id'), TooManyGroups);
  });

  test('evaluates days one by one, so that a day has as many groups as Orb evaluates', async () => {
    const { asked, evaluate } = orb(999);
    const parts = await read(7, evaluate, 'request_id', DAY_MS);
    assert.deepEqual(new Set(asked), new Set(['24 h by 1']));
    assert.equal(asked.length, 7);
    assert.equal(parts.flatMap(({ rows }) => rows).length, 7 * 999);
    assert.equal(
      (await read(2, evaluate, undefined, DAY_MS)).flatMap(({ rows }) => rows).length,
      2,
    );
    await assert.rejects(read(2, orb(1_000).evaluate, 'x', DAY_MS), TooManyGroups);
  });

  test('passes on what Orb says of a filter', async () => {
    const answer = { ...refused.answer!, detail: 'Unknown column regio.' };
    const wrong = new OrbError('rejected', 'Refused.', answer);
    await assert.rejects(
      read(1, () => Promise.reject(wrong), 'model'),
      wrong,
    );
  });

  test("leaves out groups whose hour isn't one", async () => {
    const groups = [null, '', 'x', true].map((hour) => ({
      ...{ values: [hour], quantity: '1', amount: '1' },
    }));
    const parts = await read(1, () => Promise.resolve({ currency: 'USD', groups }));
    assert.deepEqual(
      parts.flatMap(({ rows }) => rows),
      [],
    );
  });
});

suite('the range of usage', () => {
  const now = Date.parse('2026-11-02T09:14:00Z');
  test('has whole hours or days', () => {
    const [from, to] = [now - 7 * DAY_MS, now];
    const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);
    const hours = usageRange(from, to, 'hour', now);
    assert.deepEqual([hours.startMs, hours.endMs].map(iso), [
      '2026-10-26T09:00',
      '2026-11-02T10:00',
    ]);
    const whole = usageRange(from, to, 'day', now);
    assert.deepEqual([whole.startMs, whole.endMs].map(iso), [
      '2026-10-26T00:00',
      '2026-11-03T00:00',
    ]);
    assert.equal(whole.isCut, false);
  });

  test('starts at most 100 days ago', () => {
    const { startMs: from, isCut } = usageRange(now - 200 * DAY_MS, now, 'hour', now);
    assert.equal(new Date(from).toISOString(), '2026-07-25T10:00:00.000Z');
    assert.equal(isCut, true);
    const old = usageRange(now - 200 * DAY_MS, now - 150 * DAY_MS, 'day', now);
    assert.ok(old.endMs > old.startMs);
  });
});
