/** Where ids to search for come from when nobody types them: the selection, the active file, the clipboard. */
import * as vscode from 'vscode';
import { readKeyedIds, type IdReading } from '../../core/ids/readIds.ts';
import { NothingFound, UserError } from '../userError.ts';
import { readWhole } from '../fileContent.ts';

export type IdReader = (text: string) => Promise<IdReading>;

export interface Source {
  readonly reading: IdReading;
  /** `checkout.log`, or "the clipboard". */
  readonly name: string;
}

/** A file larger than this is not read for its ids: a search for millions of ids is no search. */
const MAX_FILE_BYTES = 50_000_000;

/**
 * @param resource a file that a menu names; it goes before all else
 * @throws UserError when there are no ids anywhere
 */
export async function idsAtHand(resource: vscode.Uri | undefined, read: IdReader): Promise<Source> {
  const source =
    (await ofFile(resource)) ??
    (await ofEditor(vscode.window.activeTextEditor, read)) ??
    (await ofClipboard(read));
  if (source !== undefined) return source;
  throw new NothingFound(
    vscode.l10n.t('No event IDs found in the selection, the active file, or the clipboard.'),
  );
}

async function ofFile(uri: vscode.Uri | undefined): Promise<Source | undefined> {
  if (uri === undefined) return undefined;
  const open = vscode.workspace.textDocuments.find(
    (each) => each.uri.toString() === uri.toString(),
  );
  if (open !== undefined) return keyed(open.getText(), uri);
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MAX_FILE_BYTES) {
    throw new UserError(
      vscode.l10n.t('{0} is too large to search for IDs. Select some lines.', nameOf(uri)),
    );
  }
  return keyed(new TextDecoder().decode(await readWhole(uri)), uri);
}

function keyed(text: string, uri: vscode.Uri): Source | undefined {
  const ids = readKeyedIds(text);
  return ids.length === 0 ? undefined : { reading: { kind: 'ids', ids }, name: nameOf(uri) };
}

async function ofEditor(
  editor: vscode.TextEditor | undefined,
  read: IdReader,
): Promise<Source | undefined> {
  if (editor === undefined) return undefined;
  const { document, selections } = editor;
  const selected = selections
    .map((selection) => document.getText(selection))
    .filter((text) => text.trim() !== '')
    .join('\n');
  if (selected !== '') return { reading: await read(selected), name: nameOf(document.uri) };
  return keyed(document.getText(), document.uri);
}

async function ofClipboard(read: IdReader): Promise<Source | undefined> {
  const text = await vscode.env.clipboard.readText();
  if (text.trim() === '') return undefined;
  return { reading: await read(text), name: vscode.l10n.t('the clipboard') };
}

const nameOf = (uri: vscode.Uri) => uri.path.split('/').at(-1) ?? uri.path;
