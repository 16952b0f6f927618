/** Reads the workspace's event catalog, follows its changes, and shows why it can't be used. */
import * as vscode from 'vscode';
import { DIAGNOSTIC_SOURCE } from '../../contributions.ts';
import { EventCatalog } from '../../core/catalog/eventCatalog.ts';
import { CatalogError, MAX_CATALOG_BYTES } from '../../core/catalog/schema.ts';
import type { Settings } from '../settings.ts';
import { UserError } from '../userError.ts';
import { catalogFiles } from './catalogFile.ts';

export interface LoadedCatalog {
  readonly uri: vscode.Uri;
  readonly text: string;
  readonly catalog: EventCatalog;
}

export class WorkspaceCatalog {
  current: LoadedCatalog | undefined;
  #failure: UserError | undefined;
  readonly #problems = vscode.languages.createDiagnosticCollection('orb-catalog');
  readonly #listening: vscode.Disposable;
  #watchers: readonly vscode.Disposable[] = [];
  /** The reading in progress; those that were started before it don't count anymore. */
  #reading: Promise<void>;

  /** @param changed called when `current` is another one */
  constructor(
    private readonly settings: Settings,
    private readonly changed: () => void,
  ) {
    const again = () => {
      this.#watch();
      void this.#refresh();
    };
    this.#listening = vscode.Disposable.from(
      this.#problems,
      vscode.workspace.onDidGrantWorkspaceTrust(again),
      vscode.workspace.onDidChangeWorkspaceFolders(again),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('orb.catalog.file')) again();
      }),
    );
    this.#watch();
    this.#reading = this.#read();
  }

  /** @throws UserError when there is a catalog that can't be used */
  async read(): Promise<LoadedCatalog | undefined> {
    await this.#refresh();
    if (this.#failure !== undefined) throw this.#failure;
    return this.current;
  }

  dispose(): void {
    this.#listening.dispose();
    for (const each of this.#watchers) each.dispose();
  }

  #watch(): void {
    for (const each of this.#watchers) each.dispose();
    this.#watchers = catalogFiles(this.settings).map((uri) => {
      const folder = vscode.Uri.joinPath(uri, '..');
      const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(folder, name.replaceAll(/[*?{}[\]]/g, '?')),
      );
      const refresh = () => void this.#refresh();
      watcher.onDidChange(refresh);
      watcher.onDidCreate(refresh);
      watcher.onDidDelete(refresh);
      return watcher;
    });
  }

  async #refresh(): Promise<void> {
    for (;;) {
      const reading = (this.#reading = this.#reading.then(() => this.#read()));
      await reading;
      if (reading === this.#reading) return;
    }
  }

  async #read(): Promise<void> {
    // An untrusted workspace doesn't decide what is refused.
    const files = vscode.workspace.isTrusted ? catalogFiles(this.settings) : [];
    let found: { readonly uri: vscode.Uri; readonly text: string } | undefined;
    for (const uri of files) {
      const text = await textOf(uri);
      if (text === undefined) continue;
      found = { uri, text };
      break;
    }
    const before = this.current?.text;
    // Without a gap, in which nothing would be refused.
    this.#problems.clear();
    this.#failure = undefined;
    this.current = found && this.#compile(found);
    if (this.current?.text !== before) this.changed();
  }

  #compile(found: { readonly uri: vscode.Uri; readonly text: string }): LoadedCatalog | undefined {
    if (found.text === this.current?.text) return { ...this.current, uri: found.uri };
    try {
      return { ...found, catalog: EventCatalog.read(found.text) };
    } catch (error) {
      if (!(error instanceof CatalogError)) throw error;
      this.#fail(found.uri, error);
      return undefined;
    }
  }

  #fail(uri: vscode.Uri, error: CatalogError): void {
    const message = vscode.l10n.t("The event catalog can't be used. {0}", error.message);
    const start = new vscode.Range(0, 0, 0, 1);
    const problem = new vscode.Diagnostic(start, message, vscode.DiagnosticSeverity.Error);
    problem.source = DIAGNOSTIC_SOURCE;
    this.#problems.set(uri, [problem]);
    const open = { title: vscode.l10n.t('Open'), command: 'vscode.open', args: [uri] };
    this.#failure = new UserError(message, open, { cause: error });
  }
}

/** The text of a file; undefined if it doesn't exist. One that is too large isn't read: what is returned is too long as well, and refused as such. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0) return undefined;
    if (size > MAX_CATALOG_BYTES) return ' '.repeat(MAX_CATALOG_BYTES + 1);
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
