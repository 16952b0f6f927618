/** Quick fixes that change a whole file. The edit is computed when one is chosen, in slices. */
import * as vscode from 'vscode';
import { lineFixTitles } from '../../core/texts/eventFile.ts';
import { hiddenIn } from '../../ndjson/lineFixes.ts';
import { convertText } from './convert.ts';
import { inSlices } from '../../std/slices.ts';
import { readWhole } from '../fileContent.ts';

export class FileConversion extends vscode.CodeAction {
  constructor(
    title: string,
    private readonly compute: (edit: vscode.WorkspaceEdit) => Promise<void>,
  ) {
    super(title, vscode.CodeActionKind.QuickFix);
  }

  async resolve(): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    await this.compute(edit);
    this.edit = edit;
  }
}

/** @param code the code of a problem */
export function conversionFor(
  document: vscode.TextDocument,
  code: vscode.Diagnostic['code'],
): FileConversion[] {
  switch (code) {
    case 'file-array':
    case 'file-body':
    case 'file-spread':
      return [preferred(toOnePerLine(document))];
    case 'file-carriageReturn':
      return [preferred(withLineEnds(document))];
    case 'file-nuls':
    case 'hidden-character':
      return [withoutHidden(document, code === 'file-nuls')];
    case undefined:
    default:
      return [];
  }
}

const preferred = (action: FileConversion) => Object.assign(action, { isPreferred: true });

const wholeOf = ({ lineCount }: vscode.TextDocument) => new vscode.Range(0, 0, lineCount, 0);

/** Fails for invalid JSON and changes nothing then. */
const toOnePerLine = (document: vscode.TextDocument) =>
  new FileConversion(vscode.l10n.t('Convert to One Event per Line'), async (edit) => {
    const lineEnd = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    const text = await convertText(document.getText(), lineEnd);
    edit.replace(document.uri, wholeOf(document), text);
  });

/**
 * Replaces the line ends of the file itself, `\r\r\n` counting as one. The editor already changed the line ends when it read the file, and
 * without an edit it wouldn't save the file; so this edits and saves.
 */
function withLineEnds(document: vscode.TextDocument): FileConversion {
  const lineEnd = document.eol === vscode.EndOfLine.LF ? 'LF' : 'CRLF';
  const title = vscode.l10n.t('Save with {0} Line Endings', lineEnd);
  const action = new FileConversion(title, async (edit) => {
    const bytes = await readWhole(document.uri);
    const text = new TextDecoder()
      .decode(bytes)
      .replaceAll(/\r+\n?/g, (run) => (run.endsWith('\n') ? '\n' : '\n'.repeat(run.length)));
    edit.replace(document.uri, wholeOf(document), text);
  });
  action.command = { title, command: 'workbench.action.files.save' };
  return action;
}

/** Lines that are only NULs become blank. */
function withoutHidden(document: vscode.TextDocument, areNuls: boolean): FileConversion {
  const { removeAllHidden, removeNuls } = lineFixTitles();
  return new FileConversion(areNuls ? removeNuls : removeAllHidden, async (edit) => {
    const spans = await inSlices(hiddenSpans(document));
    for (const [line, start, end] of spans) {
      edit.delete(document.uri, new vscode.Range(line, start, line, end));
    }
  });
}

function* hiddenSpans(
  document: vscode.TextDocument,
): Generator<undefined, readonly (readonly [line: number, start: number, end: number])[]> {
  const spans: [number, number, number][] = [];
  for (let line = 0; line < document.lineCount; line++) {
    const { text } = document.lineAt(line);
    const hidden = hiddenIn(text);
    if (hidden !== undefined) spans.push([line, hidden.start, hidden.end]);
    if (line % 64 === 0) yield;
  }
  return spans;
}
