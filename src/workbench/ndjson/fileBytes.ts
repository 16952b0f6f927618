/** What the editor's text doesn't show of a file: its real line ends, its encoding, and bytes that couldn't be decoded. */
import type * as vscode from 'vscode';
import { CarriageReturns } from '../../ingest/blocks.ts';
import { openRegular } from '../../ingestWorker/regularFile.ts';

export interface FileBytes {
  /** A CR without a LF. The editor shows a line break there and would save another line end. */
  readonly hasBareReturn: boolean;
  /** Bytes that aren't UTF-8. The editor shows U+FFFD for them. */
  readonly hasWrongBytes: boolean;
}

const CHUNK = 1 << 20;

/** Reads a file in chunks. @throws as openRegular */
export async function inspectBytes(path: string): Promise<FileBytes> {
  const { file } = await openRegular(path);
  try {
    const returns = new CarriageReturns();
    const utf8 = new TextDecoder('utf-8', { fatal: true });
    const found = { hasBareReturn: false, hasWrongBytes: false };
    const bytes = new Uint8Array(CHUNK);
    for (;;) {
      const { bytesRead } = await file.read(bytes, 0, CHUNK);
      const part = bytes.subarray(0, bytesRead);
      found.hasBareReturn ||= fails(() => returns.check(part, 0, bytesRead));
      found.hasWrongBytes ||= fails(() => utf8.decode(part, { stream: bytesRead > 0 }));
      if (bytesRead === 0 || (found.hasBareReturn && found.hasWrongBytes)) return found;
    }
  } finally {
    await file.close();
  }
}

function fails(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch {
    return true;
  }
}

const isUtf8 = (document: vscode.TextDocument) => /^utf-?8/i.test(document.encoding);

/** Why the file can't be sent as it is, since Orb expects UTF-8: `utf16`, or `encoding` for another one. ASCII is the same in all of those. */
export function encodingProblem(document: vscode.TextDocument): 'utf16' | 'encoding' | undefined {
  if (isUtf8(document)) return undefined;
  if (/^utf-?16/i.test(document.encoding)) return 'utf16';
  for (let line = 0; line < document.lineCount; line++) {
    if (/[^\0-\x7f]/.test(document.lineAt(line).text)) return 'encoding';
  }
  return undefined;
}
