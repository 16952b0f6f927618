/**
 * The journal of a run: JSON lines that are only ever appended. The first describes the run; the others say which lines were sent and
 * what Orb responded. A last line may be cut off; then what it would have said is unknown.
 */
import type { Mode } from '../core/connection.ts';
import type { PlainContext } from '../core/catalog/compiledContext.ts';
import type { BackfillScope } from '../core/rules/context.ts';
import { readJsonLine } from '../std/jsonLine.ts';
import type { Fingerprint } from './validateFile.ts';
import type { JournalLog } from './ports.ts';
import type { LineState, LineStates } from './states.ts';

/** First and last line of each range, both inclusive. */
export type Ranges = readonly (readonly [number, number])[];

export interface RunRecord {
  readonly kind: 'run';
  readonly version: 1;
  readonly runId: string;
  /** By this machine's clock. */
  readonly startedMs: number;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly mode: Mode;
  /** Absolute path of what is sent: the file itself, or a copy of an editor's text. */
  readonly path: string;
  /** URI of what the user chose, and how many lines come before the first one (for a selection). */
  readonly uri: string;
  readonly lineOffset: number;
  /** The file that rejected lines are saved next to; absent for what isn't on this disk. */
  readonly beside?: string;
  readonly fingerprint: Fingerprint;
  readonly lines: number;
  /** What the lines were validated against; a resume uses the same. */
  readonly context: PlainContext;
  readonly backfillId?: string;
}

export type AnswerRecord =
  | { readonly kind: 'sent'; readonly lines: Ranges }
  /** Orb accepted none of them, as if they had never been sent. */
  | { readonly kind: 'returned'; readonly lines: Ranges }
  | { readonly kind: 'accepted'; readonly lines: Ranges }
  | { readonly kind: 'known'; readonly lines: Ranges }
  | { readonly kind: 'refused'; readonly line: number; readonly reasons: readonly string[] };

export interface EndRecord {
  readonly kind: 'end';
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly notTried: number;
  readonly rejectedFile?: string;
}
/** The rest goes into another backfill and is validated against that one. */
export interface MovedRecord {
  readonly kind: 'moved';
  readonly backfillId: string;
  readonly backfill: BackfillScope;
}
export type JournalRecord = RunRecord | AnswerRecord | MovedRecord | EndRecord;

/** @param lines ascending */
export function toRanges(lines: readonly number[]): Ranges {
  const ranges: [number, number][] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last?.[1] === line - 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges;
}

export class Journal {
  constructor(private readonly log: JournalLog) {}

  write(record: JournalRecord): void {
    this.log.append(JSON.stringify(record));
  }

  /** Never fails: a run without its end counts as unfinished, and a resume then finds nothing left to send. */
  end(accounts: Omit<EndRecord, 'kind' | 'rejectedFile'>, rejectedFile: string | undefined): void {
    const { accepted, duplicates, rejected, notTried } = accounts;
    try {
      this.write({
        kind: 'end',
        accepted,
        duplicates,
        rejected,
        notTried,
        ...(rejectedFile !== undefined && { rejectedFile }),
      });
    } catch {
      // A full disk does no harm here.
    }
  }
}

export interface ReadJournal {
  readonly run: RunRecord;
  readonly answers: readonly AnswerRecord[];
  /** The last end, since a resumed run ends more than once. */
  readonly end?: EndRecord;
}

/** Reads a journal, leaving out incomplete lines. @returns undefined when the first line is missing or of another version */
export function readJournal(text: string): ReadJournal | undefined {
  let run: RunRecord | undefined;
  let end: EndRecord | undefined;
  let moved: MovedRecord | undefined;
  const answers: AnswerRecord[] = [];
  for (const line of text.split('\n')) {
    const record = parse(line);
    if (record === undefined) continue;
    if (record.kind === 'run') run ??= record;
    else if (record.kind === 'end') end = record;
    else if (record.kind === 'moved') moved = record;
    else answers.push(record);
  }
  if (run?.version !== 1) return undefined;
  if (moved !== undefined) {
    const { backfillId, backfill } = moved;
    run = { ...run, backfillId, context: { ...run.context, backfill } };
  }
  return { run, answers, ...(end !== undefined && { end }) };
}

/** Incomplete lines are ignored: a resume appends after them, and records don't depend on each other. */
const parse = (line: string) => readJsonLine(line) as JournalRecord | undefined;

const stateAfter: Readonly<Record<Exclude<AnswerRecord['kind'], 'refused'>, LineState>> = {
  sent: 'unanswered',
  returned: 'good',
  accepted: 'accepted',
  known: 'known',
};

/**
 * Applies the journal to the states. Lines that are to be sent again keep the result of the validation: in another backfill they may be
 * invalid.
 * @returns line → why Orb rejected it
 */
export function applyJournal(
  answers: readonly AnswerRecord[],
  states: LineStates,
): Map<number, readonly string[]> {
  const reasons = new Map<number, readonly string[]>();
  const invalid: number[] = [];
  for (let line = 1; states.count('invalid') > invalid.length; line++) {
    if (states.get(line) === 'invalid') invalid.push(line);
  }
  for (const record of answers) {
    if (record.kind === 'refused') {
      states.set(record.line, 'refused');
      reasons.set(record.line, record.reasons);
      continue;
    }
    for (const [first, last] of record.lines) {
      for (let line = first; line <= last; line++) states.set(line, stateAfter[record.kind]);
    }
  }
  for (const line of invalid) if (states.get(line) === 'good') states.set(line, 'invalid');
  return reasons;
}
