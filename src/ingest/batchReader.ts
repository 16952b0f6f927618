/**
 * The second pass over the file: gives out batches of the lines that are to be sent, and hands the rejected ones to Rejects.
 * It sends nothing of a mebibyte that is not the same as in the first pass.
 */
import { keyConflict, lineTooLong } from '../core/lineFaults.ts';
import type { RuleContext } from '../core/rules/context.ts';
import { Batcher, type Batch, type BatchLimits } from './batch.ts';
import { MAX_LINE_BYTES, readBlocks, type LineBlock, type LongLine } from './blocks.ts';
import type { ValidatedFile } from './validateFile.ts';
import { validateLine } from './validateLine.ts';
import { eachLine } from './lines.ts';
import type { RejectedLine, Source } from './ports.ts';

/** The file is not the one that was examined. */
export class SourceChanged extends Error {
  override readonly name = 'SourceChanged';
  constructor() {
    super('The file was changed while it was ingested.');
  }
}

export interface BatchSource {
  readonly source: Source;
  readonly validated: ValidatedFile;
  readonly context: RuleContext;
  /** The limits of the moment: they shrink when Orb finds batches too large. */
  readonly limits: () => BatchLimits;
  /** Why Orb refused a line in an earlier part of this run. */
  readonly refusals: ReadonlyMap<number, readonly string[]>;
}

/** What one block of the file holds. */
export interface BatchChunk {
  readonly batches: readonly Batch[];
  readonly rejected: readonly RejectedLine[];
}

/** @throws SourceChanged, SourceShrank */
export async function* readBatches(batchSource: BatchSource): AsyncGenerator<BatchChunk, void> {
  const { source, validated, limits } = batchSource;
  const batcher = new Batcher();
  const reading = {
    onDigest: (index: number, digest: string) => {
      if (validated.digests[index] !== digest) throw new SourceChanged();
    },
  };
  let line = 0;
  for await (const block of readBlocks(source, reading)) {
    if (block.kind === 'long') {
      yield { batches: [], rejected: [tooLong(++line, block)] };
      continue;
    }
    const batches: Batch[] = [];
    const rejected: RejectedLine[] = [];
    eachLine(block, (start, end) => {
      const state = validated.states.get(++line);
      if (state === 'good') {
        const bytes = block.bytes.subarray(start, end);
        const full = batcher.add({ line, bytes, offset: block.offset + start }, limits());
        if (full !== undefined) batches.push(full);
      } else if (state === 'invalid' || state === 'conflict' || state === 'refused') {
        rejected.push(explain(batchSource, line, block, start, end));
      }
    });
    yield { batches, rejected };
  }
  const rest = batcher.rest();
  if (rest.length > 0) yield { batches: [rest], rejected: [] };
}

function explain(
  { validated, context, refusals }: BatchSource,
  line: number,
  block: LineBlock,
  start: number,
  end: number,
): RejectedLine {
  const bytes = block.bytes.subarray(start, end);
  const place = { line, offset: block.offset + start, length: bytes.length };
  if (bytes.length > MAX_LINE_BYTES) return { ...place, reasons: [lineTooLong(bytes.length)] };
  const { key, reasons } = validateLine(bytes, context);
  const state = validated.states.get(line);
  const told =
    state === 'refused'
      ? (refusals.get(line) ?? [])
      : state === 'conflict'
        ? conflictReasons(validated, line)
        : reasons;
  return { ...place, bytes, reasons: told, ...(key !== undefined && { idempotencyKey: key }) };
}

function conflictReasons({ conflicts }: ValidatedFile, line: number): readonly string[] {
  const { first, total } = conflicts.othersOf(line);
  return [keyConflict(first, total)];
}

const tooLong = (line: number, { offset, length }: LongLine): RejectedLine => ({
  line,
  offset,
  length,
  reasons: [lineTooLong(length)],
});

/** The first lines that the examination rejects, with their reasons. @throws SourceChanged, SourceShrank, AbortError */
export async function firstRejected(
  source: Source,
  validated: ValidatedFile,
  context: RuleContext,
  most: number,
  signal: AbortSignal,
): Promise<readonly RejectedLine[]> {
  const found: RejectedLine[] = [];
  if (validated.states.count('invalid', 'conflict') === 0) return found;
  const limits = () => ({ maxEvents: 1, maxBytes: 1 });
  for await (const { rejected } of readBatches({
    source,
    validated,
    context,
    limits,
    refusals: new Map(),
  })) {
    signal.throwIfAborted();
    found.push(...rejected);
    if (found.length >= most) break;
  }
  return found.slice(0, most);
}
