/** Reads an event for its document, and says why it cannot. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { eventText } from '../../core/eventText.ts';
import { isOrbError } from '../../core/errors.ts';
import { lastDays, type Timeframe } from '../../core/timeframe.ts';
import type { EventAddress, EventView } from '../events/api.ts';
import { toUserError } from '../failures.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import type { DocumentSource } from './bases.ts';

export const sourceOf = ({ raw }: EventView): DocumentSource => ({
  base: raw,
  text: eventText(raw),
});

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
    const told = toUserError(error);
    throw new UserError(`${connection.name}: ${told.message}`, told.nextStep, { cause: error });
  }
  if (view === undefined) throw notFound(services, address, connection);
  return view;
}

/** The copy on this machine, for documents whose connection is gone. */
export async function localCopy(
  services: Services,
  address: EventAddress,
): Promise<DocumentSource | undefined> {
  const view = await services.events.load(address);
  if (view !== undefined) return sourceOf(view);
  return services.ledger.documents.newest(address.connectionId, address.eventId);
}

function connectionGone({ connectionId }: EventAddress): UserError {
  return new UserError(
    vscode.l10n.t(
      'There is no connection "{0}" any more, and no copy of this event on this machine.',
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
      'No event "{0}" in the last {1} days in {2}. Ids are case-sensitive; a wider time frame or another connection may hold it.',
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
