/** The sources of IDs that aren't typed: the selection, the active file, the clipboard. */
import * as vscode from 'vscode';
import type { IdReading } from '../../core/ids/reading.ts';
import { countText } from '../../core/language.ts';
import { NothingFound, UserError } from '../userError.ts';
import { readWhole } from '../fileContent.ts';
import type { IdReader } from './idReader.ts';

export interface Source {
  readonly kind: 'selection' | 'file' | 'clipboard';
  readonly reading: IdReading;
  /** `checkout.log`, or "the clipboard". */
  readonly name: string;
  /** The lines of the selection: "line 3", "lines 3 – 9". */
  readonly lines?: string;
}

/** A larger file isn't searched for IDs, since no one searches for millions of IDs. */
const MAX_FILE_BYTES = 50_000_000;

/**
 * The IDs in the selection, or else in the file, or else in the clipboard.
 * @param resource a file that a menu passed, which takes precedence
 */
export async function idsAtHand(resource: vscode.Uri | undefined, read: IdReader): Promise<Source> {
  const ways = [
    () => ofResource(resource, read),
    () => ofSelection(read),
    () => ofActiveFile(read),
    () => ofClipboard(read),
  ];
  for (const way of ways) {
    const source = await way();
    const isWhole = source?.kind === 'file';
    if (source && (isWhole ? source.reading.ids.length > 0 : isAnything(source.reading))) {
      return source;
    }
  }
  throw new NothingFound(
    vscode.l10n.t('No event IDs found in the selection, the active file, or the clipboard.'),
  );
}

/** The places that have IDs, the likeliest first. */
export async function allSources(read: IdReader): Promise<readonly Source[]> {
  const found = await Promise.all([ofSelection(read), ofActiveFile(read), ofClipboard(read)]);
  return found.filter(
    (source) => source !== undefined && source.reading.ids.length > 0,
  ) as Source[];
}

const isAnything = ({ ids, leftOutCount }: IdReading) => ids.length > 0 || leftOutCount > 0;

async function ofResource(
  uri: vscode.Uri | undefined,
  read: IdReader,
): Promise<Source | undefined> {
  if (uri === undefined) return undefined;
  const open = vscode.workspace.textDocuments.find(
    (each) => each.uri.toString() === uri.toString(),
  );
  if (open !== undefined) return ofFile(open.getText(), uri, read);
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MAX_FILE_BYTES) {
    throw new UserError(
      vscode.l10n.t('{0} is too large to search for IDs. Select some lines.', nameOf(uri)),
    );
  }
  return ofFile(await readWhole(uri), uri, read);
}

const ofFile = async (
  source: string | Uint8Array,
  uri: vscode.Uri,
  read: IdReader,
): Promise<Source> => ({
  kind: 'file',
  reading: await read(source, { isFile: true }),
  name: nameOf(uri),
});

async function ofActiveFile(read: IdReader): Promise<Source | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  return document && ofFile(document.getText(), document.uri, read);
}

async function ofSelection(read: IdReader): Promise<Source | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { document } = editor;
  const filled = editor.selections.filter((each) => document.getText(each).trim() !== '');
  const [first] = filled;
  if (first === undefined) return undefined;
  const text = filled.map((each) => document.getText(each)).join('\n');
  const from = Math.min(...filled.map(({ start }) => start.line)) + 1;
  const to = Math.max(...filled.map(({ end }) => end.line)) + 1;
  return {
    kind: 'selection',
    reading: await read(text),
    name: nameOf(document.uri),
    lines:
      from === to
        ? vscode.l10n.t('line {0}', countText(from))
        : vscode.l10n.t('lines {0} – {1}', countText(from), countText(to)),
  };
}

async function ofClipboard(read: IdReader): Promise<Source | undefined> {
  const text = await vscode.env.clipboard.readText();
  if (text.trim() === '') return undefined;
  return { kind: 'clipboard', reading: await read(text), name: vscode.l10n.t('the clipboard') };
}

const nameOf = (uri: vscode.Uri) => uri.path.split('/').at(-1) ?? uri.path;
