/** A file system that is registered at activation and loaded on first use. */
import * as vscode from 'vscode';

/** Reads, writes, and stats files. Nothing can be listed, created, renamed, or deleted. */
export interface Files {
  stat(uri: vscode.Uri): Promise<vscode.FileStat>;
  readFile(uri: vscode.Uri): Promise<Uint8Array>;
  writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void>;
  /** Why a file can't be deleted or renamed. */
  readonly fixed: string;
}

export class LazyFileSystem implements vscode.FileSystemProvider {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(private readonly load: () => Promise<Files>) {}

  /** Makes the editor check a file again. */
  fileChanged(uri: vscode.Uri): void {
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return (await this.load()).stat(uri);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.load()).readFile(uri);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    return (await this.load()).writeFile(uri, content);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  async createDirectory(): Promise<void> {
    return this.#refuse();
  }

  async delete(): Promise<void> {
    return this.#refuse();
  }

  async rename(): Promise<void> {
    return this.#refuse();
  }

  async #refuse(): Promise<never> {
    throw vscode.FileSystemError.NoPermissions((await this.load()).fixed);
  }
}
