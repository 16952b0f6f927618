import assert from 'node:assert/strict';
import { validateFile } from '../../../src/ingest/validateFile.ts';
import { limitsFor } from '../../../src/ingest/rate.ts';
import { send } from '../../../src/ingest/send.ts';
import { failure, fakeOrb } from '../../helpers/fakeOrb.ts';
import {
  collectRejects,
  context,
  eventLine,
  validated,
  finish,
  goodLines,
  memoryJournal,
  memoryScratch,
  memorySource,
  quickClock,
} from '../../helpers/ingestWorld.ts';

const defaults = {
  batchSize: 10,
  concurrency: 2,
  maxRetries: 4,
  rate: limitsFor('sandbox', 0),
};

suite('ingest: sending large files', () => {
  test("doesn't read the rest of the file for rejected lines after a cancel, but does after other stops", async () => {
    const broken = `{"broken ${'x'.repeat(1_000)}`;
    const content = [...goodLines(20), ...Array<string>(8_000).fill(broken)].join('\n');
    for (const ends of ['cancel', 'refusal'] as const) {
      const cancel = new AbortController();
      const orb = fakeOrb({
        before: () => {
          if (ends === 'cancel') cancel.abort();
          throw failure(ends === 'cancel' ? 'cancelled' : 'unauthorized', 401);
        },
      });
      const rejects = collectRejects();
      const ports = {
        source: memorySource(content),
        sink: orb,
        journal: memoryJournal(),
        rejects,
        clock: quickClock(),
      };
      const found = { validated: await validated(content), context };
      const sent = await finish(send(ports, found, defaults, cancel.signal));
      assert.deepEqual([sent.rejected, sent.notTried], [8_000, 20]);
      assert.equal(rejects.lines.length === 8_000, ends === 'refusal', ends);
    }
  });

  test('counts a million lines and sends each once', async function () {
    this.timeout(120_000);
    const count = 1_000_000;
    const line = (index: number) => eventLine(String(index).padStart(7, '0'));
    const width = line(0).length + 1;
    // The file is generated while it is read; all lines have the same length.
    const source = {
      ...memorySource(''),
      size: width * count,
      read: async (into: Uint8Array, position: number) => {
        const first = Math.floor(position / width);
        const last = Math.min(count, Math.ceil((position + into.length) / width));
        const lines = Array.from(
          { length: last - first },
          (_, index) => `${line(first + index)}\n`,
        );
        const bytes = Buffer.from(lines.join('')).subarray(position - first * width);
        return Promise.resolve(bytes.copy(into));
      },
    };
    const seen = new Uint8Array(count);
    const ports = {
      source,
      sink: {
        ...fakeOrb(),
        ingest: async ({ lines }: { readonly lines: readonly Uint8Array[] }) => {
          for (const bytes of lines) {
            const key = /"idempotency_key":"(\d+)"/.exec(Buffer.from(bytes).toString())?.[1];
            seen[Number(key)]!++;
          }
          return Promise.resolve({ value: { validationFailed: [] } });
        },
      },
      journal: { append: () => undefined },
      rejects: collectRejects(),
      clock: quickClock(),
    };
    const scratch = memoryScratch();
    const { signal } = new AbortController();
    const found = await finish(validateFile({ source, scratch }, context, signal));
    assert.deepEqual([found.totals.lines, found.totals.valid], [count, count]);
    const options = { ...defaults, batchSize: 500 };
    const sent = await finish(send(ports, { validated: found, context }, options, signal));
    assert.deepEqual([sent.lines, sent.accepted], [count, count]);
    assert.equal(sent.requests, count / 500);
    assert.ok(seen.every((times) => times === 1));
  });
});
