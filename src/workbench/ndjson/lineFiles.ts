/**
 * The files behind single lines of event files (scheme `orb-line`): reading formats the line, writing puts it back to its line,
 * in the document of its file, which then waits to be saved like after any edit.
 *
 * Lines move while they are open. So the text a line had is kept (as a digest, over reloads too), and it goes back to where that
 * text stands now: never over a line that says something else.
 */
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { formatJson, onOneLine } from '../../core/jsonText.ts';
import { JsonSyntaxError, readJson, tryReadJson } from '../../core/jsonTree.ts';
import { lineAddressOf, type LineAddress } from './lineUris.ts';

const MEMORY = 'orb.openLines';
const MAX_REMEMBERED = 200;
interface OpenLine {
  /** Of the line's text when it was last read or written. */
  readonly digest: string;
  readonly mtime: number;
  /** Bytes of the document. */
  readonly size: number;
}
type Remembered = Readonly<Record<string, OpenLine>>;

export class LineFiles implements vscode.FileSystemProvider {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(private readonly memory: vscode.Memento) {}

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    if (this.#remembered()[uri.toString()] === undefined) await this.readFile(uri);
    const { mtime = 0, size = 0 } = this.#remembered()[uri.toString()] ?? {};
    return { type: vscode.FileType.File, ctime: 0, mtime, size };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const address = known(uri);
    const document = await vscode.workspace.openTextDocument(address.source);
    const line = find(this.#remembered()[uri.toString()], document, address) ?? address.line;
    if (line >= document.lineCount) throw vscode.FileSystemError.FileNotFound(uri);
    const { text } = document.lineAt(line);
    const content = Buffer.from(shown(text));
    await this.#remember(uri, text, content.length);
    return content;
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const address = known(uri);
    const text = oneLine(new TextDecoder().decode(content));
    const document = await vscode.workspace.openTextDocument(address.source);
    const line = find(this.#remembered()[uri.toString()], document, address);
    if (line === undefined) {
      throw vscode.FileSystemError.Unavailable(
        vscode.l10n.t('The line was changed in its file since it was opened. Nothing was written.'),
      );
    }
    const edit = new vscode.WorkspaceEdit();
    edit.replace(address.source, document.lineAt(line).range, text);
    if (!(await vscode.workspace.applyEdit(edit))) {
      throw vscode.FileSystemError.Unavailable(
        vscode.l10n.t('The file of the line cannot be edited. Nothing was written.'),
      );
    }
    await this.#remember(uri, text, content.length);
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

  #remembered(): Remembered {
    return this.memory.get<Remembered>(MEMORY, {});
  }

  async #remember(uri: vscode.Uri, text: string, size: number): Promise<void> {
    const key = uri.toString();
    const { [key]: before, ...others } = this.#remembered();
    const digest = digestOf(text);
    // The editor takes a file for changed when one of the two differs, so they move only with the text.
    const same = before?.digest === digest && before.size === size;
    const mtime = same ? before.mtime : (before?.mtime ?? 0) + 1;
    const kept = Object.entries(others).slice(-MAX_REMEMBERED);
    await this.memory.update(MEMORY, {
      ...Object.fromEntries(kept),
      [key]: { digest, mtime, size },
    });
  }
}

/** The line as it stands in its file, formatted as its document is; undefined when it stands there no more. */
export async function heldLine(
  uri: vscode.Uri,
  memory: vscode.Memento,
): Promise<string | undefined> {
  const address = known(uri);
  const document = await vscode.workspace.openTextDocument(address.source);
  const line = find(memory.get<Remembered>(MEMORY, {})[uri.toString()], document, address);
  return line === undefined ? undefined : shown(document.lineAt(line).text);
}

/** What is no JSON is shown as it is, to be mended. */
const shown = (text: string) => (tryReadJson(text) === undefined ? `${text}\n` : formatJson(text));

/** Where the text of the opened line stands now; undefined when it stands nowhere, or elsewhere more than once. */
function find(
  opened: OpenLine | undefined,
  document: vscode.TextDocument,
  { line }: LineAddress,
): number | undefined {
  if (opened === undefined) return undefined;
  const isIt = (at: number) => digestOf(document.lineAt(at).text) === opened.digest;
  if (line < document.lineCount && isIt(line)) return line;
  const found = Array.from({ length: document.lineCount }, (_, at) => at).filter(isIt);
  return found.length === 1 ? found[0] : undefined;
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('base64');

function known(uri: vscode.Uri): LineAddress {
  const address = lineAddressOf(uri);
  if (address === undefined) throw vscode.FileSystemError.FileNotFound(uri);
  return address;
}

/** @throws FileSystemError for what is no JSON: as one line it could not be read again */
function oneLine(text: string): string {
  try {
    return onOneLine(text, readJson(text));
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const line = text.slice(0, error.offset).split('\n').length;
    throw vscode.FileSystemError.Unavailable(
      vscode.l10n.t('This is not JSON (line {0}). Nothing was written.', line),
    );
  }
}
