import assert from 'node:assert/strict';
import { RecentMap } from '../../../src/std/recentMap.ts';
import { textHash } from '../../../src/std/textHash.ts';

suite('map of recent entries', () => {
  test('keeps at least half of its size, and never more than all of it', () => {
    const map = new RecentMap<number>(100);
    for (let n = 0; n < 1_000; n += 1) {
      map.set(`k${n}`, n);
      const kept = [...map.entries()];
      assert.ok(kept.length <= 100);
      for (let last = Math.max(0, n - 49); last <= n; last += 1)
        assert.equal(map.get(`k${last}`), last);
    }
    assert.equal(map.get('k0'), undefined);
  });

  test('an entry that is set again stays, and one that is deleted is gone', () => {
    const map = new RecentMap<number>(10);
    for (let n = 0; n < 100; n += 1) {
      map.set('again', n);
      map.set(`k${n}`, n);
    }
    assert.equal(map.get('again'), 99);
    map.delete('again');
    assert.equal(map.get('again'), undefined);
  });
});

suite('hash of a text', () => {
  test('is the same for the same text, and differs for a hundred thousand others', () => {
    const hashes = new Set(Array.from({ length: 100_000 }, (_, n) => textHash(`event ${n}`)));
    assert.equal(hashes.size, 100_000);
    assert.equal(textHash('event 5'), textHash(['event', '5'].join(' ')));
    assert.ok([...hashes].every((hash) => Number.isSafeInteger(hash) && hash >= 0));
  });
});
