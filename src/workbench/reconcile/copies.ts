/** The copies of events under new IDs: whether the IDs are free, and which ingests they need. */
import type { Connection } from '../../core/connection.ts';
import { MAX_BATCH } from '../../core/event.ts';
import { INSIDE_GRACE, kindOfMissing } from '../../core/reconciliation/kinds.ts';
import { repairStretches } from '../../core/reconciliation/plan.ts';
import { DAY_MS } from '../../core/timeframe.ts';
import { LineFiles } from '../../ingestWorker/lineFiles.ts';
import type { PlannedBackfill } from '../../reconcile/backfillJournal.ts';
import type { GraceNow } from '../../reconcile/items.ts';
import type { RekeyState } from '../../reconcile/rekeyJournal.ts';
import type { RepairLine } from '../../reconcile/repairLine.ts';
import type { Services } from '../services.ts';
import { isIngestBegun, loadBackfills } from './runBackfills.ts';

/** IDs may have been used for events of other times. */
const AROUND_MS = 366 * DAY_MS;

/** @returns the first of the new IDs that Orb has an event for */
export async function findUsedId(
  { events }: Services,
  { id: connectionId }: Connection,
  lines: readonly RepairLine[],
  suffix: string,
): Promise<string | undefined> {
  for (let at = 0; at < lines.length; at += MAX_BATCH) {
    const batch = lines.slice(at, at + MAX_BATCH);
    const times = batch.map(({ ms }) => ms);
    const { views } = await events.search(connectionId, {
      eventIds: batch.map(({ id }) => `${id}${suffix}`),
      timeframeStart: new Date(Math.min(...times) - AROUND_MS).toISOString(),
      timeframeEnd: new Date(Math.max(...times) + AROUND_MS).toISOString(),
    });
    if (views[0] !== undefined) return views[0].eventId;
  }
  return undefined;
}

/** Adds the ingests of lines whose events are deprecated, and writes their files first. */
export async function planCopies(
  services: Services,
  state: RekeyState,
  where: {
    readonly grace: GraceNow;
    readonly connection: Connection;
    /** A path that no file has yet. */
    readonly pathFor: () => string;
  },
): Promise<void> {
  const { grace, connection, pathFor } = where;
  const isInside = ({ ms }: RepairLine) =>
    kindOfMissing(ms, grace.nowMs, grace.gracePeriodHours) === INSIDE_GRACE;
  await dropLate(services, state, isInside);
  const { uncopied } = state;
  if (uncopied.length === 0) return;
  const inside = uncopied.filter(isInside);
  const past = uncopied.filter((line) => !isInside(line));
  const pending = (past.length === 0 ? [] : await loadBackfills(connection))
    .filter(({ status }) => status === 'pending' || status === 'pending_revert')
    .map(({ timeframeStart, timeframeEnd }) => ({
      startMs: Date.parse(timeframeStart),
      endMs: Date.parse(timeframeEnd),
    }));
  const stretches = repairStretches(past, pending);
  let index = Math.max(-1, ...state.copies.backfills.map(({ planned }) => planned.index)) + 1;
  const added: PlannedBackfill[] = [];
  await using files = new LineFiles();
  const add = async (lines: readonly RepairLine[], more: Partial<PlannedBackfill>) => {
    const path = pathFor();
    const sorted = lines.toSorted((a, b) => a.line - b.line);
    for (const { line, copy = '' } of sorted) await files.add(path, line, Buffer.from(copy));
    const numbers = sorted.map(({ line }) => line);
    added.push({
      index: index++,
      path,
      lines: lines.length,
      numbers,
      startMs: 0,
      endMs: 0,
      ...more,
    });
  };
  if (inside.length > 0) await add(inside, { isDirect: true });
  for (const { lines, startMs, endMs, customer } of stretches) {
    await add(lines, { startMs, endMs, ...(customer !== undefined && { customer }) });
  }
  await files.flush();
  for (const backfill of added) state.copies.note({ kind: 'backfill', backfill });
}

/** An ingest that never began can't begin once its lines are past the grace period: they need a backfill. */
async function dropLate(
  services: Services,
  { deprecations, copies }: RekeyState,
  isInside: (line: RepairLine) => boolean,
): Promise<void> {
  const late = new Set(deprecations.doneLines.flatMap((line) => (isInside(line) ? [] : line.line)));
  for (const { planned, ingested } of copies.backfills) {
    const { index, isDirect = false, numbers = [], path } = planned;
    const isLate = isDirect && ingested === undefined && numbers.some((line) => late.has(line));
    if (isLate && !(await isIngestBegun(services, path))) copies.note({ kind: 'dropped', index });
  }
}
