/**
 * The files behind single lines of event files (scheme `orb-line`): reading formats the line, writing puts it back to its line, in the
 * document of its file, which then waits to be saved like after any edit.
 */
import * as vscode from 'vscode';
import type { LineDocuments } from './lineDocuments.ts';

/** The editor keeps the time that it knows, and finds nothing newer. */
const OLDEST = 0;

export class LineFiles implements vscode.FileSystemProvider {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(private readonly lines: () => LineDocuments) {}

  /** Makes the editor look at a file again. */
  fileChanged(uri: vscode.Uri): void {
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { file } = this.lines().get(uri);
    const { version, mtime } = await file.stat();
    const size = Buffer.byteLength(version?.text ?? '');
    // A line may change while the editor reads it. It must not refuse to save edits for that: the save itself compares and merges.
    const isEdited = file.document?.isDirty === true;
    return { type: vscode.FileType.File, ctime: 0, mtime: isEdited ? OLDEST : mtime, size };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return Buffer.from(await this.lines().get(uri).file.content());
  }

  /** @throws FileSystemError for everything but success, so that the document keeps its edits */
  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const outcome = await this.lines().get(uri).write(new TextDecoder().decode(content));
    if (outcome !== undefined) throw vscode.FileSystemError.Unavailable(outcome.message);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
