/** Compares what a run reports about its lines with what Orb has. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sent } from '../../src/ingest/send.ts';
import type { EventFile, ExpectedEvent } from './eventFile.ts';
import type { Round } from './scenario.ts';

/** As in the journal: the last record of a line. `sent`: it was sent, without a known response. */
type Word = 'sent' | 'returned' | 'accepted' | 'known' | 'refused';
export type Told = ReadonlyMap<number, Word>;

/** The records about lines. The record of the run itself has the number of lines. */
interface Record {
  readonly kind: Word | 'run';
  readonly line?: number;
  readonly lines?: readonly (readonly [number, number])[] | number;
}

/** What the journal of a run says about each line; undefined if there's no run to continue. */
export async function toldIn(folder: string): Promise<Told | undefined> {
  return read(await readFile(join(folder, 'journal.ndjson'), 'utf8').catch(() => ''));
}

/** The same at once, before anything else happens. */
export function toldNow(folder: string): Told | undefined {
  const path = join(folder, 'journal.ndjson');
  return existsSync(path) ? read(readFileSync(path, 'utf8')) : undefined;
}

function read(text: string): Told | undefined {
  const told = new Map<number, Word>();
  let isRun = false;
  for (const line of text.split('\n')) {
    let record: Record;
    try {
      record = JSON.parse(line) as Record;
    } catch {
      // A line that was cut off, by a kill or a full disk, is ignored.
      continue;
    }
    const { kind, line: one, lines = [] } = record;
    isRun ||= kind === 'run';
    if (kind === 'run' || typeof lines === 'number') continue;
    if (one !== undefined) told.set(one, kind);
    for (const [first, last] of lines) {
      for (let number = first; number <= last; number++) told.set(number, kind);
    }
  }
  return isRun ? told : undefined;
}

/** What is stored for each event ID, once for each time. */
export type Held = ReadonlyMap<string, readonly string[]>;

export interface Reckoning {
  readonly file: EventFile;
  readonly owner: string;
  readonly told: Told;
  readonly held: Held;
  /** What is stored for an event if all is well. */
  readonly as: (event: ExpectedEvent) => string;
  /** Event IDs without an expectation. */
  readonly except?: ReadonlySet<string>;
}

const took = (word: Word | undefined) => word === 'accepted' || word === 'known';

/** Compares line by line. An event that was sent without a response may be stored or not. */
export function reckon(round: Round, { file, owner, told, held, as, except }: Reckoning): void {
  const words = new Map<
    string,
    { readonly event: ExpectedEvent; readonly all: Set<Word | undefined> }
  >();
  for (const [number, event] of file.events) {
    const known = words.get(event.key) ?? { event, all: new Set() };
    known.all.add(told.get(number));
    words.set(event.key, known);
  }
  for (const [key, { event, all }] of words) {
    if (except?.has(key) === true) continue;
    const rows = held.get(key) ?? [];
    const isTaken = [...all].some(took);
    if (isTaken && rows.length === 0) round.fault('lost', `${owner} ${key} is told as sent`);
    if (rows.length > 1) round.fault('doubled', `${owner} ${key} is held ${rows.length} times`);
    const isUnknown = isTaken || all.has('sent');
    if (rows.length > 0 && !isUnknown) {
      round.fault('wrongAccounts', `${owner} ${key} is held, and told as ${[...all].join()}`);
    }
    const other = rows.find((row) => row !== as(event));
    if (other === undefined) continue;
    const isForeign =
      !other.includes(`owner\\":\\"${owner}`) && !other.includes(`"owner":"${owner}"`);
    round.fault(isForeign ? 'wrongAccounts' : 'altered', `${owner} ${other} for ${as(event)}`);
  }
  for (const [key, rows] of held) {
    if (!words.has(key)) round.fault('altered', `${owner} ${key} isn't to be sent: ${rows.join()}`);
  }
}

/** Checks that every line is counted once, and as in the journal. */
export function reckonSums(round: Round, file: EventFile, told: Told, sent: Sent): void {
  const { lines, accepted, duplicates, rejected, notTried } = sent;
  const sum = accepted + duplicates + rejected + notTried;
  const inJournal = [...told.values()].filter((word) => word === 'accepted').length;
  if (lines !== file.lines || sum !== lines || accepted !== inJournal) {
    const counted = JSON.stringify({ lines, accepted, duplicates, rejected, notTried });
    round.fault('wrongAccounts', `${counted} of ${file.lines} lines, ${inJournal} in the journal`);
  }
}

export interface EndWishes {
  /** Whether Orb has its own reasons to reject an event. */
  readonly mayBeRefused?: boolean;
  /** Event IDs without an expectation, whatever is reported about them. */
  readonly except?: ReadonlySet<string>;
}

/** Checks that, now that nothing prevents it, everything has arrived. */
export function reckonEnd(
  round: Round,
  end: Pick<Reckoning, 'file' | 'owner' | 'told'> & EndWishes,
): void {
  const { file, owner, told, except, mayBeRefused = false } = end;
  const settled = new Set<string>();
  for (const [number, { key }] of file.events) {
    const word = told.get(number);
    if (took(word) || (mayBeRefused && word === 'refused')) settled.add(key);
  }
  for (const { key } of new Set(file.events.values())) {
    if (!settled.has(key) && except?.has(key) !== true) {
      round.fault('lost', `${owner} ${key} doesn't arrive though all is well`);
    }
  }
}
