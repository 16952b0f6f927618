/** Creates the backfills of a repair and ingests their lines, one backfill at a time. What was done before isn't done again. */
import type { Backfill } from '../core/backfill.ts';
import { allows, backfillState } from '../core/backfillMoves.ts';
import type { Span } from '../core/reconciliation/plan.ts';
import { overlapping } from '../core/rules/backfill.ts';
import type { Timeframe } from '../core/timeframe.ts';
import type {
  BackfillProgress,
  BackfillState,
  IngestedCounts,
  PlannedBackfill,
} from './backfillJournal.ts';

export interface BackfillPorts {
  /** By the account's clock. */
  readonly nowMs: () => number;
  /** All backfills of the account. */
  readonly list: () => Promise<readonly Backfill[]>;
  /** @returns its ID; undefined when an unfinished backfill is in the way */
  readonly create: (planned: PlannedBackfill) => Promise<string | undefined>;
  /**
   * Ingests the lines, or what an earlier call left of them.
   * @returns undefined when the user stopped it before anything was sent
   */
  readonly ingest: (
    planned: PlannedBackfill,
    /** Undefined to ingest without a backfill. */
    backfillId: string | undefined,
  ) => Promise<IngestedCounts | undefined>;
}

export const frameOf = ({ startMs, endMs }: Span): Timeframe => ({
  timeframeStart: new Date(startMs).toISOString(),
  timeframeEnd: new Date(endMs).toISOString(),
});

/**
 * Goes through the backfills that have lines left. Those that Orb doesn't allow yet, since another one isn't finished, stay as they are.
 * @returns whether it was stopped @throws what the ports reject with
 */
export async function fillBackfills(state: BackfillState, ports: BackfillPorts): Promise<boolean> {
  for (const progress of state.backfills) {
    const { planned, ingested } = progress;
    if (ingested?.notTried === 0) continue;
    const isDirect = planned.isDirect === true;
    const backfillId = isDirect ? undefined : await findOrCreate(state, progress, ports);
    if (!isDirect && backfillId === undefined) continue;
    const counts = await ports.ingest(planned, backfillId);
    if (counts === undefined) return true;
    const { done, failed, notTried } = counts;
    state.note({ kind: 'ingested', index: planned.index, done, failed, notTried });
    if (notTried > 0) return true;
  }
  return false;
}

/** @returns undefined while another backfill is in the way */
async function findOrCreate(
  state: BackfillState,
  progress: BackfillProgress,
  { nowMs, list, create }: BackfillPorts,
): Promise<string | undefined> {
  const { planned, backfillId, ingested } = progress;
  const { index } = planned;
  // Something was ingested into it; if it was closed since, the ingest asks for another one.
  if (backfillId !== undefined && ingested !== undefined) return backfillId;
  const all = await list();
  const known = backfillId ?? createdBefore(progress, state, all);
  const isOpen = ({ id, ...its }: Backfill) =>
    id === known && allows(backfillState(its, nowMs()), 'ingest');
  if (known !== undefined && all.some(isOpen)) {
    if (backfillId === undefined) state.note({ kind: 'created', index, backfillId: known });
    return known;
  }
  if (overlapping(frameOf(planned), all) !== undefined) return undefined;
  state.note({ kind: 'creating', index });
  const created = await create(planned);
  if (created !== undefined) state.note({ kind: 'created', index, backfillId: created });
  return created;
}

/**
 * A backfill whose creation was requested before a crash. Orb allows no two unfinished ones of the same time frame, so an empty one that
 * has it and replaces nothing is this one.
 */
function createdBefore(
  { planned, isCreating }: BackfillProgress,
  state: BackfillState,
  all: readonly Backfill[],
): string | undefined {
  if (!isCreating) return undefined;
  const taken = new Set(state.backfills.map(({ backfillId }) => backfillId));
  return all.find(
    ({ id, status, timeframeStart, timeframeEnd, replaceExistingEvents, eventsIngested }) =>
      status === 'pending' &&
      !replaceExistingEvents &&
      eventsIngested === 0 &&
      Date.parse(timeframeStart) === planned.startMs &&
      Date.parse(timeframeEnd) === planned.endMs &&
      !taken.has(id),
  )?.id;
}
