import assert from 'node:assert/strict';
import { contentEnd, eachLine, firstLineAt, isBlank } from '../../../src/ingest/lines.ts';

const block = (bytes: readonly number[], offset = 0, start = 0) => ({
  kind: 'lines' as const,
  bytes: Uint8Array.from(bytes),
  start,
  end: bytes.length,
  offset,
});

suite('ingest: the lines of a block', () => {
  test('skips a complete byte-order mark at the start of the file only', () => {
    assert.equal(firstLineAt(block([0xef, 0xbb, 0xbf, 0x61, 0x0a])), 3);
    assert.equal(firstLineAt(block([0xef, 0xbb, 0x61, 0x0a])), 0);
    assert.equal(firstLineAt(block([0xef, 0x61, 0xbf, 0x0a])), 0);
    assert.equal(firstLineAt(block([0xbb, 0xbb, 0xbf, 0x0a])), 0);
    assert.equal(firstLineAt(block([0xef, 0xbb, 0xbf, 0x0a], 7)), 0);
    assert.equal(firstLineAt(block([0x0a, 0xef, 0xbb, 0xbf, 0x0a], 0, 1)), 1);
  });

  test('ends a line before LF or CRLF', () => {
    const ends: [number, number][] = [];
    const bytes = [0x61, 0x0d, 0x0a, 0x0d, 0x0a, 0x0a, 0x62, 0x0d, 0x0d, 0x0a];
    eachLine(block(bytes), (start, end) => ends.push([start, end]));
    assert.deepEqual(ends, [
      [0, 1],
      [3, 3],
      [5, 5],
      [6, 8],
    ]);
    // The character before the line doesn't belong to it.
    assert.equal(contentEnd(Uint8Array.of(0x0d, 0x0a), 1, 1), 1);
  });

  test('treats a line of white space as blank', () => {
    const bytes = Uint8Array.of(0x20, 0x09, 0x0d, 0x61, 0x20);
    assert.ok(isBlank(bytes, 0, 3));
    assert.ok(isBlank(bytes, 2, 2));
    assert.ok(!isBlank(bytes, 0, 4));
    assert.ok(isBlank(bytes, 4, 5));
  });
});
