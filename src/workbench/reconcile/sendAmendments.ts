/** Sends amendments, several at once, and says of each line what became of it. */
import * as vscode from 'vscode';
import { checkConflict } from '../../core/amendment.ts';
import type { Connection } from '../../core/connection.ts';
import { isOrbError, mayHaveArrived, type OrbErrorKind } from '../../core/errors.ts';
import { eventText } from '../../core/eventText.ts';
import { countText } from '../../core/language.ts';
import { eventCount } from '../../core/texts/ingest.ts';
import { limitsFor } from '../../ingest/rate.ts';
import { searchTurns, type SearchTurns } from '../../ingest/verify.ts';
import { systemClock } from '../../ingestWorker/disk.ts';
import type { RepairLine } from '../../ingestWorker/reconcileMessages.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { Services } from '../services.ts';
import { withProgress } from '../signal.ts';
import { toUserError } from '../toUserError.ts';

export interface SentAmendments {
  /** Amended now, or found to be as in the file. */
  readonly done: number;
  readonly failed: readonly { readonly line: number; readonly message: string }[];
  readonly notTried: number;
  readonly cancelled: boolean;
}

const CONCURRENCY = 4;

/** What would happen to all further events too. */
const endings: ReadonlySet<OrbErrorKind> = new Set<OrbErrorKind>([
  'unauthorized',
  'forbidden',
  'unreachable',
  'tlsOrProxy',
]);

/** Never rejects for what happens to one of them. */
export async function sendAmendments(
  services: Services,
  connection: Connection,
  lines: readonly RepairLine[],
): Promise<SentAmendments> {
  const account = nameAndMode(connection);
  const title = vscode.l10n.t('Amending {0} in {1}', eventCount(lines.length), account);
  return withProgress(title, async (signal, report) => {
    const { searchesPerSecond } = limitsFor(connection.mode, 0);
    const turn = searchTurns(systemClock, searchesPerSecond);
    const failed: { readonly line: number; readonly message: string }[] = [];
    let [next, done, isOver] = [0, 0, false];
    const sender = async () => {
      for (let line; !isOver && !signal.aborted && (line = lines[next]) !== undefined;) {
        next++;
        try {
          await amend(services, connection, line, turn, signal);
          done++;
        } catch (error) {
          const message = messageOf(error);
          failed.push({ line: line.line, message });
          services.log.warn(`${line.id} wasn't amended: ${message}`);
          isOver ||= isOrbError(error) && endings.has(error.kind);
        }
        const all = countText(lines.length);
        report(vscode.l10n.t('{0} of {1}', countText(next), all), (100 * next) / lines.length);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, sender));
    return {
      done,
      failed: failed.toSorted((a, b) => a.line - b.line),
      notTried: lines.length - done - failed.length,
      cancelled: signal.aborted,
    };
  });
}

/** Why an event isn't amended. */
class NotAmended extends Error {}

/** @throws NotAmended, OrbError, AbortError */
async function amend(
  services: Services,
  { id: connectionId }: Connection,
  line: RepairLine,
  turn: SearchTurns,
  signal: AbortSignal,
): Promise<void> {
  const address = { connectionId, eventId: line.id };
  await services.writeQueue.run(
    address,
    async () => {
      await turn(signal);
      const frame = {
        timeframeStart: new Date(line.ms).toISOString(),
        timeframeEnd: new Date(line.ms + 1).toISOString(),
      };
      const view = await services.events.read(address, frame, signal);
      const { text, comparedText: base } = line;
      const standing = checkConflict({ text, base, unanswered: [], held: view });
      if (view === undefined || standing === 'gone') throw new NotAmended(gone());
      if (standing === 'deprecated') throw new NotAmended(deprecated());
      if (standing === 'changed') throw new NotAmended(changed());
      if (standing === 'held') return;
      await turn(signal);
      const { event, raw } = view;
      // Recorded before it's sent, so that a lost response leaves a trace.
      const entry = await services.ledger.writes.begin({
        ...address,
        kind: 'amend',
        before: eventText(raw),
        after: text,
        customer: event.externalCustomerId ?? event.customerId,
        atMs: services.connections.now(connectionId),
      });
      try {
        const client = await services.connections.client(connectionId);
        await client.events.amend(line.id, text, { signal });
      } catch (error) {
        if (!mayHaveArrived(error)) await services.ledger.writes.forget(entry);
        throw error;
      }
      await services.ledger.writes.confirm(entry);
      services.events.amended(address, text);
    },
    signal,
  );
}

const gone = () => vscode.l10n.t('Orb no longer shows this event.');
const deprecated = () => vscode.l10n.t('The event was deprecated since it was compared.');
const changed = () =>
  vscode.l10n.t('The event changed in Orb since it was compared. Compare the file again.');

function messageOf(error: unknown): string {
  if (error instanceof NotAmended) return error.message;
  if (isOrbError(error, 'cancelled')) {
    return vscode.l10n.t(
      'Canceled while the request was on its way. The event may be amended; amending it again is safe.',
    );
  }
  const { message } = toUserError(error);
  return mayHaveArrived(error)
    ? vscode.l10n.t(
        "Orb didn't respond. The event may be amended; amending it again is safe. ({0})",
        message,
      )
    : message;
}
