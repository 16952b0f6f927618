/** The language features of event files. Loaded when the first one opens. */
import * as vscode from 'vscode';
import { vocabularyOf } from '../../ndjson/vocabulary.ts';
import { EventHints, TRIGGERS, type HintSource } from '../hints/provider.ts';
import { SeenWords } from '../hints/seenWords.ts';
import type { Services } from '../services.ts';
import { accountContext } from '../connectionsApi.ts';
import { Checkers } from './checkers.ts';
import { DeadLetterHover, DeadLetterNotes } from './deadLetterHints.ts';
import type { EventFiles } from './eventFiles.ts';
import { IdLinks } from './idLinks.ts';
import { FileLenses } from './lenses.ts';
import { FileQuickFixes } from './quickFixes.ts';
import type { Rejections } from '../../ndjson/rejections.ts';

export interface LanguageFeatures {
  dispose(): void;
  /** Call this when the setting changed, or the user made a document an event file. */
  refresh(): void;
}

export function languageFeatures(
  services: Services,
  files: EventFiles,
  rejections: Rejections,
): LanguageFeatures {
  const checkers = new Checkers(services, files, rejections);
  const notes = new DeadLetterNotes(checkers.of);
  const links = new IdLinks(checkers.of);
  const lenses = new FileLenses(checkers.of);
  const context = () => accountContext(services);
  const words = new SeenWords(services);
  const hints = new EventHints((document, { line }): HintSource | undefined => {
    const lines = checkers.of(document)?.lines;
    if (lines === undefined) return undefined;
    const { active } = services.connections;
    return {
      text: document.lineAt(line).text,
      start: document.offsetAt(new vscode.Position(line, 0)),
      use: 'ingest',
      nowMs: context().nowMs,
      vocabularies: async () => [
        ...(services.catalog.current === undefined ? [] : [services.catalog.current.words]),
        vocabularyOf(line, (at) => lines.textOf(at)),
        ...(active === undefined ? [] : [await words.of(active.id)]),
      ],
    };
  });
  const fixes = new FileQuickFixes(checkers.of, context, services);
  const register = () => {
    const selector = files.selector();
    return vscode.Disposable.from(
      vscode.languages.registerCodeLensProvider(selector, lenses),
      vscode.languages.registerDocumentLinkProvider(selector, links),
      vscode.languages.registerHoverProvider(selector, hints),
      vscode.languages.registerHoverProvider(selector, new DeadLetterHover(checkers.of)),
      vscode.languages.registerCompletionItemProvider(selector, hints, ...TRIGGERS),
      vscode.languages.registerCodeActionsProvider(selector, fixes, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
  };
  let providers = register();
  const all = vscode.Disposable.from(
    checkers,
    words,
    lenses,
    notes,
    checkers.onDidChange(() => {
      lenses.changed();
      notes.changed();
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (checkers.of(textEditor.document) !== undefined) lenses.changed();
    }),
  );
  return {
    refresh: () => {
      providers.dispose();
      providers = register();
      checkers.updateAll();
    },
    dispose: () => {
      providers.dispose();
      all.dispose();
    },
  };
}
