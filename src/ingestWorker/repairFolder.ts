/** The folders of a comparison's repairs: a journal for each, and one lock for all. */
import { mkdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalLog } from '../ingest/ports.ts';
import { BackfillState } from '../reconcile/backfillJournal.ts';
import { RekeyState } from '../reconcile/rekeyJournal.ts';
import { RepairState, type RepairProgress, type RepairRecord } from '../reconcile/repairJournal.ts';
import { openLog, type FileLog } from './disk.ts';
import { lockRun } from './lock.ts';
import { journalPath } from './runFolder.ts';

const rootOf = (comparison: string) => join(comparison, 'repairs');

/** @param comparison the folder of the comparison */
export const repairFolder = (comparison: string, repairId: string): string =>
  join(rootOf(comparison), repairId);

/** The IDs of a comparison's repairs, oldest first. */
export async function repairIds(comparison: string): Promise<readonly string[]> {
  const names = await readdir(rootOf(comparison), { withFileTypes: true }).catch(() => []);
  return names.flatMap((name) => (name.isDirectory() ? [name.name] : [])).sort();
}

/** How a kind of journal is read and continued. */
interface Journaled<State> {
  new (journal?: JournalLog): State;
  read(text: string, journal?: JournalLog): State | undefined;
}

/** @returns undefined for a repair that never started, or isn't there */
export async function readRepair(
  comparison: string,
  repairId: string,
): Promise<RepairProgress | undefined> {
  const known = await readAs(RepairState, comparison, repairId);
  const { action } = known?.record ?? {};
  if (action === 'backfill') return readAs(BackfillState, comparison, repairId);
  if (action === 'rekey') return readAs(RekeyState, comparison, repairId);
  return known;
}

/** An open journal, and what it says. */
export interface OpenRepair<State> extends Disposable {
  readonly state: State;
}

/**
 * Starts the journal of a new repair. One comparison has one repair at a time, in whichever window.
 * @throws RunBusy, or what can't be written
 */
export function startRepair<State extends { note(record: RepairRecord): void }>(
  kind: Journaled<State>,
  comparison: string,
  record: RepairRecord,
): OpenRepair<State> {
  mkdirSync(repairFolder(comparison, record.repairId), { recursive: true });
  const log = lockedLog(comparison, record.repairId, 'new');
  const state = new kind(log);
  state.note(record);
  return { state, [Symbol.dispose]: () => log[Symbol.dispose]() };
}

/** @throws RunBusy, or what can't be read */
export async function continueRepair<State>(
  kind: Journaled<State>,
  comparison: string,
  repairId: string,
): Promise<OpenRepair<State>> {
  const log = lockedLog(comparison, repairId, 'more');
  const state = await readAs(kind, comparison, repairId, log);
  if (state !== undefined) return { state, [Symbol.dispose]: () => log[Symbol.dispose]() };
  log[Symbol.dispose]();
  throw new Error("The journal of this repair can't be read.");
}

async function readAs<State>(
  kind: Journaled<State>,
  comparison: string,
  repairId: string,
  journal?: JournalLog,
): Promise<State | undefined> {
  try {
    const text = await readFile(journalPath(repairFolder(comparison, repairId)), 'utf8');
    return kind.read(text, journal);
  } catch {
    return undefined;
  }
}

function lockedLog(comparison: string, repairId: string, mode: 'new' | 'more'): FileLog {
  const lock = lockRun(rootOf(comparison));
  try {
    const log = openLog(journalPath(repairFolder(comparison, repairId)), mode);
    const close = () => {
      log[Symbol.dispose]();
      lock[Symbol.dispose]();
    };
    return { append: (line) => log.append(line), [Symbol.dispose]: close };
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}
