/** Event files in the editor. Most of the code is loaded when the first one opens. */
import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { EventFiles } from './eventFiles.ts';
import type { LanguageFeatures } from './languageFeatures.ts';
import type { LineDocuments } from '../lines/lineDocuments.ts';
import { Rejections } from '../../ndjson/rejections.ts';

/** @param lines loads and returns the lines that are open as events */
export function ndjsonFeature(
  services: Services,
  lines: () => Promise<LineDocuments>,
): vscode.Disposable {
  const files = new EventFiles(services);
  const rejections = new Rejections();
  let features: Promise<LanguageFeatures> | undefined;
  let disposed = false;

  const load = async () => {
    const { languageFeatures } = await import('./languageFeatures.ts');
    const loaded = languageFeatures(services, files, rejections);
    if (disposed) loaded.dispose();
    return loaded;
  };
  /** Loads the language features for the first event file. After that they watch for more themselves. */
  const loadFor = (document: vscode.TextDocument) => {
    if (features === undefined && files.has(document)) features = load();
  };
  const updateContext = () => {
    const document = vscode.window.activeTextEditor?.document;
    services.setContext('orb.eventFile', document !== undefined && files.has(document));
  };
  const claim = (document: vscode.TextDocument) => {
    files.claim(document);
    loadFor(document);
    void features?.then((loaded) => loaded.refresh());
    updateContext();
  };
  const lineCommand = async () =>
    (await import('./commands.ts')).fileCommands(services, lines, claim);
  const letterCommand = async () =>
    (await import('./deadLetters.ts')).deadLetterCommands(services, rejections, claim);

  // After activation: what is open costs a look into the configuration each, which is slow the first time.
  const first = setImmediate(() => {
    vscode.workspace.textDocuments.forEach(loadFor);
    updateContext();
  });
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(loadFor),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      loadFor(document);
      if (document === vscode.window.activeTextEditor?.document) updateContext();
    }),
    vscode.window.onDidChangeActiveTextEditor(updateContext),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('orb.ndjson.files')) return;
      vscode.workspace.textDocuments.forEach(loadFor);
      void features?.then((loaded) => loaded.refresh());
      updateContext();
    }),
    services.registerCommands({
      'orb.ndjson.openLine': async (...args) =>
        (await lineCommand())['orb.ndjson.openLine']?.(...args),
      'orb.ndjson.findEvents': async (...args) =>
        (await letterCommand())['orb.ndjson.findEvents']?.(...args),
      'orb.ndjson.groupByReason': async (...args) =>
        (await letterCommand())['orb.ndjson.groupByReason']?.(...args),
      'orb.ingest.newFile': async () => (await lineCommand())['orb.ingest.newFile']?.(),
    }),
    {
      dispose: () => {
        disposed = true;
        clearImmediate(first);
        void features?.then((loaded) => loaded.dispose());
      },
    },
  );
}
