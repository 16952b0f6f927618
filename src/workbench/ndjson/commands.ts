/** `orb.ndjson.openLine` and `orb.ingest.newFile`. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { JSON_LINES, EVENT_EDITOR } from '../../contributions.ts';
import { isBlank } from '../../core/lines.ts';
import { newEventLine } from '../../ndjson/newEvent.ts';
import type { CommandHandlers } from '../registerCommands.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import { checkRegular } from '../fileContent.ts';
import { accountContext } from '../connectionsApi.ts';
import type { LineDocuments } from '../lines/lineDocuments.ts';

/** @param claim makes a document an event file, because the user uses it as one */
export function fileCommands(
  services: Pick<Services, 'connections' | 'catalog'>,
  lines: () => Promise<LineDocuments>,
  claim: (document: vscode.TextDocument) => void,
): CommandHandlers {
  return {
    'orb.ndjson.openLine': async (file, line) => {
      const { document, at } = await lineFor(file, line);
      if (isBlank(document.lineAt(at).text)) {
        throw new UserError(vscode.l10n.t('Line {0} is empty.', at + 1));
      }
      claim(document);
      const uri = await (await lines()).uriFor({ source: document.uri, line: at });
      const beside = vscode.ViewColumn.Beside;
      await vscode.commands.executeCommand('vscode.openWith', uri, EVENT_EDITOR, beside);
    },
    'orb.ingest.newFile': async () => {
      const { nowMs } = accountContext(services);
      const content = `${newEventLine(randomUUID(), nowMs)}\n`;
      const document = await vscode.workspace.openTextDocument({ language: JSON_LINES, content });
      claim(document);
      await vscode.window.showTextDocument(document);
    },
  };
}

/** @param source the file, by default the one in the active editor @throws UserError when it isn't a file, or no editor is open */
export async function documentOf(source: vscode.Uri | undefined): Promise<vscode.TextDocument> {
  const open =
    source === undefined
      ? vscode.window.activeTextEditor?.document
      : vscode.workspace.textDocuments.find((one) => one.uri.toString() === source.toString());
  if (open !== undefined) return open;
  if (source === undefined) {
    throw new UserError(
      vscode.l10n.t('No file is open. Open an event file and place the cursor on a line.'),
    );
  }
  if (source.scheme === 'file') await checkRegular(source.fsPath);
  return vscode.workspace.openTextDocument(source);
}

/** @param uri of the file, by default the one in the active editor @param line from 0, by default the cursor's line */
async function lineFor(
  uri: vscode.Uri | undefined,
  line: number | undefined,
): Promise<{ readonly document: vscode.TextDocument; readonly at: number }> {
  const editor = vscode.window.activeTextEditor;
  const document = await documentOf(uri);
  const cursor = editor?.document === document ? editor.selection.active.line : 0;
  const at = line ?? cursor;
  if (!Number.isInteger(at) || at < 0 || at >= document.lineCount) {
    throw new UserError(vscode.l10n.t('This file has no line {0}.', at + 1));
  }
  return { document, at };
}
