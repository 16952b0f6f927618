/** Hashes of bytes (FNV-1a, two primes, each with a last stir). They find candidates; bytes decide. */

function stir(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export function hashA(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return stir(hash);
}

/** Independent of hashA. */
export function hashB(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x2c1b3c6d;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x297a2d39);
  return stir(hash);
}
