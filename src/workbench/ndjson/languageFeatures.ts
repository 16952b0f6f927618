/** Everything that the editor does with open event files. Loaded when the first one opens. */
import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { accountContext } from './account.ts';
import { Checkers } from './checkers.ts';
import { DeadLetterHover, DeadLetterNotes } from './deadLetterHints.ts';
import type { EventFiles } from './eventFiles.ts';
import { FileHints } from './hints.ts';
import { FileLenses } from './lenses.ts';
import { FileQuickFixes } from './quickFixes.ts';
import type { Rejections } from './rejections.ts';

export interface LanguageFeatures {
  dispose(): void;
  /** The rules by which documents are event files have changed, or the user has claimed one. */
  lookAgain(): void;
}

export function languageFeatures(
  services: Services,
  files: EventFiles,
  rejections: Rejections,
): LanguageFeatures {
  const checkers = new Checkers(services, files, rejections);
  const notes = new DeadLetterNotes(checkers.of);
  const lenses = new FileLenses(checkers.of);
  const context = () => accountContext(services);
  const hints = new FileHints(services, checkers.of, context);
  const fixes = new FileQuickFixes(checkers.of, context);
  const register = () => {
    const selector = files.selector();
    return vscode.Disposable.from(
      vscode.languages.registerCodeLensProvider(selector, lenses),
      vscode.languages.registerHoverProvider(selector, hints),
      vscode.languages.registerHoverProvider(selector, new DeadLetterHover(checkers.of)),
      vscode.languages.registerCompletionItemProvider(selector, hints, '"', ':'),
      vscode.languages.registerCodeActionsProvider(selector, fixes, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
  };
  let providers = register();
  const all = vscode.Disposable.from(
    checkers,
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
    lookAgain: () => {
      providers.dispose();
      providers = register();
      checkers.lookAtAll();
    },
    dispose: () => {
      providers.dispose();
      all.dispose();
    },
  };
}
