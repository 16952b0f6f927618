import assert from 'node:assert/strict';
import { countText } from '../../../src/core/language.ts';
import { MAX_LINE_BYTES } from '../../../src/ingest/blocks.ts';
import {
  firstRejected,
  SourceChanged,
  readBatches,
  type BatchChunk,
} from '../../../src/ingest/batchReader.ts';
import { pickLines } from '../../../src/ingest/pick.ts';
import type { LineState } from '../../../src/ingest/states.ts';
import {
  context,
  eventLine,
  validated,
  goodLines,
  memorySource,
} from '../../helpers/ingestWorld.ts';

/** More than two mebibytes of valid lines, with a line too long for a block, one slightly too long, and invalid JSON in between. */
const pad = { properties: `{"a":"${'x'.repeat(2_000)}"}` };
const padded = (from: number) =>
  Array.from({ length: 400 }, (_, index) => eventLine(`k${from + index}`, pad));
const content = [
  ...padded(0),
  'y'.repeat(3 * MAX_LINE_BYTES),
  ...padded(400),
  eventLine('long', { properties: `{"a":"${'z'.repeat(MAX_LINE_BYTES)}"}` }),
  '{"idempotency_key":"bad"}',
  eventLine('y'),
  eventLine('z'),
].join('\r\n');
const offsets = content.split('\r\n').reduce<number[]>(
  (all, line) => {
    all.push((all.at(-1) ?? 0) + line.length + 2);
    return all;
  },
  [0],
);

const { signal } = new AbortController();

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function steps(text: string, reread = text): Promise<readonly BatchChunk[]> {
  const found = await validated(text);
  const pass = {
    source: memorySource(reread),
    validated: found,
    context,
    rejectionReasons: new Map(),
  };
  return collect(readBatches({ ...pass, limits: () => ({ maxEvents: 7, maxBytes: 1e6 }) }));
}

suite('ingest: batches read from a large file', () => {
  test('have each valid line once, with its offset and bytes, and each rejected line with its reason', async () => {
    const all = await steps(content);
    const sent = all.flatMap(({ batches }) => batches.flat());
    assert.equal(sent.length, 802);
    const lines = content.split('\r\n');
    for (const { line, offset, bytes } of sent) {
      assert.equal(Buffer.from(bytes).toString(), lines[line - 1]);
      assert.equal(offset, offsets[line - 1]);
    }
    assert.ok(all.flatMap(({ batches }) => batches).every((batch) => batch.length > 0));
    const rejected = all.flatMap((step) => step.rejected);
    assert.deepEqual(
      rejected.map(({ line, offset, length, reasons }) => [line, offset, length, reasons]),
      [401, 802, 803].map((line) => {
        // A line that is never in memory as a whole counts its carriage return.
        const length = lines[line - 1]!.length + (line === 401 ? 1 : 0);
        const reasons =
          line === 803
            ? ['event_name', 'timestamp', 'properties', 'customer'].map((what) =>
                what === 'customer'
                  ? 'Add customer_id or external_customer_id.'
                  : `An event needs ${what}.`,
              )
            : [`The line has ${countText(length)} bytes, which is too long for an event.`];
        return [line, offsets[line - 1], length, reasons];
      }),
    );
    assert.deepEqual(
      rejected.map(({ idempotencyKey }) => idempotencyKey),
      [undefined, undefined, 'bad'],
    );
  });

  test("don't end with an empty one", async () => {
    assert.deepEqual(
      (await steps('{"a":1}\n')).flatMap(({ batches }) => batches),
      [],
    );
  });

  test('have nothing from a mebibyte that changed after validation', async () => {
    const changed = content.replace('"idempotency_key":"bad"', '"idempotency_key":"BAD"');
    await assert.rejects(steps(content, changed), SourceChanged);
    await assert.rejects(steps(content, content.replace('\r\n', '\rx')), SourceChanged);
  });

  /** Lines of a given length: valid, or only spaces. */
  const eventOf = (length: number) => {
    const empty = eventLine('k', { properties: '{"a":""}' });
    return empty.replace('"a":""', () => `"a":"${'x'.repeat(length - empty.length)}"`);
  };
  const blankOf = (length: number) => ' '.repeat(length);

  for (const [name, lineOf] of [
    ['events', eventOf],
    ['blanks', blankOf],
  ] as const) {
    test(`agree with validation on ${name} near the maximum length, wherever a mebibyte ends in them`, async () => {
      for (const lineEnd of ['\n', '\r\n']) {
        for (const length of [-1, 0, 1, 2].map((more) => MAX_LINE_BYTES + more)) {
          for (const before of [0, 1, 2, 3, 4, 5, 500_000]) {
            const filler = MAX_LINE_BYTES - before;
            const text = [eventOf(filler - lineEnd.length), lineOf(length), eventLine('y')].join(
              lineEnd,
            );
            // The first line has another event ID.
            const file = text.replace('"k"', '"j"');
            const found = await validated(file);
            const all = await steps(file);
            const sent = all.flatMap(({ batches }) => batches.flat()).map(({ line }) => line);
            const rejected = all.flatMap((step) => step.rejected);
            const isTooLong = length > MAX_LINE_BYTES;
            const isSent = lineOf === eventOf && !isTooLong;
            const what = JSON.stringify({ lineEnd, length, before });
            assert.deepEqual(sent, isSent ? [1, 2, 3] : [1, 3], what);
            assert.deepEqual(
              rejected.map(({ line, reasons }) => [line, reasons.length]),
              isTooLong ? [[2, 1]] : [],
              what,
            );
            const { lines, valid } = found.totals;
            assert.equal(lines, sent.length + rejected.length, what);
            assert.equal(valid, sent.length, what);
          }
        }
      }
    });
  }

  test('include lines that Orb rejected before a resume, with their reasons', async () => {
    const text = goodLines(3).join('\n');
    const found = await validated(text);
    found.states.set(1, 'refused');
    found.states.set(2, 'refused');
    const pass = { source: memorySource(text), validated: found, context };
    const rejectionReasons = new Map([[1, ['odd', 'very']]]);
    const limits = () => ({ maxEvents: 7, maxBytes: 1e6 });
    const [step] = await collect(readBatches({ ...pass, rejectionReasons, limits }));
    assert.deepEqual(
      step?.rejected.map(({ line, reasons }) => [line, reasons]),
      [
        [1, ['odd', 'very']],
        [2, []],
      ],
    );
  });

  test('can be read up to a number of rejected lines', async () => {
    const broken = Array.from({ length: 5 }, (_, index) => `{"idempotency_key":"b${index}"}`);
    const text = [...goodLines(3), ...broken].join('\n');
    const found = await validated(text);
    const first = async (most: number) =>
      (await firstRejected(memorySource(text), found, context, most, signal)).map(
        ({ line }) => line,
      );
    assert.deepEqual(await first(2), [4, 5]);
    assert.deepEqual(await first(9), [4, 5, 6, 7, 8]);
    const conflict = [eventLine('a'), eventLine('a', { event_name: '"x"' })].join('\n');
    const both = await firstRejected(
      memorySource(conflict),
      await validated(conflict),
      context,
      9,
      signal,
    );
    assert.equal(both.length, 2);
    // Nothing is read when nothing was rejected; otherwise the second source, another file, would throw.
    const good = await validated(goodLines(2).join('\n'));
    assert.deepEqual(await firstRejected(memorySource('other'), good, context, 9, signal), []);
  });

  test('can be read by state, a number of lines at a time', async () => {
    const found = await validated(content);
    const picked = async (wanted: readonly LineState[], most: number) => {
      const batches = await collect(pickLines(memorySource(content), found, wanted, most));
      const lines = content.split('\r\n');
      for (const { line, offset, bytes } of batches.flat()) {
        assert.equal(Buffer.from(bytes).toString(), lines[line - 1]);
        assert.equal(offset, offsets[line - 1]);
      }
      return batches.map((batch) => batch.map(({ line }) => line));
    };
    for (const line of [2, 3, 500, 501, 804]) found.states.set(line, 'unanswered');
    assert.deepEqual(await picked(['unanswered'], 2), [[2, 3], [500, 501], [804]]);
    assert.deepEqual(await picked(['unanswered'], 5), [[2, 3, 500, 501, 804]]);
    assert.deepEqual(await picked(['unanswered'], 9), [[2, 3, 500, 501, 804]]);
    assert.equal((await picked(['unanswered', 'good'], 100)).flat().length, 802);
    assert.deepEqual(await picked(['known'], 2), []);
    const other = memorySource(content.replaceAll('"k1"', '"K1"'));
    await assert.rejects(collect(pickLines(other, found, ['good'], 2)), SourceChanged);
    assert.deepEqual(await collect(pickLines(other, found, ['known'], 2)), []);
  });
});
