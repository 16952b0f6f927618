/**
 * Registers everything for event documents at once. The code that does the work is loaded with the
 * first event that is read or opened.
 */
import * as vscode from 'vscode';
import {
  EVENT_EDITOR,
  EVENT_LANGUAGE,
  LINE_SCHEME,
  REMOTE_SCHEME,
  SCHEME,
} from '../../contributions.ts';
import { lazyCommands } from '../registerCommands.ts';
import type { Feature, Services } from '../services.ts';
import type { LineDocuments } from '../lines/lineDocuments.ts';
import type { EventDocuments } from '../documents/eventDocuments.ts';
import { LazyFileSystem } from '../documents/lazyFileSystem.ts';
import type { LoadedFeature } from './loadedFeature.ts';

export interface DocumentFeature {
  /** Loads what is needed for them. */
  documents(): Promise<EventDocuments>;
  lines(): Promise<LineDocuments>;
  dispose(): void;
}

const COMMANDS = [
  'orb.event.open',
  'orb.event.openText',
  'orb.event.amend',
  'orb.event.newFrom',
  'orb.event.compare',
  'orb.event.explain',
  'orb.event.restorePrevious',
] as const;

export function documentFeature(services: Services): DocumentFeature {
  let loading: Promise<LoadedFeature> | undefined;
  let isDisposed = false;
  const load = () =>
    (loading ??= import('./loadedFeature.ts').then(({ loadedFeature }) => {
      const loaded = loadedFeature(services, (uri) =>
        (uri.scheme === SCHEME ? files : lineFiles).fileChanged(uri),
      );
      if (isDisposed) loaded.dispose();
      return loaded;
    }));
  const files = new LazyFileSystem(async () => (await load()).files);
  const lineFiles = new LazyFileSystem(async () => (await load()).lineFiles);
  const snapshots = new LazyFileSystem(async () => (await load()).snapshots);
  const look = ({ uri: { scheme } }: vscode.TextDocument) => {
    if (scheme === SCHEME || scheme === LINE_SCHEME) void load();
  };
  const all = vscode.Disposable.from(
    // Without `isCaseSensitive`, the editor takes two events whose IDs differ only in case for the
    // same document.
    vscode.workspace.registerFileSystemProvider(SCHEME, files, { isCaseSensitive: true }),
    vscode.workspace.registerFileSystemProvider(LINE_SCHEME, lineFiles, { isCaseSensitive: true }),
    vscode.workspace.registerFileSystemProvider(REMOTE_SCHEME, snapshots, {
      isCaseSensitive: true,
      isReadonly: true,
    }),
    vscode.window.registerCustomEditorProvider(EVENT_EDITOR, {
      resolveCustomTextEditor: async (document: vscode.TextDocument, panel: vscode.WebviewPanel) =>
        (await load()).editor.resolve(document, panel),
    }),
    vscode.workspace.onDidOpenTextDocument(look),
    services.registerCommands(lazyCommands(COMMANDS, async () => (await load()).commands)),
    {
      dispose: () => {
        isDisposed = true;
        void loading?.then((loaded) => loaded.dispose());
      },
    },
  );
  vscode.workspace.textDocuments.forEach(look);
  return {
    documents: async () => (await load()).documents,
    lines: async () => (await load()).lines,
    dispose: () => void all.dispose(),
  };
}

/**
 * Completion and hover of events and lines, for the text editor and the page. The code that does
 * the work is loaded on first use.
 */
export const documentHints: Feature = (services) => {
  let loaded: Promise<ReturnType<typeof import('./eventHints.ts').eventHints>> | undefined;
  const load = async () => {
    loaded ??= import('./eventHints.ts').then(({ eventHints }) => eventHints(services));
    return (await loaded).hints;
  };
  const provider: vscode.CompletionItemProvider & vscode.HoverProvider = {
    provideCompletionItems: async (document, position, token) =>
      (await load()).provideCompletionItems(document, position, token),
    provideHover: async (document, position) => (await load()).provideHover(document, position),
  };
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(EVENT_LANGUAGE, provider, '"', ':'),
    vscode.languages.registerHoverProvider(EVENT_LANGUAGE, provider),
    { dispose: () => void loaded?.then((each) => each.dispose()) },
  );
};
