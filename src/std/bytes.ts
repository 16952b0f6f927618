type IndexOf = (this: Uint8Array, byte: number, from: number) => number;
const { indexOf } = Buffer.prototype as unknown as { readonly indexOf: IndexOf };

/**
 * The index of a byte at or after `from`, or -1. Up to thirty times as fast as `bytes.indexOf`. Callers keep a Uint8Array rather than a
 * Buffer, whose `slice` doesn't copy.
 */
export const indexOfByte = (bytes: Uint8Array, byte: number, from = 0): number =>
  indexOf.call(bytes, byte, from);
