/**
 * The file system for single lines of event files (scheme `orb-line`). Reading formats the line; writing edits the line in the document of
 * its file, which then has to be saved like after any edit.
 */
import * as vscode from 'vscode';
import type { Files } from '../documents/lazyFileSystem.ts';
import type { LineDocuments } from './lineDocuments.ts';

/** With this mtime the editor never finds a newer version. */
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
    // A line may change while it is being edited. The editor must still save then, since the save itself compares and merges.
    const isEdited = file.document?.isDirty === true;
    return { type: vscode.FileType.File, ctime: 0, mtime: isEdited ? OLDEST : mtime, size };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return Buffer.from(await this.lines.get(uri).file.content());
  }

  /** @throws FileSystemError unless the write succeeded, so that the document keeps its edits */
  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const outcome = await this.lines.get(uri).write(new TextDecoder().decode(content));
    if (outcome !== undefined) throw vscode.FileSystemError.Unavailable(outcome.message);
  }
}
