/** Everything that works on open events, built by hand. Loaded with the first one. */
import * as vscode from 'vscode';
import type { CommandHandlers } from '../commands.ts';
import type { Services } from '../services.ts';
import { documentCommands } from './commands.ts';
import { documentDiagnostics } from './diagnostics.ts';
import { EventDocuments } from './eventDocuments.ts';
import { EventEditor } from './eventEditor.ts';
import { eventLenses } from './eventLenses.ts';
import { eventStatusBar } from './eventStatusBar.ts';
import { EventFileSystem } from './fileSystem.ts';
import { RestoredBases } from './restoredBases.ts';
import { Snapshots } from './snapshots.ts';
import { tabModes } from './tabModes.ts';
import { textMarks } from './textMarks.ts';

export interface LoadedFeature {
  readonly documents: EventDocuments;
  readonly files: EventFileSystem;
  readonly snapshots: Snapshots;
  readonly editor: EventEditor;
  readonly commands: CommandHandlers;
  dispose(): void;
}

/** @param fileChanged makes the editor look at an event's file again */
export function loadedFeature(
  services: Services,
  fileChanged: (uri: vscode.Uri) => void,
): LoadedFeature {
  const restored = new RestoredBases(services);
  const documents = new EventDocuments({ services, restored, fileChanged });
  const snapshots = new Snapshots(services);
  const editor = new EventEditor(services, documents);
  const all = vscode.Disposable.from(
    documents,
    editor,
    restored,
    documentDiagnostics(documents),
    eventLenses(services, documents),
    eventStatusBar(services, documents),
    tabModes(services),
    textMarks(services, documents),
  );
  return {
    documents,
    files: new EventFileSystem(services, documents),
    snapshots,
    editor,
    commands: documentCommands(services, documents, snapshots),
    dispose: () => void all.dispose(),
  };
}
