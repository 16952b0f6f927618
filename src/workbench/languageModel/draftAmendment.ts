/** The tool that puts a change into the event editor, unsaved. Only the user's own save sends it. */
import * as vscode from 'vscode';
import { applyEdits, editsFor } from '../../core/edits.ts';
import { eventChanges } from '../../core/eventChanges.ts';
import type { Fix, JsonPath } from '../../core/issue.ts';
import { printJson } from '../../core/json.ts';
import { memberOf, readJson, type JsonNode } from '../../core/jsonTree.ts';
import { isRedacted } from '../../core/languageModel/redact.ts';
import { minimalChange } from '../../std/minimalChange.ts';
import { amendIssues } from '../../core/amendIssues.ts';
import { isObject, object, text, type Reader } from '../argumentReaders.ts';
import { runCommand } from '../callers.ts';
import { readView } from '../documents/reading.ts';
import { eventUri, openDocument } from '../eventUris.ts';
import { UserError } from '../userError.ts';
import { account, frame } from './inputs.ts';
import type { Tool } from './tool.ts';

/** New values by name; null removes a property, since a property can't be null. */
const properties: Reader<Readonly<Record<string, unknown>>> = (value, name) => {
  if (!isObject(value)) throw new UserError(vscode.l10n.t('"{0}" must be an object.', name));
  for (const [key, each] of Object.entries(value)) {
    if (each !== null && !['string', 'number', 'boolean'].includes(typeof each)) {
      throw new UserError(
        vscode.l10n.t('"{0}" must be a string, a number, true, false, or null.', key),
      );
    }
    if (typeof each === 'string' && isRedacted(each)) {
      throw new UserError(
        vscode.l10n.t('"{0}" has a placeholder from an earlier result. Give the real value.', key),
      );
    }
  }
  return value;
};

const read = object(
  { eventId: text },
  { ...account, ...frame, eventName: text, timestamp: text, properties },
);
type Input = ReturnType<typeof read>;

export const draftAmendment: Tool<Input> = {
  read(input) {
    const asked = read(input, 'input');
    const { eventName, timestamp, properties: changed = {} } = asked;
    if (eventName ?? timestamp ?? Object.keys(changed)[0]) return asked;
    throw new UserError(vscode.l10n.t('Give a change: "eventName", "timestamp", or "properties".'));
  },
  describe: ({ eventId }, account) => ({
    doing: vscode.l10n.t('Drafting an amendment of {0} in {1}', eventId, account),
    asks: vscode.l10n.t('Draft an amendment of {0} in {1}?', eventId, account),
  }),
  async run({ services, connection: { id: connectionId }, input, signal }) {
    const { eventId, timeframeStart, timeframeEnd } = input;
    const bounds = {
      ...(timeframeStart !== undefined && { timeframeStart }),
      ...(timeframeEnd !== undefined && { timeframeEnd }),
    };
    const address = { connectionId, eventId };
    const view = await readView(services, address, bounds, signal);
    if (view.event.deprecated) {
      throw new UserError(vscode.l10n.t("A deprecated event can't be amended."));
    }
    if (openDocument(eventUri(address))?.isDirty === true) {
      throw new UserError(
        vscode.l10n.t('The event has unsaved edits. Save or discard them first.'),
      );
    }
    const opened = await runCommand('orb.event.open', { ...address, ...bounds });
    if (opened === undefined) throw new vscode.CancellationError();
    const uri = vscode.Uri.parse(opened);
    const document = await vscode.workspace.openTextDocument(uri);
    signal.throwIfAborted();
    const before = document.getText();
    const after = changedText(before, input);
    const change = minimalChange(before, after);
    if (change === undefined) {
      throw new UserError(vscode.l10n.t('The event already has these values.'));
    }
    const edit = new vscode.WorkspaceEdit();
    const range = new vscode.Range(
      document.positionAt(change.start),
      document.positionAt(change.end),
    );
    edit.replace(uri, range, change.text);
    if (!(await vscode.workspace.applyEdit(edit))) {
      throw new UserError(vscode.l10n.t("Couldn't edit the event."));
    }
    return {
      eventId,
      saved: false,
      sentToOrb: false,
      changes: eventChanges(before, after).map(({ path, ...values }) => ({
        path: path.join('.'),
        ...values,
      })),
      problems: amendIssues(after, view.event, services.catalog.current).map(
        ({ issue }) => issue.message,
      ),
    };
  },
};

/** The text with the changes, everything else as it is written. */
function changedText(
  text: string,
  { eventName, timestamp, properties: changed = {} }: Input,
): string {
  const values: readonly (readonly [JsonPath, unknown])[] = [
    [['event_name'], eventName],
    [['timestamp'], timestamp],
    ...Object.entries(changed).map(([name, value]) => [['properties', name], value] as const),
  ];
  return values.reduce((current, [path, value]) => {
    if (value === undefined) return current;
    const root = readJson(current);
    const known = path.reduce<JsonNode | undefined>(
      (node, key) => node && memberOf(node, key),
      root,
    );
    return applyEdits(current, editsFor(current, root, fixFor(known !== undefined, path, value)));
  }, text);
}

function fixFor(isThere: boolean, path: JsonPath, value: unknown): Fix {
  if (value === null) return { kind: 'remove', path };
  return { kind: isThere ? 'replace' : 'add', path, json: printJson(value) };
}
