/** Two independent hashes of bytes, computed four bytes at a time. They only find candidates; the bytes themselves are compared afterwards. */

function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export class Hasher {
  /** The hash of the last bytes; unsigned, 32 bits. */
  a = 0;
  b = 0;

  hash(bytes: Uint8Array, start: number, end: number): void {
    // Including the length tells apart texts that differ only in trailing zeros.
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
    this.a = mix(a);
    this.b = mix(b);
  }
}

/** A quick 32-bit hash of a few bytes, for tables in memory. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return mix(hash);
}
