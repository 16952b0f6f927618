/** Event documents: the file systems, the page and the commands. Registers at once; reads nothing until asked. */
import * as vscode from 'vscode';
import { REMOTE_SCHEME, SCHEME } from '../../contributions.ts';
import type { LineDocuments } from '../ndjson/lineDocuments.ts';
import type { Services } from '../services.ts';
import { documentCommands } from './commands.ts';
import { documentDiagnostics } from './diagnostics.ts';
import { registerEventEditor } from './eventEditor.ts';
import { EventDocuments } from './eventDocuments.ts';
import { eventLenses } from './eventLenses.ts';
import { eventStatusBar } from './eventStatusBar.ts';
import { EventFileSystem } from './fileSystem.ts';
import { RestoredBases } from './restoredBases.ts';
import { Snapshots } from './snapshots.ts';
import { tabModes } from './tabModes.ts';
import { textMarks } from './textMarks.ts';

export interface DocumentFeature {
  readonly documents: EventDocuments;
  dispose(): void;
}

export function documentFeature(services: Services, lines: LineDocuments): DocumentFeature {
  const restored = new RestoredBases(services);
  const files = new EventFileSystem(services, () => documents);
  const documents = new EventDocuments({
    services,
    restored,
    fileChanged: (uri) => files.fileChanged(uri),
  });
  const snapshots = new Snapshots(services);
  const all = vscode.Disposable.from(
    documents,
    restored,
    // Without `isCaseSensitive` the editor takes two events whose IDs differ only in case for one document.
    vscode.workspace.registerFileSystemProvider(SCHEME, files, { isCaseSensitive: true }),
    vscode.workspace.registerFileSystemProvider(REMOTE_SCHEME, snapshots, {
      isCaseSensitive: true,
      isReadonly: true,
    }),
    registerEventEditor(services, documents, lines),
    documentDiagnostics(documents),
    eventLenses(services, documents),
    tabModes(services),
    textMarks(services, documents),
    eventStatusBar(services, documents),
    services.registerCommands(documentCommands(services, documents, snapshots)),
  );
  return { documents, dispose: () => void all.dispose() };
}
