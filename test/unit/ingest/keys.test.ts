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
    for (let line = 1; line <= 2; line++) keys.add(line, line, line, 0, 1);
    await keys.makeRoom();
    assert.equal(scratch.parts.size, 0);
    keys.add(1, 1, 3, 0, 1);
    await keys.makeRoom();
    assert.equal(
      [...scratch.parts.values()].reduce((sum, { length }) => sum + length, 0),
      48,
    );
    // Room was made: the next one stays in memory.
    keys.add(2, 2, 4, 0, 1);
    await keys.makeRoom();
    assert.equal(
      [...scratch.parts.values()].reduce((sum, { length }) => sum + length, 0),
      48,
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
        keys.add(7, 0, line, 0, 1);
        await keys.makeRoom();
      }
      assert.deepEqual(await doubled(keys), [[1, 2, 3]], `shifted by ${shift}`);
    }
  });

  test('keys of one slot with other hashes are told apart', async () => {
    const keys = new KeyRecords(memoryScratch());
    // 8 slots for 4 records: all of them in slot 1.
    for (const [index, hash] of [1, 9, 1, 17].entries()) keys.add(hash, 0, index + 1, 0, 1);
    assert.deepEqual(await doubled(keys), [[1, 3]]);
  });
});
