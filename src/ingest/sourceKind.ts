/** Recognizes files that aren't lines of events, so that the user gets one message instead of one per line. */
import { kindOfBytes, kindOfText, type FileKind } from '../core/fileKind.ts';

/** Paths that don't lead to a regular file, and what can't be seen from the start of a file. */
type OtherKind = 'folder' | 'pipe' | 'socket' | 'device' | 'brokenLink' | 'carriageReturn';

export class SourceRefused extends Error {
  override readonly name = 'SourceRefused';
  constructor(readonly kind: Exclude<FileKind, 'lines'> | OtherKind) {
    super(`The file is ${kind}, not lines of JSON.`);
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * @param head the start of the file, at most HEAD bytes (core/fileKind.ts)
 * @param isAll whether it is the whole file
 * @throws SourceRefused
 */
export function checkKind(head: Uint8Array, isAll: boolean): void {
  const kind = kindOfBytes(head) ?? kindOfText(utf8.decode(head), isAll).kind;
  if (kind !== 'lines') throw new SourceRefused(kind);
}
