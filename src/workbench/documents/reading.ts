/** Reads an event for its document, and says why it can't. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { isOrbError } from '../../core/errors.ts';
import { lastDays, type Timeframe } from '../../core/timeframe.ts';
import type { EventAddress, EventView } from '../events/api.ts';
import { toUserError } from '../failures.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import { versionOf, type Version } from './version.ts';

/** Asks Orb. @throws UserError that says what to do */
export async function readView(
  services: Services,
  address: EventAddress,
  timeframe?: Partial<Timeframe>,
  signal?: AbortSignal,
): Promise<EventView> {
  const connection = services.connections.get(address.connectionId);
  if (connection === undefined) throw connectionGone(address);
  let view: EventView | undefined;
  try {
    view = await services.events.read(address, timeframe, signal);
  } catch (error) {
    if (isOrbError(error, 'cancelled')) throw new vscode.CancellationError();
    const { message, nextStep } = toUserError(error);
    throw new UserError(`${connection.name}: ${message}`, nextStep, { cause: error });
  }
  if (view === undefined) throw notFound(services, address, connection);
  return view;
}

/** What a document is to show: what Orb holds, or the copy on this machine where its connection is gone. @throws UserError */
export async function readVersion(services: Services, address: EventAddress): Promise<Version> {
  if (services.connections.get(address.connectionId) === undefined) {
    const copy = await services.events.load(address);
    if (copy !== undefined) return versionOf(copy);
  }
  return versionOf(await readView(services, address));
}

function connectionGone({ connectionId }: EventAddress): UserError {
  return new UserError(
    vscode.l10n.t(
      'The connection "{0}" was removed, and there is no copy of this event on this machine.',
      connectionId,
    ),
    { title: vscode.l10n.t('Add Connection…'), command: 'orb.connections.add' },
  );
}

function notFound(
  services: Services,
  { eventId, connectionId }: EventAddress,
  { name }: Connection,
): UserError {
  const days = services.settings.get('orb.search.windowDays');
  const frame = lastDays(30, services.connections.now(connectionId));
  return new UserError(
    vscode.l10n.t(
      'No event "{0}" in the last {1} days in {2}. Event IDs are case-sensitive. Try a wider time frame or another connection.',
      eventId,
      days,
      name,
    ),
    {
      title: vscode.l10n.t('Search 30 Days'),
      command: 'orb.events.search',
      args: [{ eventIds: [eventId], connectionId, ...frame }],
    },
  );
}
