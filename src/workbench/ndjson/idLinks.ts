/**
 * Links on the IDs of event files and dead letters. An event's ID opens it from the active account,
 * a dead letter's finds its event in a file.
 */
import * as vscode from 'vscode';
import { readDeadLetter } from '../../core/deadLetter.ts';
import { memberOf, tryReadJson } from '../../core/jsonTree.ts';
import { isTooLong } from '../../core/lines.ts';
import { inSlices } from '../../std/slices.ts';
import { commandUri } from '../markdown.ts';
import type { CheckerOf } from './checkers.ts';

/** VS Code asks for all links of a document at once, and no one follows this many. */
const MAX_LINKS = 5_000;

export class IdLinks implements vscode.DocumentLinkProvider {
  constructor(private readonly checkerOf: CheckerOf) {}

  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    if (this.checkerOf(document) === undefined) return [];
    return inSlices(linksIn(document, document.version));
  }
}

/** @param version ends when the document has another one, since VS Code then asks again */
function* linksIn(
  document: vscode.TextDocument,
  version: number,
): Generator<undefined, vscode.DocumentLink[]> {
  const links: vscode.DocumentLink[] = [];
  for (let line = 0; line < document.lineCount && links.length < MAX_LINKS; line++) {
    if (line % 64 === 63) yield;
    if (document.version !== version) return [];
    const { text } = document.lineAt(line);
    const root = isTooLong(text) ? undefined : tryReadJson(text);
    const id = root && memberOf(root, 'idempotency_key');
    if (root === undefined || id?.kind !== 'string' || id.value === '') continue;
    const isDeadLetter = readDeadLetter(root) !== undefined;
    const target = isDeadLetter
      ? commandUri('orb.ndjson.findEvents', [document.uri.toString(), line])
      : commandUri('orb.event.open', [{ eventId: id.value }]);
    // Without the quotes.
    const range = new vscode.Range(line, id.start + 1, line, id.end - 1);
    const link = new vscode.DocumentLink(range, vscode.Uri.parse(target));
    link.tooltip = isDeadLetter ? vscode.l10n.t('Find the Event in…') : vscode.l10n.t('Open Event');
    links.push(link);
  }
  return links;
}
