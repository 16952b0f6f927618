/** The lines of a comparison by time, reported now and then while it runs, since counting a million of them takes a moment. */
import type { OutcomesByTime } from '../core/ingestReport.ts';
import { outcomes as allOutcomes } from '../core/reconciliation/outcomes.ts';
import { countByTime } from '../ingest/lineHours.ts';
import type { ValidatedFile } from '../ingest/validateFile.ts';
import type { LineOutcomes } from '../reconcile/lineOutcomes.ts';
import type { FromWorker } from './messages.ts';

interface Compared {
  readonly validated: ValidatedFile;
  readonly outcomes: LineOutcomes;
}

const EVERY_MS = 500;

/** @returns sends a message, and after one about progress the lines by time */
export function withTimes(
  tell: (message: FromWorker) => void,
  compared: Compared,
): (message: FromWorker) => void {
  let nextMs = -Infinity;
  return (message) => {
    tell(message);
    const startMs = performance.now();
    if (startMs < nextMs) return;
    const byTime = timesOf(compared);
    if (byTime !== undefined) tell({ kind: 'comparedByTime', byTime });
    nextMs = startMs + Math.max(EVERY_MS, 20 * (performance.now() - startMs));
  };
}

/** Each row has a count for each outcome, in the order of core/reconciliation/outcomes.ts. */
export function timesOf({ validated, outcomes }: Compared): OutcomesByTime | undefined {
  const { hours, states, totals } = validated;
  return countByTime(
    { hours, last: states.last, span: totals.span },
    allOutcomes.length,
    (line) => {
      const progress = outcomes.get(line);
      if (progress === undefined) return undefined;
      return allOutcomes.indexOf(progress === 'absent' ? 'notCompared' : progress);
    },
  );
}
