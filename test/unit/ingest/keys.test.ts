import assert from 'node:assert/strict';
import { KeyRecords } from '../../../src/ingest/keys.ts';
import { memoryScratch } from '../../helpers/ingestWorld.ts';

/** The lines of each hash that stands twice or more. */
async function doubled(keys: KeyRecords): Promise<readonly (readonly number[])[]> {
  const groups: (readonly number[])[] = [];
  for await (const part of keys.parts()) {
    for (const indexes of part.candidates()) {
      groups.push(indexes.map((index) => part.record(index).line));
    }
  }
  return groups;
}

suite('ingest: where each key stands', () => {
  test('nothing is written away before memory is full, and then all of it', async () => {
    const scratch = memoryScratch();
    const keys = new KeyRecords(scratch, 3);
    for (let line = 1; line <= 2; line++) keys.add(line, line, line, 0, 1, 0);
    await keys.makeRoom();
    assert.equal(scratch.parts.size, 0);
    keys.add(1, 1, 3, 0, 1, 0);
    await keys.makeRoom();
    assert.equal(
      [...scratch.parts.values()].reduce((sum, { length }) => sum + length, 0),
      60,
    );
    // Room was made: the next one stays in memory.
    keys.add(2, 2, 4, 0, 1, 0);
    await keys.makeRoom();
    assert.equal(
      [...scratch.parts.values()].reduce((sum, { length }) => sum + length, 0),
      60,
    );
    assert.deepEqual(await doubled(keys), [
      [1, 3],
      [2, 4],
    ]);
  });

  test('what comes back from the disk may start anywhere in its buffer', async () => {
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
        keys.add(7, 0, line, 0, 1, 0);
        await keys.makeRoom();
      }
      assert.deepEqual(await doubled(keys), [[1, 2, 3]], `shifted by ${shift}`);
    }
  });

  test('keys of one part with other hashes are told apart, each in the order of its lines', async () => {
    const keys = new KeyRecords(memoryScratch());
    const hashes = [9, 2 ** 32 - 1, 9, 17, 2 ** 32 - 1, 9];
    for (const [index, hash] of hashes.entries()) keys.add(hash, 0, index + 1, 0, 1, 0);
    assert.deepEqual(await doubled(keys), [
      [1, 3, 6],
      [2, 5],
    ]);
  });

  test('a record keeps every number that a place in a file may have', async () => {
    const keys = new KeyRecords(memoryScratch());
    const [offset, length, keyStart] = [2 ** 43 - 1, 2 ** 21 - 1, 2 ** 20];
    for (const line of [1, 2 ** 32 - 1]) keys.add(5, 0, line, offset, length, keyStart);
    for await (const part of keys.parts()) {
      for (const [, index = 0] of part.candidates()) {
        assert.deepEqual(part.record(index), { line: 2 ** 32 - 1, offset, length, keyStart });
      }
    }
  });
});
