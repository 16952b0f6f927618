/**
 * Opens the event that a link names. Links come from anywhere, also from web pages: they only read,
 * and a live account that isn't the active one is asked only after a confirmation.
 */
import * as vscode from 'vscode';
import { hostOf, type Connection } from '../../core/connection.ts';
import { readEventLink } from '../../core/eventLink.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { visible } from '../../std/visible.ts';
import { modeWord, nameAndMode } from '../connections/labels.ts';
import type { EventAddress } from '../eventStore.ts';
import { report, startCommand } from '../notices.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';

/** Longer texts from a link are cut off in messages. */
const MAX_SHOWN = 100;

/** @param uri decoded, as VS Code passes it. Never rejects, but shows the failure */
export async function openLink(
  services: Services,
  { path, query }: Pick<vscode.Uri, 'path' | 'query'>,
): Promise<void> {
  try {
    const link = readEventLink(path, query);
    if (link === 'path') {
      throw new UserError(
        vscode.l10n.t("Can't open the link: it doesn't name an event. Example: {0}", '/event/ID'),
      );
    }
    if (link === 'timestamp') {
      throw new UserError(vscode.l10n.t("Can't open the link: its timestamp isn't valid."));
    }
    const connection =
      link.connection === undefined
        ? await services.connections.resolve()
        : await connectionNamed(services, link.connection);
    if (!(await mayOpen(services, connection, link.eventId))) return;
    const address = { connectionId: connection.id, eventId: link.eventId };
    await learnTime(services, address, link.timestamp);
    await startCommand(services, 'orb.event.open', address);
  } catch (error) {
    report(services, error, 'link');
  }
}

/** The connection with this ID, or else this name, or else this host. Asks if there are several. */
async function connectionNamed(
  { connections, dialogs }: Services,
  wanted: string,
): Promise<Connection> {
  const same = (text: string) => text.trim().toLowerCase() === wanted.toLowerCase();
  const byId = connections.get(wanted);
  const byName = connections.all.filter(({ name }) => same(name));
  const byHost = connections.all.filter((each) => same(hostOf(each)));
  const found = byId !== undefined ? [byId] : byName.length > 0 ? byName : byHost;
  const [first] = found;
  if (first === undefined) {
    throw new UserError(
      vscode.l10n.t(
        'Can\'t open the link: no connection here has the name or host "{0}".',
        visible(wanted, MAX_SHOWN),
      ),
      { title: vscode.l10n.t('Add Connection…'), command: 'orb.connections.add' },
    );
  }
  if (found.length === 1) return first;
  const items = found.map((connection) => ({
    label: connection.name,
    description: `${modeWord(connection.mode)} · ${hostOf(connection)}`,
    connection,
  }));
  const picked = await dialogs.pick(items, {
    title: vscode.l10n.t('Open Link'),
    placeHolder: vscode.l10n.t('Connection to open the event in'),
  });
  if (picked === undefined) throw new vscode.CancellationError();
  return picked.connection;
}

async function mayOpen(
  { connections, dialogs }: Services,
  connection: Connection,
  eventId: string,
): Promise<boolean> {
  const { active } = connections;
  if (connection.mode !== 'live' || connection.id === active?.id) return true;
  const shown = visible(eventId, MAX_SHOWN);
  return dialogs.confirm({
    message: vscode.l10n.t('Open an event in {0}?', nameAndMode(connection)),
    detail:
      active === undefined
        ? vscode.l10n.t('The link is for event "{0}". No connection is active.', shown)
        : vscode.l10n.t(
            'The link is for event "{0}". The active connection is {1}.',
            shown,
            nameAndMode(active),
          ),
    action: vscode.l10n.t('Open Event'),
  });
}

/** Reads the event around the link's time. Once its own timestamp is known, it's found however old it is. */
async function learnTime(
  { events }: Services,
  address: EventAddress,
  timestamp: string | undefined,
): Promise<void> {
  const ms = parseTimestamp(timestamp ?? '')?.ms;
  if (ms === undefined || (await events.load(address)) !== undefined) return;
  const around = (hours: number) => new Date(ms + hours * HOUR_MS).toISOString();
  await events.find(address, { timeframeStart: around(-1), timeframeEnd: around(1) });
}
