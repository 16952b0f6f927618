/**
 * Copies an event's ID, the event as a line, or a program that makes a request about it. It never
 * contains the API key.
 */
import * as vscode from 'vscode';
import type { CopyFormat, CopyOperation } from '../../contributions.ts';
import { eventLinkText } from '../../core/eventLink.ts';
import { eventText } from '../../core/eventText.ts';
import { lineWithId } from '../../core/search/exportLine.ts';
import { toSnippet, type SnippetCall } from '../../core/search/snippet.ts';
import { onOneLine } from '../../core/jsonText.ts';
import { tryReadJson } from '../../core/jsonTree.ts';
import { pathSegment } from '../../orb/address.ts';
import type { EventTargetRead } from '../events/targets.ts';
import type { EventAddress } from '../eventStore.ts';
import { openDocument, tryEventUri } from '../eventUris.ts';
import type { Services } from '../services.ts';
import { NothingFound, UserError } from '../userError.ts';

/** One ID per line. @returns what was copied */
export async function copyIds(targets: readonly EventAddress[]): Promise<string> {
  const text = targets.map(({ eventId }) => eventId).join('\n');
  await vscode.env.clipboard.writeText(text);
  return text;
}

/**
 * One link per line. It names the connection, as people who share an account mostly do.
 * @returns what was copied
 * @throws UserError for an ID that a link can't contain
 */
export async function copyLinks(
  { connections, events }: Services,
  targets: readonly EventAddress[],
): Promise<string> {
  const lines = targets.map((target) => {
    const connection = connections.get(target.connectionId)?.name ?? target.connectionId;
    const { timestamp } = events.get(target)?.event ?? {};
    try {
      return eventLinkText(vscode.env.uriScheme, { ...target, connection, timestamp });
    } catch {
      throw new UserError(
        vscode.l10n.t("This event ID isn't valid Unicode, so a link can't contain it."),
      );
    }
  });
  const text = lines.join('\n');
  await vscode.env.clipboard.writeText(text);
  return text;
}

interface Asked {
  readonly format?: CopyFormat;
  /** What the program does; ignored for a line. */
  readonly operation?: CopyOperation;
}

/**
 * @param asked without a format, the user is asked
 * @returns the text; undefined if the user cancels
 * @throws UserError if Orb doesn't have the event, or its edited JSON is invalid; OrbError if its ID can't be in a URL
 */
export async function copyAs(
  services: Services,
  target: EventTargetRead,
  asked: Asked,
): Promise<string | undefined> {
  const choice = asked.format === undefined ? await askHow(services.dialogs, asked) : asked;
  if (choice?.format === undefined) return undefined;
  const { format, operation = 'search' } = choice;
  const connection = await services.connections.resolve(target.connectionId);
  const text =
    format === 'line'
      ? `${await lineOf(services, target)}\n`
      : toSnippet(
          format,
          { baseUrl: connection.baseUrl, ...(await callOf(services, target, operation)) },
          services.connections.now(connection.id),
        );
  await vscode.env.clipboard.writeText(text);
  return text;
}

type OneCall<C> = C extends unknown ? Omit<C, 'baseUrl'> : never;

async function callOf(
  services: Services,
  target: EventTargetRead,
  operation: CopyOperation,
): Promise<OneCall<SnippetCall>> {
  const { eventId } = target;
  switch (operation) {
    case 'search':
      return { operation, eventId, timestamp: services.events.get(target)?.event.timestamp };
    case 'amend': {
      const text = await textOf(services, target);
      const root = tryReadJson(text);
      if (root === undefined) throw brokenJson();
      return { operation, pathSegment: pathSegment(eventId), body: onOneLine(text, root) };
    }
    case 'deprecate':
      return { operation, pathSegment: pathSegment(eventId) };
    case 'ingest':
      return { operation, line: await lineOf(services, target) };
  }
}

async function lineOf(services: Services, target: EventTargetRead): Promise<string> {
  const line = lineWithId(target.eventId, await textOf(services, target));
  if (line === undefined) throw brokenJson();
  return line;
}

/**
 * The event's document, including edits, or else what is known of the event, or else what Orb
 * returns.
 */
async function textOf({ events }: Services, target: EventTargetRead): Promise<string> {
  const { connectionId, eventId, ...timeframe } = target;
  const address = { connectionId, eventId };
  const uri = tryEventUri(address);
  const open = uri && openDocument(uri);
  if (open !== undefined) return open.getText();
  const view = (await events.load(address)) ?? (await events.read(address, timeframe));
  if (view !== undefined) return eventText(view.raw);
  throw new NothingFound(vscode.l10n.t('Orb has no event with this ID in the searched days.'));
}

const brokenJson = () => new UserError(vscode.l10n.t('Fix the JSON of this event first.'));

/** The programs that a request can be copied as. */
export const programs: readonly (readonly [Exclude<CopyFormat, 'line'>, string])[] = [
  ['curl', 'cURL'],
  ['node', 'Node.js'],
  ['python', 'Python'],
  ['go', 'Go'],
];

const labels: Readonly<Record<CopyOperation, (program: string) => string>> = {
  search: (program) => vscode.l10n.t('Search with {0}', program),
  amend: (program) => vscode.l10n.t('Amend with {0}', program),
  deprecate: (program) => vscode.l10n.t('Deprecate with {0}', program),
  ingest: (program) => vscode.l10n.t('Ingest with {0}', program),
};

async function askHow(
  dialogs: Services['dialogs'],
  { operation: only }: Asked,
): Promise<Required<Asked> | undefined> {
  const operations = (['search', 'amend', 'deprecate', 'ingest'] as const).filter(
    (each) => only === undefined || each === only,
  );
  const items: (vscode.QuickPickItem & Required<Asked>)[] = operations.flatMap((operation) =>
    programs.map(([format, program]) => ({
      label: labels[operation](program),
      description: operation === 'search' ? '' : vscode.l10n.t('changes data in Orb when it runs'),
      format,
      operation,
    })),
  );
  if (only === undefined) {
    items.unshift({
      label: vscode.l10n.t('Line of an Event File'),
      format: 'line',
      operation: 'ingest',
    });
  }
  return dialogs.pick(items, {
    title: vscode.l10n.t('Copy Event As'),
    placeHolder: vscode.l10n.t("The API key isn't copied: programs read it from ORB_API_KEY."),
  });
}
