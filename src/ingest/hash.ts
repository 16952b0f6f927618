/** Two hashes of bytes, independent of each other, four bytes at a step. They find candidates; bytes decide. */

function stir(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export class Hasher {
  /** Of the bytes last hashed; unsigned, 32 bits. */
  a = 0;
  b = 0;

  hash(bytes: Uint8Array, start: number, end: number): void {
    // The length makes texts that differ in zeros at their end differ.
    let a = 0x811c9dc5 ^ (end - start);
    let b = 0x2c1b3c6d ^ (end - start);
    let at = start;
    for (; at + 4 <= end; at += 4) {
      const word =
        (bytes[at] ?? 0) |
        ((bytes[at + 1] ?? 0) << 8) |
        ((bytes[at + 2] ?? 0) << 16) |
        ((bytes[at + 3] ?? 0) << 24);
      a = Math.imul(a ^ word, 0x01000193);
      a ^= a >>> 15;
      b = Math.imul(b ^ word, 0x297a2d39);
      b ^= b >>> 13;
    }
    for (; at < end; at++) {
      const byte = bytes[at] ?? 0;
      a = Math.imul(a ^ byte, 0x01000193);
      b = Math.imul(b ^ byte, 0x297a2d39);
    }
    this.a = stir(a);
    this.b = stir(b);
  }
}

/** A quick hash of few bytes, for tables in memory. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return stir(hash);
}
