/** Reads an event for its document, or says why it can't. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { isOrbError } from '../../core/errors.ts';
import { shortTime } from '../../core/timeText.ts';
import { HOUR_MS, lastDays, type Timeframe } from '../../core/timeframe.ts';
import type { EventAddress, EventView, FoundEventView } from '../eventStore.ts';
import { toUserError } from '../toUserError.ts';
import type { Services } from '../services.ts';
import { NothingFound, UserError } from '../userError.ts';
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
  let found: FoundEventView;
  try {
    found = await services.events.find(address, timeframe, signal);
  } catch (error) {
    if (isOrbError(error, 'cancelled')) throw new vscode.CancellationError();
    const { message, nextStep } = toUserError(error);
    throw new UserError(`${connection.name}: ${message}`, nextStep, { cause: error });
  }
  if (found.view === undefined)
    throw notFound(services, address, connection, timeframe, found.asked);
  return found.view;
}

/**
 * What a document should show: what Orb holds, or the copy on this machine if its connection is
 * gone.
 * @throws UserError
 */
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

/** @param given the caller's time frame */
function notFound(
  services: Services,
  { eventId, connectionId }: EventAddress,
  { name }: Connection,
  given: Partial<Timeframe> | undefined,
  asked: FoundEventView['asked'],
): UserError {
  const nowMs = services.connections.now(connectionId);
  const sentence = () => {
    const [first, window] = asked;
    if (given?.timeframeStart !== undefined || given?.timeframeEnd !== undefined) {
      return vscode.l10n.t(
        'No event "{0}" {1} in {2}. Event IDs are case-sensitive. Try a wider time frame or another connection.',
        eventId,
        frameText(given, nowMs),
        name,
      );
    }
    const days = services.settings.get('orb.search.windowDays');
    const ownMs = window && Date.parse(first?.timeframeStart ?? '') + HOUR_MS;
    if (ownMs === undefined || ownMs > Date.parse(window?.timeframeStart ?? '')) {
      return vscode.l10n.t(
        'No event "{0}" in the last {1} days in {2}. Event IDs are case-sensitive. Try a wider time frame or another connection.',
        eventId,
        days,
        name,
      );
    }
    return vscode.l10n.t(
      'No event "{0}" within an hour of {1} UTC or in the last {2} days in {3}. Event IDs are case-sensitive. Try a wider time frame or another connection.',
      eventId,
      shortTime(new Date(ownMs).toISOString(), nowMs),
      days,
      name,
    );
  };
  return new NothingFound(sentence(), {
    title: vscode.l10n.t('Search 30 Days'),
    command: 'orb.events.search',
    args: [{ eventIds: [eventId], connectionId, ...lastDays(30, nowMs) }],
  });
}

/** `from 1 Aug 09:00:00 to 1 Aug 11:00:00 UTC`. */
function frameText({ timeframeStart, timeframeEnd }: Partial<Timeframe>, nowMs: number): string {
  const start = timeframeStart && shortTime(timeframeStart, nowMs);
  const end = timeframeEnd && shortTime(timeframeEnd, nowMs);
  if (start && end) return vscode.l10n.t('from {0} to {1} UTC', start, end);
  return start ? vscode.l10n.t('since {0} UTC', start) : vscode.l10n.t('before {0} UTC', end ?? '');
}
