/** Event files in the editor. What does the work is loaded when the first one opens. */
import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { EventFiles } from './eventFiles.ts';
import type { LanguageFeatures } from './languageFeatures.ts';
import type { LineDocuments } from '../lines/lineDocuments.ts';
import { Rejections } from '../../ndjson/rejections.ts';

/** @param lines the lines that are open as events; loads what is needed for them */
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
  /** An event file may have opened: the first one loads the features, which then watch for more themselves. */
  const look = (document: vscode.TextDocument) => {
    if (features === undefined && files.has(document)) features = load();
  };
  const tellContext = () => {
    const document = vscode.window.activeTextEditor?.document;
    services.setContext('orb.eventFile', document !== undefined && files.has(document));
  };
  const claim = (document: vscode.TextDocument) => {
    files.claim(document);
    look(document);
    void features?.then((loaded) => loaded.lookAgain());
    tellContext();
  };
  const lineCommand = async () =>
    (await import('./commands.ts')).fileCommands(services, lines, claim);
  const letterCommand = async () =>
    (await import('./deadLetters.ts')).deadLetterCommands(services, rejections, claim);

  vscode.workspace.textDocuments.forEach(look);
  tellContext();
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      look(document);
      if (document === vscode.window.activeTextEditor?.document) tellContext();
    }),
    vscode.window.onDidChangeActiveTextEditor(tellContext),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('orb.ndjson.files')) return;
      vscode.workspace.textDocuments.forEach(look);
      void features?.then((loaded) => loaded.lookAgain());
      tellContext();
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
        void features?.then((loaded) => loaded.dispose());
      },
    },
  );
}
