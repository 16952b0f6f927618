/**
 * The files behind single lines of event files (scheme `orb-line`): reading formats the line, writing puts it back to its line, in the
 * document of its file, which then waits to be saved like after any edit.
 */
import * as vscode from 'vscode';
import type { Files } from '../documents/lazyFileSystem.ts';
import type { LineDocuments } from './lineDocuments.ts';

/** The editor keeps the time that it knows, and finds nothing newer. */
const OLDEST = 0;

export class LineFiles implements Files {
  readonly fixed = vscode.l10n.t(
    "Lines can't be deleted or renamed as files. Edit their event file instead.",
  );

  constructor(private readonly lines: LineDocuments) {}

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { file } = this.lines.get(uri);
    const { version, mtime } = await file.stat();
    const size = Buffer.byteLength(version?.text ?? '');
    // A line may change while the editor reads it. It must not refuse to save edits for that: the save itself compares and merges.
    const isEdited = file.document?.isDirty === true;
    return { type: vscode.FileType.File, ctime: 0, mtime: isEdited ? OLDEST : mtime, size };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return Buffer.from(await this.lines.get(uri).file.content());
  }

  /** @throws FileSystemError for everything but success, so that the document keeps its edits */
  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const outcome = await this.lines.get(uri).write(new TextDecoder().decode(content));
    if (outcome !== undefined) throw vscode.FileSystemError.Unavailable(outcome.message);
  }
}
