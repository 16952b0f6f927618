/** Sends deprecations one at a time, with progress and Cancel, and reports each event's outcome. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { isOrbError, mayHaveArrived, type OrbErrorKind } from '../../core/errors.ts';
import { eventText } from '../../core/eventText.ts';
import { customerOf } from '../../core/search/arrange.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { EventView } from '../eventStore.ts';
import { toUserError } from '../toUserError.ts';
import type { Services } from '../services.ts';
import { withProgress } from '../signal.ts';

export interface Deprecated {
  readonly deprecated: readonly string[];
  readonly failed: readonly { readonly id: string; readonly message: string }[];
}

/** Failures that would affect all further events, too. */
const endings: ReadonlySet<OrbErrorKind> = new Set([
  'unauthorized',
  'forbidden',
  'unreachable',
  'tlsOrProxy',
]);

/**
 * @returns the outcome of each event, in the given order; never rejects because of a single event
 */
export async function sendDeprecations(
  services: Services,
  connection: Connection,
  due: readonly EventView[],
): Promise<Deprecated> {
  const title = vscode.l10n.t('Deprecating {0} events in {1}', due.length, nameAndMode(connection));
  return withProgress(title, async (signal, report) => {
    const deprecated: string[] = [];
    const failed: { readonly id: string; readonly message: string }[] = [];
    const fail = (id: string, message: string) => {
      failed.push({ id, message });
      services.log.warn(`${id} wasn't deprecated: ${message}`);
    };
    let ended: string | undefined;
    for (const [index, view] of due.entries()) {
      if (signal.aborted) ended ??= notSent();
      if (ended !== undefined) {
        fail(view.eventId, ended);
        continue;
      }
      report(vscode.l10n.t('{0} of {1}', index + 1, due.length), (100 * index) / due.length);
      try {
        await services.writeQueue.run(view, () => send(services, view, signal), signal);
        deprecated.push(view.eventId);
      } catch (error) {
        fail(view.eventId, messageOf(error, signal));
        if (isOrbError(error) && endings.has(error.kind)) {
          ended = vscode.l10n.t('Not sent: {0}', toUserError(error).message);
        }
      }
    }
    return { deprecated, failed };
  });
}

/** Deprecates one event, recorded before it's sent, so that a lost response leaves a trace. */
async function send(services: Services, asked: EventView, signal: AbortSignal): Promise<void> {
  const { connections, events, ledger } = services;
  const { connectionId, eventId } = asked;
  // A write that this one waited for may have changed the event.
  const view = (await events.load(asked)) ?? asked;
  if (view.event.deprecated) return;
  const client = await connections.client(connectionId);
  const write = await ledger.writes.begin({
    connectionId,
    eventId,
    kind: 'deprecate',
    before: eventText(view.raw),
    customer: customerOf(view.event),
    atMs: connections.now(connectionId),
  });
  try {
    await client.events.deprecate(eventId, { signal });
  } catch (error) {
    if (!mayHaveArrived(error)) await ledger.writes.forget(write);
    throw error;
  }
  // Orb acknowledged it; whatever fails after that is on this side and doesn't change the outcome.
  try {
    await ledger.writes.confirm(write);
    events.deprecated(view);
  } catch (error) {
    services.log.error(`${eventId} was deprecated, but couldn't be shown as such.`, error);
  }
}

function messageOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted && !isOrbError(error)) return notSent();
  if (isOrbError(error, 'cancelled')) {
    return vscode.l10n.t(
      'Canceled while the request was on its way. The event may be deprecated; deprecating it again is safe.',
    );
  }
  const { message } = toUserError(error);
  return mayHaveArrived(error)
    ? vscode.l10n.t(
        "Orb didn't respond. The event may be deprecated; deprecating it again is safe. ({0})",
        message,
      )
    : message;
}

const notSent = () => vscode.l10n.t('Not sent: canceled.');
