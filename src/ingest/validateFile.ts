/**
 * Validates a whole file and finds duplicate event IDs; nothing is sent. Yields its progress and returns a state for each line, totals for
 * the preview, and the file's fingerprint.
 */
import type { RuleContext } from '../core/rules/context.ts';
import { CHUNK } from './chunk.ts';
import type { Conflicts } from './conflicts.ts';
import { findDuplicates } from './duplicates.ts';
import { LineHours } from './lineHours.ts';
import { KEY_NUMBERS, KeyRecords, recordAt } from './keys.ts';
import type { Scratch, Source } from './ports.ts';
import { Samples } from './samples.ts';
import type { ScanTotals, ScanHelper, ScannedChunk } from './scanChunk.ts';
import { ScanTeam } from './scanTeam.ts';
import { LineStates, stateCodes } from './states.ts';
import { Tally, type TallySummary } from './tally.ts';

export interface ValidatingProgress {
  readonly kind: 'validating';
  readonly bytes: number;
  readonly ofBytes: number;
  readonly lines: number;
}

export interface Fingerprint {
  readonly bytes: number;
  /** The digest of all mebibytes' digests. */
  readonly digest: string;
}

export interface FileTotals {
  /** Lines that aren't blank: the sum of the next four. */
  readonly lines: number;
  readonly valid: number;
  readonly invalid: number;
  readonly duplicates: number;
  readonly conflicts: number;
  /** The earliest and latest timestamp of the valid lines; absent when there are none. */
  readonly span?: { readonly firstMs: number; readonly lastMs: number };
  readonly names: TallySummary;
  readonly customers: TallySummary;
  /** Valid lines that differ from the event catalog, and what it says against them. */
  readonly warned: number;
  readonly warnings: TallySummary;
}

export interface ValidatedFile {
  readonly totals: FileTotals;
  readonly fingerprint: Fingerprint;
  readonly states: LineStates;
  readonly hours: LineHours;
  readonly conflicts: Conflicts;
  readonly samples: Samples;
  /** One per mebibyte: nothing is sent from one that has changed. */
  readonly digests: readonly string[];
}

/** How many of the most frequent names and customers the totals list. */
const TOP = 20;

export interface ValidatePorts {
  readonly source: Source;
  readonly scratch: Scratch;
  /** Starts another thread for the same source and context; used only for files of many chunks. */
  readonly help?: () => ScanHelper;
}

/**
 * @throws SourceRefused for a file that isn't lines of UTF-8 (sourceKind.ts), SourceShrank, AbortError
 */
export async function* validateFile(
  ports: ValidatePorts,
  context: RuleContext,
  signal: AbortSignal,
): AsyncGenerator<ValidatingProgress, ValidatedFile> {
  const { source } = ports;
  const found = new Results(ports.scratch);
  const team = new ScanTeam(ports, context);
  for await (const [index, chunk] of team.chunks()) {
    signal.throwIfAborted();
    found.add(index, chunk);
    await found.keys.makeRoom();
    yield {
      kind: 'validating',
      bytes: Math.min((index + 1) * CHUNK, source.size),
      ofBytes: source.size,
      lines: found.states.last,
    };
  }
  const scanTotals = await team.totals();
  const conflicts = await findDuplicates(found.keys, source, found.states, signal);
  const { digests, states, hours, samples } = found;
  const digest = source.digest(new TextEncoder().encode(digests.join('\n')));
  const fingerprint = { bytes: source.size, digest };
  const totals = totalsOf(states, scanTotals);
  return { totals, states, hours, samples, conflicts, digests, fingerprint };
}

/** The results of all chunks, in file order. */
class Results {
  readonly states = new LineStates();
  readonly hours = new LineHours();
  readonly samples = new Samples();
  readonly digests: string[] = [];
  readonly keys: KeyRecords;

  constructor(scratch: Scratch) {
    this.keys = new KeyRecords(scratch);
  }

  add(index: number, { digest, states, hours, counts, keys: numbers }: ScannedChunk): void {
    this.digests[index] = digest;
    const keys = { numbers, line: this.states.last + 1, offset: index * CHUNK };
    this.states.append(states, counts);
    this.hours.append(hours);
    this.keys.add(keys);
    this.samples.add(numbers.length / KEY_NUMBERS, (key) => {
      const record = recordAt(keys, key * KEY_NUMBERS);
      return states[record.line - keys.line] === stateCodes.good ? record : undefined;
    });
  }
}

function totalsOf(states: LineStates, scanTotals: readonly ScanTotals[]): FileTotals {
  const names = new Tally();
  const customers = new Tally();
  const warnings = new Tally();
  let warned = 0;
  let [firstMs, lastMs] = [Infinity, -Infinity];
  for (const totals of scanTotals) {
    names.addAll(totals.names);
    customers.addAll(totals.customers);
    warnings.addAll(totals.warnings);
    warned += totals.warned;
    firstMs = Math.min(firstMs, totals.firstMs);
    lastMs = Math.max(lastMs, totals.lastMs);
  }
  const found = {
    valid: states.count('good'),
    invalid: states.count('invalid'),
    duplicates: states.count('duplicate'),
    conflicts: states.count('conflict'),
  };
  return {
    lines: found.valid + found.invalid + found.duplicates + found.conflicts,
    ...found,
    ...(lastMs >= firstMs && { span: { firstMs, lastMs } }),
    names: names.summary(TOP),
    customers: customers.summary(TOP),
    warned,
    warnings: warnings.summary(TOP),
  };
}
