import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { findEvents } from '../../../src/ingest/findEvents.ts';
import { eventLine, memorySource } from '../../helpers/ingestWorld.ts';

/** `ID: line` of each found event, and the number of groups. */
async function found(content: string | Uint8Array, ...ids: readonly string[]) {
  const all: string[] = [];
  let portions = 0;
  for await (const events of findEvents(memorySource(content), new Set(ids))) {
    portions++;
    for (const { key, text } of events) all.push(`${key}: ${text}`);
  }
  return { all, portions };
}

suite('finding events by their IDs', () => {
  const [a, b] = [eventLine('a'), eventLine('b')] as const;

  for (const [name, content, ids, lines] of [
    ['in lines', `${a}\n${b}\n${a}`, ['a'], [a, a]],
    [
      'after a byte-order mark, with Windows line ends',
      `\uFEFF${a}\r\n${b}\r\n`,
      ['a', 'b'],
      [a, b],
    ],
    [
      'written with spaces',
      '{ "idempotency_key" : "a", "n": 1.0 }',
      ['a'],
      ['{ "idempotency_key" : "a", "n": 1.0 }'],
    ],
    [
      'written with escapes',
      '{"idempotency_key":"\\u0061"}',
      ['a'],
      ['{"idempotency_key":"\\u0061"}'],
    ],
    [
      'not where the field name is a property',
      eventLine('b', { properties: '{"idempotency_key":"a"}' }),
      ['a'],
      [],
    ],
    [
      'after a property of that name',
      '{"properties":{"idempotency_key":"b"},"idempotency_key":"a"}',
      ['a'],
      ['{"properties":{"idempotency_key":"b"},"idempotency_key":"a"}'],
    ],
    ['not in what is broken', '{"idempotency_key":"a"', ['a'], []],
    ['not in dead letters', `${b}\n{"idempotency_key":"a","errors":[]}`, ['a'], []],
    [
      'not in the line after an incomplete one',
      `${b}\n{"idempotency_key":\n"a"}\n${b}`,
      ['b'],
      [b, b],
    ],
    ['IDs that are not ASCII', eventLine('ü€'), ['ü€'], [eventLine('ü€')]],
  ] as const) {
    test(name, async () => {
      const { all } = await found(content, ...ids);
      assert.deepEqual(
        all.map((each) => each.slice(each.indexOf(': ') + 2)),
        lines,
      );
    });
  }

  test('yields them in groups, with pauses in between', async () => {
    const lines = Array.from({ length: 1_000 }, () => a);
    const { all, portions } = await found(lines.join('\n'), 'a');
    assert.deepEqual([all.length, portions >= 5], [1_000, true]);
  });

  test('finds the same events as parsing each line', async () => {
    const key = fc.constantFrom<string>('a', 'b', 'ü', '"', '\\', 'idempotency_key');
    const line = fc.oneof(
      key.map((each) => eventLine(each)),
      key.map((each) => eventLine('z', { properties: JSON.stringify({ idempotency_key: each }) })),
      fc.constantFrom('', '{', '"idempotency_key":"a"'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(key), async (lines, ids) => {
        // The first line is an event: the file is one of lines.
        const all = [b, ...lines];
        const expected = all.filter((text) => {
          try {
            return ids.includes((JSON.parse(text) as { idempotency_key: string }).idempotency_key);
          } catch {
            return false;
          }
        });
        const { all: texts } = await found(all.join('\n'), ...ids);
        assert.deepEqual(
          texts.map((each) => each.slice(each.indexOf(': ') + 2)),
          expected,
        );
      }),
    );
  });

  test("rejects a file that isn't lines", async () => {
    await assert.rejects(found(`[${a}]`, 'a'), { name: 'SourceRefused', kind: 'array' });
    await assert.rejects(found(`${a}\r${b}`, 'a'), { kind: 'carriageReturn' });
  });
});
