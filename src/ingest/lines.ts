/** Where each line of a block starts and ends. core/lines.ts defines what a line is, and when it is blank. */
import { indexOfByte } from '../std/bytes.ts';
import type { LineBlock } from './blocks.ts';

const LF = 0x0a;
const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x09 || byte === 0x0d;

/** Where the first line of a block starts: after a byte-order mark at the start of the file. */
export function firstLineAt({ bytes, start, offset }: LineBlock): number {
  const mark = bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf;
  return offset + start === 0 && mark ? start + 3 : start;
}

/** Where the content of a line ends: before its line break, LF or CRLF. */
export function contentEnd(bytes: Uint8Array, start: number, breakAt: number): number {
  return breakAt > start && bytes[breakAt - 1] === 0x0d ? breakAt - 1 : breakAt;
}

export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isSpace(bytes[at])) return false;
  return true;
}

/** Calls `visit` for each line with the start and end of its content. */
export function eachLine(block: LineBlock, visit: (start: number, end: number) => void): void {
  const { bytes, end } = block;
  for (let start = firstLineAt(block); start < end;) {
    const breakAt = indexOfByte(bytes, LF, start);
    visit(start, contentEnd(bytes, start, breakAt));
    start = breakAt + 1;
  }
}
