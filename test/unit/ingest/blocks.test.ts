import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { MAX_LINE_BYTES, readBlocks, SourceShrank } from '../../../src/ingest/blocks.ts';
import { validated, memorySource } from '../../helpers/ingestWorld.ts';

const MIB = 1 << 20;

/** Each line as its offset and length, and the digests in order. */
async function linesOf(content: Uint8Array) {
  const digests: number[] = [];
  const lines: { at: number; length: number; long: boolean; text?: string }[] = [];
  for await (const block of readBlocks(memorySource(content), {
    onDigest: (index) => digests.push(index),
  })) {
    if (block.kind === 'long') {
      lines.push({ at: block.offset, length: block.length, long: true });
      continue;
    }
    const { bytes, end, offset } = block;
    assert.equal(bytes[end - 1], 10);
    for (let start = block.start; start < end;) {
      const lineBreak = bytes.indexOf(10, start);
      const text = Buffer.from(bytes.subarray(start, lineBreak)).toString();
      lines.push({ at: offset + start, length: lineBreak - start, long: false, text });
      start = lineBreak + 1;
    }
  }
  return { lines, digests };
}

/** The same, computed from the whole file at once. */
function expected(content: Buffer) {
  const found: { at: number; length: number }[] = [];
  for (let at = 0; at < content.length;) {
    const lineBreak = content.indexOf(10, at);
    const end = lineBreak < 0 ? content.length : lineBreak;
    found.push({ at, length: end - at });
    at = end + 1;
  }
  return found;
}

async function tiles(content: Buffer): Promise<void> {
  const { lines, digests } = await linesOf(content);
  assert.deepEqual(
    lines.map(({ at, length }) => ({ at, length })),
    expected(content),
  );
  for (const { at, length, long, text } of lines) {
    if (long) assert.ok(length > MAX_LINE_BYTES);
    else assert.equal(text, content.subarray(at, at + length).toString());
  }
  assert.deepEqual(
    digests,
    Array.from({ length: Math.ceil(content.length / MIB) }, (_, index) => index),
  );
}

suite('ingest: files read as blocks of whole lines', () => {
  const line = (length: number) => 'x'.repeat(length);
  for (const [name, lines] of [
    ['none', ['']],
    ['one without a break', [line(10)]],
    ['blank ones', ['', '', line(3), '', '']],
    ['one that fills a mebibyte with its break', [line(MIB - 1), line(5)]],
    ['one that fills a mebibyte without it', [line(MIB), line(5)]],
    ['the longest that is held', [line(5), line(MAX_LINE_BYTES), line(5)]],
    ['one that is too long by a byte', [line(5), line(MAX_LINE_BYTES + 1), line(5), '']],
    ['a long one whose break is the first byte of a mebibyte', [line(2 * MIB), line(5)]],
    ['the same, with more behind it', [line(2 * MIB), line(MIB), line(5)]],
    ['a long one whose break is the last byte of one', [line(3 * MIB - 1), line(5), '']],
    ['a long one at the end, without a break', [line(7), line(3 * MIB + 9)]],
    ['a long one at the end, to the last byte of a mebibyte', [line(7), line(3 * MIB - 8)]],
    ['two long ones', [line(2 * MIB + 5), line(2 * MIB + 9), line(5)]],
  ] as const) {
    test(name, () => tiles(Buffer.from(lines.join('\n'))));
  }

  test('covers the file with lines of any length, wherever long ones are', async () => {
    const length = fc.oneof(
      { weight: 4, arbitrary: fc.nat({ max: 300_000 }) },
      { weight: 1, arbitrary: fc.nat({ max: 3 * MIB }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(length, { maxLength: 12 }), async (lengths) => {
        const texts = lengths.map((each, index) => String.fromCharCode(97 + index).repeat(each));
        await tiles(Buffer.from(texts.join('\n')));
      }),
      { numRuns: 30 },
    );
  });

  test("fails with a named error when the file gets shorter, so that the name survives the worker's message", async () => {
    const all = readBlocks(memorySource('abc\n', 9), { onDigest: () => undefined });
    await assert.rejects(all.next(), (error: unknown) => {
      assert.ok(error instanceof SourceShrank);
      assert.equal(error.name, 'SourceShrank');
      return true;
    });
  });

  suite('a CR without a LF', () => {
    const refused = { name: 'SourceRefused', kind: 'carriageReturn' };
    const pad = (length: number) => 'x'.repeat(length);
    for (const [name, text] of [
      ['between lines', 'a\rb'],
      ['two before a LF', 'a\r\r\nb'],
      ['between tokens of a line', '{"a":\r1}\n'],
      ['the last byte of a mebibyte', `${pad(MIB - 1)}\rx`],
      ['the first byte of a mebibyte', `${pad(MIB)}\rx`],
      ['in a line too long to be held', `${pad(2 * MIB)}\r${pad(MIB)}\n`],
      ['far behind', `${`${pad(1_000)}\n`.repeat(5_000)}a\rb`],
    ] as const) {
      test(`rejects the whole file for ${name}, in both readers`, async () => {
        await assert.rejects(linesOf(Buffer.from(text)), refused);
        await assert.rejects(validated(text), refused);
      });
    }

    for (const [name, text] of [
      ['that is the end of the file', 'a\r\nb\r'],
      ['with its LF in the next mebibyte', `${pad(MIB - 1)}\r\n${pad(5)}`],
      ['that is the end of the file and of a mebibyte', `${pad(MIB - 1)}\r`],
      ['nowhere', `a\r\nb\n`],
    ] as const) {
      test(`accepts ${name}`, async () => {
        await tiles(Buffer.from(text));
        await assert.doesNotReject(validated(text));
      });
    }
  });

  test("rejects a file that isn't lines before it returns any line, in both readers", async () => {
    const kindOf = async (content: string | Uint8Array) => {
      const kinds = [linesOf, validated].map((read) =>
        read(Buffer.from(content)).then(
          () => 'lines',
          (error: unknown) => (error as { kind?: string }).kind,
        ),
      );
      const [kind, other] = await Promise.all(kinds);
      assert.equal(other, kind);
      return kind;
    };
    assert.equal(await kindOf(Uint8Array.of(0x1f, 0x8b, 13, 0)), 'gzip');
    assert.equal(await kindOf(new Uint8Array(5_000)), 'nuls');
    assert.equal(await kindOf('{\r"a":\r1}'), 'carriageReturn');
    assert.equal(await kindOf(`[${pad100}]`), 'array');
  });
});

const pad100 = 'x'.repeat(100);
