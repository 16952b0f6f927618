/** What is reported with the progress of an ingest, but less often since it's large: rejected lines by cause, and lines by time. */
import { outcomesByTime } from '../ingest/lineHours.ts';
import type { RejectionGroups } from '../ingest/rejectionGroups.ts';
import type { ValidatedFile } from '../ingest/validateFile.ts';
import type { FromWorker } from './messages.ts';

const EVERY_MS = 1_000;
const ROWS_WHILE_SENDING = 20;

/** @returns sends a message, and after one about progress the details that changed */
export function withDetails(
  tell: (message: FromWorker) => void,
  groups: RejectionGroups,
  { states, hours, totals }: ValidatedFile,
): (message: FromWorker) => void {
  let nextMs = -Infinity;
  let groupsTold = 0;
  return (message) => {
    tell(message);
    const startMs = performance.now();
    if (message.kind !== 'sending' || startMs < nextMs) return;
    if (groups.count !== groupsTold) {
      groupsTold = groups.count;
      tell({ kind: 'groups', groups: groups.list(ROWS_WHILE_SENDING) });
    }
    const byTime = outcomesByTime(states, hours, totals.span);
    if (byTime !== undefined) tell({ kind: 'byTime', byTime });
    // Counting millions of lines must not take much of the thread's time.
    nextMs = startMs + Math.max(EVERY_MS, 20 * (performance.now() - startMs));
  };
}
