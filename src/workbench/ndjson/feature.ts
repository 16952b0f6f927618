/** Event files in the editor. What does the work is loaded when the first one opens. */
import * as vscode from 'vscode';
import { LINE_SCHEME } from '../../contributions.ts';
import { IssueDiagnostics } from '../issueDiagnostics.ts';
import type { Feature } from '../services.ts';
import { accountContext } from './account.ts';
import { EventFiles } from './eventFiles.ts';
import type { LanguageFeatures } from './languageFeatures.ts';
import { LineFiles } from './lineFiles.ts';
import { Rejections } from './rejections.ts';

export const ndjsonFeature: Feature = (services) => {
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
  const lineCommand = async () => (await import('./commands.ts')).fileCommands(services, claim);
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
    lineDocuments(services),
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
};

const lineDocuments: Feature = (services) => {
  const provider = new LineFiles(services.context.workspaceState);
  return vscode.Disposable.from(
    provider,
    vscode.workspace.registerFileSystemProvider(LINE_SCHEME, provider, { isCaseSensitive: true }),
    new IssueDiagnostics(LINE_SCHEME, async (document) => {
      const { ingestIssues } = await import('../../ndjson/ingestIssues.ts');
      return ingestIssues(document.getText(), accountContext(services));
    }),
  );
};
