/** What a file is when it holds no lines of events: told before its lines are called wrong one by one. */
import type { LineBlock, LongLine } from './blocks.ts';
import { firstLineAt } from './lines.ts';

type WrongKind = 'gzip' | 'utf16' | 'array';

class SourceRefused extends Error {
  override readonly name = 'SourceRefused';
  constructor(readonly kind: WrongKind) {
    super(`The file is ${kind}, not lines of JSON.`);
  }
}

/** @param block the first of the file. @throws SourceRefused */
export function checkKind(block: LineBlock | LongLine): void {
  const kind = block.kind === 'lines' ? kindOf(block) : block.first === 0x5b ? 'array' : undefined;
  if (kind !== undefined) throw new SourceRefused(kind);
}

function kindOf(block: LineBlock): WrongKind | undefined {
  const { bytes, start } = block;
  const [first, second] = [bytes[start], bytes[start + 1]];
  if (first === 0x1f && second === 0x8b) return 'gzip';
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return 'utf16';
  if (first === 0 || second === 0) return 'utf16';
  let at = firstLineAt(block);
  while ([0x20, 0x09, 0x0d, 0x0a].includes(bytes[at] ?? 0) && at < block.end) at++;
  return bytes[at] === 0x5b ? 'array' : undefined;
}
