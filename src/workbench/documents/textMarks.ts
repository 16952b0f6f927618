/**
 * Decorations in text editors of events and in comparisons: the mode after the first line, and what
 * Orb holds after each changed line.
 */
import * as vscode from 'vscode';
import { REMOTE_SCHEME } from '../../contributions.ts';
import type { Mode } from '../../core/connection.ts';
import { spanOf } from '../../core/edits.ts';
import { tryReadJson } from '../../core/jsonTree.ts';
import { visible } from '../../std/visible.ts';
import { modeWord } from '../connections/labels.ts';
import type { Services } from '../services.ts';
import { changesOf, type Changes } from './documentSentence.ts';
import type { EventDocuments } from './eventDocuments.ts';
import { addressOf } from '../eventUris.ts';

const MAX_VALUE = 60;
/** The delay after the last key. Late marks are better than marks of another text. */
const DELAY_MS = 100;

export function textMarks(services: Services, documents: EventDocuments): vscode.Disposable {
  const flags = new Map<Mode, vscode.TextEditorDecorationType>();
  const notes = vscode.window.createTextEditorDecorationType({
    after: {
      color: new vscode.ThemeColor('descriptionForeground'),
      margin: '0 0 0 24px',
    },
  });
  const bars = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    borderColor: new vscode.ThemeColor('editorGutter.modifiedBackground'),
    borderStyle: 'solid',
    borderWidth: '0 0 0 3px',
  });
  let timer: NodeJS.Timeout | undefined;

  const flagOf = (mode: Mode) => {
    const known = flags.get(mode) ?? flagDecoration(mode);
    flags.set(mode, known);
    return known;
  };
  const mark = (editor: vscode.TextEditor) => {
    const { uri } = editor.document;
    const address = isMarked(uri) ? addressOf(uri) : undefined;
    const mode = address && services.connections.get(address.connectionId)?.mode;
    if (mode === undefined) return;
    const end = editor.document.lineAt(0).range.end;
    for (const [other, type] of flags) if (other !== mode) editor.setDecorations(type, []);
    editor.setDecorations(flagOf(mode), [new vscode.Range(end, end)]);
    const document = documents.find(uri);
    if (document === undefined) return;
    const options = notesOf(editor.document, changesOf(document));
    editor.setDecorations(notes, options);
    editor.setDecorations(
      bars,
      options.map(({ range }) => range),
    );
  };
  const markAll = () => {
    clearTimeout(timer);
    timer = setTimeout(() => vscode.window.visibleTextEditors.forEach(mark), DELAY_MS);
  };
  markAll();
  return vscode.Disposable.from(
    notes,
    bars,
    { dispose: () => flags.forEach((flag) => flag.dispose()) },
    { dispose: () => clearTimeout(timer) },
    vscode.window.onDidChangeVisibleTextEditors(markAll),
    services.connections.onDidChange(markAll),
    documents.onDidChange(markAll),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (documents.find(document.uri) !== undefined) markAll();
    }),
  );
}

/** The event itself, or the event's side of a comparison, since one mark is enough. */
const isMarked = ({ scheme, query }: vscode.Uri) =>
  scheme !== REMOTE_SCHEME || !/side=(orb|before)$/.test(query);

function flagDecoration(mode: Mode): vscode.TextEditorDecorationType {
  const colors = {
    live: ['statusBarItem.errorForeground', 'statusBarItem.errorBackground'],
    test: ['badge.foreground', 'badge.background'],
    sandbox: ['descriptionForeground', undefined],
  } as const;
  const [color, background] = colors[mode];
  return vscode.window.createTextEditorDecorationType({
    after: {
      contentText: ` ${modeWord(mode)} `,
      color: new vscode.ThemeColor(color),
      ...(background !== undefined && { backgroundColor: new vscode.ThemeColor(background) }),
      margin: '0 0 0 12px',
      fontWeight: '600',
      ...(background === undefined && { border: '1px solid' }),
    },
  });
}

function notesOf(
  document: vscode.TextDocument,
  changes: Changes,
): readonly vscode.DecorationOptions[] {
  const root = typeof changes === 'string' ? undefined : tryReadJson(document.getText());
  if (root === undefined || typeof changes === 'string') return [];
  return changes.flatMap((change) => {
    if (change.kind === 'removed') return [];
    const { start } = spanOf(root, change);
    const { range } = document.lineAt(document.positionAt(start));
    const contentText =
      change.kind === 'added'
        ? vscode.l10n.t('Not in Orb')
        : vscode.l10n.t('Orb holds {0}', visible(change.before, MAX_VALUE));
    return [{ range, renderOptions: { after: { contentText } } }];
  });
}
