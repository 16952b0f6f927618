import assert from 'node:assert/strict';
import { validateFile } from '../../../src/ingest/validateFile.ts';
import { ChunkReader } from '../../../src/ingest/chunk.ts';
import { validateLine } from '../../../src/ingest/validateLine.ts';
import { ChunkScanner, type ScanHelper } from '../../../src/ingest/scanChunk.ts';
import type { Source } from '../../../src/ingest/ports.ts';
import {
  bytesOf,
  context,
  eventLine,
  finish,
  memoryScratch,
  memorySource,
} from '../../helpers/ingestWorld.ts';

const MIB = 1 << 20;

/** A helper in this thread; `fails` makes some of its chunks fail. */
function helperOf(source: Source, fails: (index: number) => boolean = () => false) {
  const scanner = new ChunkScanner(context);
  const scanned: number[] = [];
  const helper: ScanHelper = {
    ready: Promise.resolve(),
    scan: async (index) => {
      await new Promise(setImmediate);
      if (fails(index)) throw new Error('The helper has ended.');
      scanned.push(index);
      return scanner.scan(new ChunkReader(source), index);
    },
    totals: () => Promise.resolve(scanner.totals),
  };
  return { helper, scanned };
}

const validateWith = (source: Source, help?: () => ScanHelper) =>
  finish(
    validateFile(
      { source, scratch: memoryScratch(), ...(help !== undefined && { help }) },
      context,
      new AbortController().signal,
    ),
  );

/** Lines of many lengths, so that they cross chunk boundaries in every way; some are longer than a chunk. */
function variousLines(): readonly string[] {
  let seed = 7;
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const lines: string[] = [];
  for (let bytes = 0; bytes < 12 * MIB; bytes += lines.at(-1)!.length + 1) {
    const kind = next(200);
    if (kind === 0) lines.push(' '.repeat(next(50)));
    else if (kind === 1) lines.push(`{"broken":"${'x'.repeat(next(5_000))}`);
    else if (kind === 2) lines.push(`${eventLine(`cr${lines.length}`)}\r`);
    else if (kind === 3 && next(60) === 0) lines.push('y'.repeat(MIB + next(2 * MIB)));
    else if (kind === 4)
      lines.push(
        eventLine(`long${lines.length}`, { properties: `{"a":"${'z'.repeat(next(400_000))}"}` }),
      );
    else if (kind === 5) lines.push(eventLine('same', { properties: '{"n":1.50}' }));
    else
      lines.push(eventLine(`k${lines.length}`, { properties: `{"t":"${'ä'.repeat(next(40))}"}` }));
  }
  return lines;
}

function expected(line: string): string {
  if (/^\s*$/.test(line)) return 'blank';
  const bytes = bytesOf(line.replace(/\r$/, ''));
  return bytes.length <= MIB && validateLine(bytes, context).reasons.length === 0
    ? 'good'
    : 'invalid';
}

suite('ingest: a file scanned in chunks', () => {
  const lines = variousLines();
  const wanted = lines.map(expected);

  for (const ending of ['', '\n', '\r\n\n']) {
    test(`has the same results as its lines alone, with ${JSON.stringify(ending)} at the end`, async () => {
      const source = memorySource(lines.join('\n') + ending);
      const { states, totals } = await validateWith(source, () => helperOf(source).helper);
      let same = 0;
      for (const [index, state] of wanted.entries()) {
        const found = states.get(index + 1);
        if (found === 'duplicate') same++;
        else assert.equal(found, state, `line ${index + 1}: ${lines[index]!.slice(0, 80)}`);
      }
      assert.ok(same > 0);
      assert.equal(totals.duplicates, same);
      assert.equal(totals.lines, wanted.filter((state) => state !== 'blank').length);
    });
  }

  test('has the same totals and fingerprint with a helper, without one, and with one that fails', async () => {
    const source = memorySource(lines.join('\n'));
    const alone = await validateWith(source);
    for (const fails of [() => false, () => true, (index: number) => index > 5]) {
      const { helper, scanned } = helperOf(source, fails);
      const together = await validateWith(source, () => helper);
      assert.deepEqual(together.totals, alone.totals);
      assert.deepEqual(together.digests, alone.digests);
      assert.deepEqual(together.fingerprint, alone.fingerprint);
      assert.equal(scanned.length > 0, !fails(2));
    }
  });

  test("doesn't wait for a helper that never starts", async () => {
    const source = memorySource(lines.join('\n'));
    const never: ScanHelper = { ...helperOf(source).helper, ready: new Promise(() => undefined) };
    assert.equal((await validateWith(source, () => never)).states.last, lines.length);
  });

  test('starts no helper for a small file', async () => {
    const source = memorySource(eventLine('k'));
    await validateWith(source, () => assert.fail('Nobody was to help.'));
  });

  test('rejects with the error of the scan and leaves no promise pending', async () => {
    const content = lines.join('\n');
    const source = memorySource(content, content.length * 2);
    await assert.rejects(
      validateWith(source, () => helperOf(source).helper),
      /shorter/,
    );
  });
});
