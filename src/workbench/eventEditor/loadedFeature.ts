/**
 * Creates everything that works on open events, both in Orb and in lines of files. Loaded with the
 * first one.
 */
import * as vscode from 'vscode';
import { LINE_SCHEME } from '../../contributions.ts';
import type { CommandHandlers } from '../registerCommands.ts';
import { IssueDiagnostics } from '../issueDiagnostics.ts';
import { accountContext } from '../connectionsApi.ts';
import { LineDocuments } from '../lines/lineDocuments.ts';
import { LineFiles } from '../lines/lineFiles.ts';
import type { Services } from '../services.ts';
import { documentCommands } from '../documents/commands.ts';
import { documentDiagnostics } from '../documents/diagnostics.ts';
import { EventDocuments } from '../documents/eventDocuments.ts';
import { EventEditor } from './eventEditor.ts';
import { eventLenses } from '../documents/eventLenses.ts';
import { eventStatusBar } from '../documents/eventStatusBar.ts';
import { EventFileSystem } from '../documents/fileSystem.ts';
import { LoadedVersions } from '../documents/loadedVersions.ts';
import { Snapshots } from '../documents/snapshots.ts';
import { tabModes } from '../documents/eventTabs.ts';
import { textMarks } from '../documents/textMarks.ts';

export interface LoadedFeature {
  readonly documents: EventDocuments;
  readonly files: EventFileSystem;
  readonly lines: LineDocuments;
  readonly lineFiles: LineFiles;
  readonly snapshots: Snapshots;
  readonly editor: EventEditor;
  readonly commands: CommandHandlers;
  dispose(): void;
}

/** @param fileChanged makes the editor look at the file of an event or a line again */
export function loadedFeature(
  services: Services,
  fileChanged: (uri: vscode.Uri) => void,
): LoadedFeature {
  startJsonSupport(services);
  const loadedVersions = new LoadedVersions(services);
  const documents = new EventDocuments({ services, loadedVersions, fileChanged });
  const snapshots = new Snapshots(services);
  const lines = new LineDocuments(services, fileChanged);
  const editor = new EventEditor(services, documents, lines);
  const all = vscode.Disposable.from(
    documents,
    lines,
    editor,
    loadedVersions,
    documentDiagnostics(documents),
    lineDiagnostics(services),
    eventLenses(services, documents),
    eventStatusBar(services, documents),
    tabModes(services),
    textMarks(services, documents),
  );
  return {
    documents,
    files: new EventFileSystem(services, documents),
    lines,
    lineFiles: new LineFiles(lines),
    snapshots,
    editor,
    commands: documentCommands(services, documents, snapshots),
    dispose: () => void all.dispose(),
  };
}

/**
 * VS Code lets a language take part in its JSON support (jsonLanguageParticipants), but doesn't start the support for it:
 * https://github.com/microsoft/vscode/pull/198583
 */
function startJsonSupport({ log }: Services): void {
  vscode.extensions
    .getExtension('vscode.json-language-features')
    ?.activate()
    .then(undefined, (error: unknown) => log.warn("VS Code's JSON support didn't start.", error));
}

function lineDiagnostics(services: Services): vscode.Disposable {
  const diagnostics = new IssueDiagnostics(LINE_SCHEME, async (document) => {
    const { ingestIssues } = await import('../../ndjson/checkLine.ts');
    return ingestIssues(document.getText(), accountContext(services));
  });
  const again = services.catalog.onDidChange(() => {
    for (const document of vscode.workspace.textDocuments) {
      if (document.uri.scheme === LINE_SCHEME) diagnostics.check(document);
    }
  });
  return vscode.Disposable.from(diagnostics, again);
}
