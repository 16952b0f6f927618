/**
 * Reads a validated file a second time, as batches of the lines to send and a list of the rejected ones. It stops at the first mebibyte
 * that has changed since validation.
 */
import { keyConflict, lineTooLong } from '../core/lineFaults.ts';
import type { RuleContext } from '../core/rules/context.ts';
import { Batcher, type Batch, type BatchLimits } from './batch.ts';
import { MAX_LINE_BYTES, readBlocks, type LineBlock, type LongLine } from './blocks.ts';
import type { ValidatedFile } from './validateFile.ts';
import { validateLine } from './validateLine.ts';
import { eachLine } from './lines.ts';
import type { RejectedLine, Source } from './ports.ts';

/** The file has changed since it was validated. */
export class SourceChanged extends Error {
  override readonly name = 'SourceChanged';
  constructor() {
    super('The file changed while it was being ingested.');
  }
}

export interface BatchSource {
  readonly source: Source;
  readonly validated: ValidatedFile;
  readonly context: RuleContext;
  /** The current limits, which shrink when Orb says that a batch is too large. */
  readonly limits: () => BatchLimits;
  /** Line → why Orb rejected it in an earlier part of this run. */
  readonly rejectionReasons: ReadonlyMap<number, readonly string[]>;
}

/** The lines of one block of the file. */
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
  { validated, context, rejectionReasons }: BatchSource,
  line: number,
  block: LineBlock,
  start: number,
  end: number,
): RejectedLine {
  const bytes = block.bytes.subarray(start, end);
  const place = { line, offset: block.offset + start, length: bytes.length };
  if (bytes.length > MAX_LINE_BYTES) return { ...place, reasons: [lineTooLong(bytes.length)] };
  const { key, reasons: ownReasons } = validateLine(bytes, context);
  const state = validated.states.get(line);
  const reasons =
    state === 'refused'
      ? (rejectionReasons.get(line) ?? [])
      : state === 'conflict'
        ? conflictReasons(validated, line)
        : ownReasons;
  return {
    ...place,
    bytes,
    reasons,
    ...(key !== undefined && { idempotencyKey: key }),
    ...(state === 'refused' && { byOrb: true }),
  };
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

/** The first lines that validation rejects, with their reasons. @throws SourceChanged, SourceShrank, AbortError */
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
    rejectionReasons: new Map(),
  })) {
    signal.throwIfAborted();
    found.push(...rejected);
    if (found.length >= most) break;
  }
  return found.slice(0, most);
}
