import assert from 'node:assert/strict';
import { KeyRecords } from '../../../src/ingest/keys.ts';
import { memoryScratch } from '../../helpers/ingestWorld.ts';

/** The lines of each hash that occurs twice or more. */
async function sharedHashes(keys: KeyRecords): Promise<readonly (readonly number[])[]> {
  const groups: (readonly number[])[] = [];
  for await (const part of keys.parts()) {
    for (const { lines } of part.candidates()) groups.push([...lines]);
  }
  return groups;
}

/** A chunk with a single event ID. */
const keyOf = (hash: number, part: number, line: number) => ({
  numbers: Uint32Array.of(hash, part, 0, 0, 1, 0),
  line,
  offset: 0,
});

suite('ingest: where each event ID is', () => {
  test('writes nothing to disk until memory is full, then everything', async () => {
    const scratch = memoryScratch();
    const written = () => [...scratch.parts.values()].reduce((sum, { length }) => sum + length, 0);
    const keys = new KeyRecords(scratch, 3);
    for (let line = 1; line <= 2; line++) keys.add(keyOf(line, line, line));
    await keys.makeRoom();
    assert.equal(scratch.parts.size, 0);
    keys.add(keyOf(1, 1, 3));
    await keys.makeRoom();
    assert.equal(written(), 3 * 24);
    // Memory is free again, so the next one stays there.
    keys.add(keyOf(2, 2, 4));
    await keys.makeRoom();
    assert.equal(written(), 3 * 24);
    assert.deepEqual(await sharedHashes(keys), [
      [1, 3],
      [2, 4],
    ]);
  });

  test('reads data from disk that starts anywhere in its buffer', async () => {
    for (const shift of [0, 1, 2, 3, 4]) {
      const scratch = memoryScratch();
      const keys = new KeyRecords(
        {
          append: scratch.append.bind(scratch),
          read: async (part) => {
            const bytes = await scratch.read(part);
            const buffer = new Uint8Array(bytes.length + shift);
            buffer.set(bytes, shift);
            return buffer.subarray(shift);
          },
        },
        1,
      );
      for (const line of [1, 2, 3]) {
        keys.add(keyOf(7, 0, line));
        await keys.makeRoom();
      }
      assert.deepEqual(await sharedHashes(keys), [[1, 2, 3]], `shifted by ${shift}`);
    }
  });

  test('tells different hashes apart, each in line order', async () => {
    const keys = new KeyRecords(memoryScratch());
    const hashes = [9, 2 ** 32 - 1, 9, 9 + 2 ** 22, 2 ** 32 - 1, 9, 9 + 2 ** 23];
    for (const [index, hash] of hashes.entries()) keys.add(keyOf(hash, 0, index + 1));
    assert.deepEqual(await sharedHashes(keys), [
      [1, 3, 6],
      [2, 5],
    ]);
  });

  test('keeps the largest line numbers, offsets and lengths, also on disk', async () => {
    for (const maxInMemory of [1, 100]) {
      const keys = new KeyRecords(memoryScratch(), maxInMemory);
      const [length, keyStart] = [2 ** 21 - 1, 2 ** 20];
      const places = [
        [1, 2 ** 43 - 2 ** 20],
        [4_000_000_000, 5 * 2 ** 32 - 1],
      ] as const;
      for (const [line, offset] of places) {
        keys.add({ numbers: Uint32Array.of(5, 0, 2, 1, length, keyStart), line, offset });
        await keys.makeRoom();
      }
      for await (const part of keys.parts()) {
        for (const group of part.candidates()) {
          assert.deepEqual(group, {
            lines: Uint32Array.from(places, ([line]) => line + 2),
            offsets: Float64Array.from(places, ([, offset]) => offset + 1),
            lengths: Uint32Array.of(length, length),
            keyStarts: Uint32Array.of(keyStart, keyStart),
          });
        }
      }
    }
  });
});
