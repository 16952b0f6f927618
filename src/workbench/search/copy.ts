/** Copies an event's id, or a call that shows the event, to the clipboard. */
import * as vscode from 'vscode';
import type { CopyFormat } from '../../contributions.ts';
import { toSnippet } from '../../core/search/snippet.ts';
import type { EventAddress } from '../eventStore.ts';
import type { Services } from '../services.ts';

/** One id a line. @returns what was copied */
export async function copyIds(targets: readonly EventAddress[]): Promise<string> {
  const text = targets.map(({ eventId }) => eventId).join('\n');
  await vscode.env.clipboard.writeText(text);
  return text;
}

const formats: Readonly<Record<CopyFormat, string>> = {
  curl: 'cURL',
  node: 'Node.js',
  python: 'Python',
  go: 'Go',
};

/** @param given the format; undefined asks for it @returns the text; undefined when the user turns away */
export async function copyAs(
  { connections, dialogs, events }: Services,
  target: EventAddress,
  given: CopyFormat | undefined,
): Promise<string | undefined> {
  const format = given ?? (await askFormat(dialogs));
  if (format === undefined) return undefined;
  const connection = await connections.resolve(target.connectionId);
  const text = toSnippet(
    format,
    {
      baseUrl: connection.baseUrl,
      eventId: target.eventId,
      timestamp: events.get(target)?.event.timestamp,
    },
    connections.now(connection.id),
  );
  await vscode.env.clipboard.writeText(text);
  return text;
}

async function askFormat(dialogs: Services['dialogs']): Promise<CopyFormat | undefined> {
  const items = Object.entries(formats).map(([format, label]) => ({
    label,
    format: format as CopyFormat,
  }));
  const placeHolder = vscode.l10n.t('A call that reads this event; the key stays in $ORB_API_KEY.');
  return (await dialogs.pick(items, { title: vscode.l10n.t('Copy Event As'), placeHolder }))
    ?.format;
}
