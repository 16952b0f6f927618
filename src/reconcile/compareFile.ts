/**
 * Compares the valid lines of a file with Orb, several searches at once. Yields its progress and returns the counts. When it stops early,
 * for whatever reason, it ends the same way, and the journal has what was found.
 */
import { MAX_BATCH } from '../core/event.ts';
import type { OutcomeCounts } from '../core/reconciliation/outcomes.ts';
import { pickLinesWhere } from '../ingest/pick.ts';
import type { ValidatedFile } from '../ingest/validateFile.ts';
import { Comparison, type CompareOptions, type CompareStop } from './comparison.ts';
import { toFileLine } from './fileLine.ts';
import type { LineOutcomes } from './lineOutcomes.ts';
import type { ComparePorts } from './ports.ts';
import { estimate, type Left } from './rate.ts';
import { rejectedRows } from './rejectedRows.ts';

export interface Comparing extends OutcomeCounts {
  readonly kind: 'comparing';
  /** Event IDs that were compared, of those to compare. */
  readonly done: number;
  readonly of: number;
  /** Absent before there is anything to estimate from. */
  readonly left?: Left;
}

export interface Compared extends OutcomeCounts {
  readonly requests: number;
  readonly durationMs: number;
  /** Absent when Orb was asked for every line. */
  readonly stopped?: CompareStop;
}

/** How often progress is yielded. */
const TICK_MS = 100;

/** A validated file with what is known of its lines. */
export interface ComparableFile {
  readonly validated: ValidatedFile;
  /** Lines that are `notCompared` or `absent` are compared. */
  readonly outcomes: LineOutcomes;
  /** The last line of which the journal has a `read` row, 0 for none. */
  readonly readUpTo: number;
}

/**
 * @throws what the ports throw, except for what stops a comparison by design (CompareStop)
 */
export async function* compareFile(
  ports: ComparePorts,
  file: ComparableFile,
  options: CompareOptions,
  signal: AbortSignal,
): AsyncGenerator<Comparing, Compared> {
  const { outcomes } = file;
  const { clock } = ports;
  const started = clock.now();
  const comparison = new Comparison(ports, outcomes, options, signal);
  const progress = progressOf(comparison, options.perSecond, started);
  const all = compareAll(comparison, file, options.concurrency);
  const over = new AbortController();
  const end = () => over.abort();
  all.then(end, end);
  while (!over.signal.aborted) {
    yield progress();
    await clock.sleep(TICK_MS, over.signal);
  }
  await all;
  const { requests, stopped } = comparison;
  const counts = outcomes.counts();
  return {
    ...counts,
    requests,
    durationMs: Math.round(clock.now() - started),
    ...(stopped !== undefined && counts.notCompared > 0 && { stopped }),
  };
}

function progressOf(comparison: Comparison, perSecond: number, started: number): () => Comparing {
  const { outcomes, ports } = comparison;
  const before = outcomes.counts();
  const of = before.notCompared;
  const already = before.same + before.missing + before.different + before.deprecated;
  return () => {
    const counts = outcomes.counts();
    const done = of - counts.notCompared;
    const asked = done + outcomes.absent;
    const left = estimate({
      done: asked,
      of,
      missing: counts.missing - before.missing + outcomes.absent,
      requests: comparison.requests,
      elapsedMs: ports.clock.now() - started,
      perSecond,
    });
    return {
      kind: 'comparing',
      ...counts,
      done: already + done,
      of: already + of,
      ...(asked > 0 && { left }),
    };
  };
}

async function compareAll(
  comparison: Comparison,
  { validated, readUpTo }: ComparableFile,
  concurrency: number,
): Promise<void> {
  const { outcomes, ports } = comparison;
  const isLeft = (line: number) =>
    outcomes.get(line) === 'notCompared' || outcomes.get(line) === 'absent';
  const batches = pickLinesWhere(ports.source, validated, isLeft, MAX_BATCH);
  const each = async (): Promise<void> => {
    while (comparison.stopped === undefined) {
      const batch = await batches.next();
      if (batch.done === true) return;
      await comparison.compare(batch.value.map(toFileLine));
    }
  };
  const guarded = (work: () => Promise<void>) =>
    work().catch((error: unknown) => comparison.fail(error));
  await guarded(async () => {
    for await (const rows of rejectedRows(ports.source, validated, readUpTo)) {
      comparison.noteRead(rows);
      if (comparison.stopped !== undefined) return;
    }
  });
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, () => guarded(each)));
  if (comparison.stopped === undefined) await guarded(() => comparison.finish());
  if (comparison.unexpected !== undefined) throw comparison.unexpected.error;
}
