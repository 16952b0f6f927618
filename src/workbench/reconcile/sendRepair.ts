/** Sends a repair that changes events one by one, with progress and Cancel. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { mayHaveArrived } from '../../core/errors.ts';
import { eventText } from '../../core/eventText.ts';
import { countText } from '../../core/language.ts';
import { isDiskFull } from '../../core/texts/ingest.ts';
import { limitsFor } from '../../ingest/rate.ts';
import { JournalFailed } from '../../ingest/run.ts';
import { searchTurns } from '../../ingest/verify.ts';
import { systemClock } from '../../ingestWorker/disk.ts';
import { repairEach } from '../../reconcile/repairEach.ts';
import { repairEvent, type EventWrites } from '../../reconcile/repairEvent.ts';
import type { RepairState } from '../../reconcile/repairJournal.ts';
import type { RepairLine } from '../../reconcile/repairLine.ts';
import type { EventView } from '../eventStore.ts';
import type { Services } from '../services.ts';
import { withProgress } from '../signal.ts';
import { UserError } from '../userError.ts';
import { describeFailure } from './repairTexts.ts';

/**
 * Tries the lines that are left. The state says what became of each.
 * @returns whether the user stopped it @throws UserError when that can't be recorded
 */
export async function sendRepair(
  services: Services,
  connection: Connection,
  title: string,
  state: RepairState,
): Promise<boolean> {
  const { searchesPerSecond } = limitsFor(connection.mode, 0);
  const turn = searchTurns(systemClock, searchesPerSecond);
  const writes = eventWrites(services, connection);
  const all = state.left.length;
  return withProgress(title, async (signal, report) => {
    try {
      await repairEach(
        state,
        {
          write: (line, stop) =>
            services.writeQueue.run(
              { connectionId: connection.id, eventId: line.id },
              () => repairEvent(writes, line, turn, stop),
              stop,
            ),
          describe: (error, { id }) => {
            const failure = describeFailure(error);
            services.log.warn(`${id} wasn't repaired: ${failure.message}`);
            return failure;
          },
          onProgress: (tried) =>
            report(
              vscode.l10n.t('{0} of {1}', countText(tried), countText(all)),
              (100 * tried) / all,
            ),
        },
        signal,
      );
    } catch (error) {
      throw error instanceof JournalFailed ? notRecorded(error) : error;
    }
    return signal.aborted;
  });
}

const notRecorded = (error: JournalFailed) =>
  new UserError(
    isDiskFull(error.message)
      ? vscode.l10n.t('The disk is full, so nothing more is sent. Free some space, then resume.')
      : vscode.l10n.t(
          "What was sent can't be recorded, so nothing more is sent. {0}",
          error.message,
        ),
    undefined,
    { cause: error },
  );

/** Reads as the rest of the editor does, and records what is sent, so that a lost response leaves a trace. */
function eventWrites(services: Services, { id: connectionId }: Connection): EventWrites<EventView> {
  const { connections, events, ledger } = services;
  return {
    read: ({ id: eventId, heldMs }, signal) => {
      const frame = {
        timeframeStart: new Date(heldMs).toISOString(),
        timeframeEnd: new Date(heldMs + 1).toISOString(),
      };
      return events.read({ connectionId, eventId }, frame, signal);
    },
    send: async ({ id: eventId, text }: RepairLine, { event, raw }, signal) => {
      const address = { connectionId, eventId };
      const entry = await ledger.writes.begin({
        ...address,
        before: eventText(raw),
        ...(text === null ? { kind: 'deprecate' } : { kind: 'amend', after: text }),
        customer: event.externalCustomerId ?? event.customerId,
        atMs: connections.now(connectionId),
      });
      try {
        const client = await connections.client(connectionId);
        if (text === null) await client.events.deprecate(eventId, { signal });
        else await client.events.amend(eventId, text, { signal });
      } catch (error) {
        if (!mayHaveArrived(error)) await ledger.writes.forget(entry);
        throw error;
      }
      await ledger.writes.confirm(entry);
      if (text === null) events.deprecated(address);
      else events.amended(address, text);
    },
  };
}
