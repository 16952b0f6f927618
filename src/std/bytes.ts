type IndexOf = (this: Uint8Array, byte: number, from: number) => number;
const { indexOf } = Buffer.prototype as unknown as { readonly indexOf: IndexOf };

/**
 * Where a byte stands at or behind `from`; -1 without one. Up to thirty times as fast as `bytes.indexOf`. The bytes themselves are better
 * no Buffer: its `slice` doesn't copy.
 */
export const indexOfByte = (bytes: Uint8Array, byte: number, from = 0): number =>
  indexOf.call(bytes, byte, from);
