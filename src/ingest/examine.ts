/**
 * The first pass: looks at every line and finds every doubled key. Nothing is sent. Yields how far it is, and returns what
 * became known: a state for each line, what the file is about, and the file's fingerprint.
 */
import type { RuleContext } from '../core/rules/context.ts';
import { MAX_LINE_BYTES, readBlocks, type LineBlock, type LongLine } from './blocks.ts';
import type { Conflicts } from './conflicts.ts';
import { findDoubles } from './doubles.ts';
import { hashA, hashB } from './hash.ts';
import { certainIn, judge } from './judge.ts';
import { KeyRecords } from './keys.ts';
import { contentEnd, firstLineAt, isBlank } from './lines.ts';
import type { Scratch, Source } from './ports.ts';
import { Samples } from './samples.ts';
import { LineScanner } from './scan.ts';
import { LineStates } from './states.ts';
import { Tally, type TallySummary } from './tally.ts';

export interface Examining {
  readonly kind: 'examining';
  readonly bytes: number;
  readonly ofBytes: number;
  readonly lines: number;
}

export interface Fingerprint {
  readonly bytes: number;
  /** The digest of the digests of each mebibyte. */
  readonly digest: string;
}

export interface Findings {
  /** Not blank; the sum of the other four. */
  readonly lines: number;
  readonly valid: number;
  readonly invalid: number;
  readonly duplicates: number;
  readonly conflicts: number;
  /** The earliest and latest instant of the lines that may be sent; absent without any. */
  readonly span?: { readonly firstMs: number; readonly lastMs: number };
  readonly names: TallySummary;
  readonly customers: TallySummary;
}

export interface Examined {
  readonly findings: Findings;
  readonly fingerprint: Fingerprint;
  readonly states: LineStates;
  readonly conflicts: Conflicts;
  readonly samples: Samples;
  /** One a mebibyte: the second pass sends nothing of one that has changed. */
  readonly digests: readonly string[];
}

/** How many of the most frequent names and customers the findings tell. */
const TOP = 20;

/**
 * @throws SourceRefused for a file that holds no lines of UTF-8 (sourceKind.ts), SourceShrank, and an AbortError
 */
export async function* examine(
  ports: { readonly source: Source; readonly scratch: Scratch },
  context: RuleContext,
  signal: AbortSignal,
): AsyncGenerator<Examining, Examined> {
  const { source } = ports;
  const examiner = new Examiner(ports.scratch, context);
  const digests: string[] = [];
  const reading = { onDigest: (index: number, digest: string) => (digests[index] = digest) };
  for await (const block of readBlocks(source, reading)) {
    signal.throwIfAborted();
    examiner.look(block);
    await examiner.keys.makeRoom();
    const end = block.kind === 'long' ? block.offset + block.length : block.offset + block.end;
    yield {
      kind: 'examining',
      bytes: Math.min(end, source.size),
      ofBytes: source.size,
      lines: examiner.states.last,
    };
  }
  const conflicts = await findDoubles(examiner.keys, source, examiner.states, signal);
  const digest = source.digest(new TextEncoder().encode(digests.join('\n')));
  return { ...examiner.result(conflicts), digests, fingerprint: { bytes: source.size, digest } };
}

class Examiner {
  readonly states = new LineStates();
  readonly keys: KeyRecords;
  readonly #scanner: LineScanner;
  readonly #names = new Tally();
  readonly #customers = new Tally();
  readonly #samples = new Samples();
  #line = 0;
  #firstMs = Infinity;
  #lastMs = -Infinity;

  constructor(
    scratch: Scratch,
    private readonly context: RuleContext,
  ) {
    this.keys = new KeyRecords(scratch);
    this.#scanner = new LineScanner(certainIn(context));
  }

  look(block: LineBlock | LongLine): void {
    if (block.kind === 'long') {
      this.states.set(++this.#line, 'invalid');
      return;
    }
    const { bytes, end } = block;
    for (let start = firstLineAt(block); start < end;) {
      this.#line++;
      if (this.#scanner.scan(bytes, start)) {
        this.#good(block, start);
        start = this.#scanner.end + 1;
      } else {
        const breakAt = bytes.indexOf(0x0a, start);
        this.#notSure(block, start, contentEnd(bytes, start, breakAt));
        start = breakAt + 1;
      }
    }
  }

  #good({ bytes, offset }: LineBlock, start: number): void {
    const scanner = this.#scanner;
    const length = contentEnd(bytes, start, scanner.end) - start;
    if (length > MAX_LINE_BYTES) {
      this.states.set(this.#line, 'invalid');
      return;
    }
    this.states.set(this.#line, 'good');
    this.keys.add(scanner.keyHash, scanner.keyPart, this.#line, offset + start, length);
    this.#samples.add({ line: this.#line, offset: offset + start, length });
    this.#names.add(bytes, scanner.nameStart, scanner.nameEnd);
    this.#customers.add(bytes, scanner.customerStart, scanner.customerEnd);
    this.#seeTime(scanner.ms);
  }

  #notSure({ bytes, offset }: LineBlock, start: number, end: number): void {
    if (isBlank(bytes, start, end)) {
      this.states.set(this.#line, 'blank');
      return;
    }
    const length = end - start;
    if (length > MAX_LINE_BYTES) {
      this.states.set(this.#line, 'invalid');
      return;
    }
    const judged = judge(bytes.subarray(start, end), this.context);
    const good = judged.reasons.length === 0;
    this.states.set(this.#line, good ? 'good' : 'invalid');
    if (judged.key !== undefined) {
      // An invalid line counts too: with its key on another line, nobody can tell which one is right.
      const key = new TextEncoder().encode(judged.key);
      const hash = hashA(key, 0, key.length);
      this.keys.add(hash, hashB(key, 0, key.length), this.#line, offset + start, length);
    }
    if (!good) return;
    this.#samples.add({ line: this.#line, offset: offset + start, length });
    if (judged.name !== undefined) this.#names.addText(judged.name);
    if (judged.customer !== undefined) this.#customers.addText(judged.customer);
    if (judged.ms !== undefined) this.#seeTime(judged.ms);
  }

  #seeTime(ms: number): void {
    if (ms < this.#firstMs) this.#firstMs = ms;
    if (ms > this.#lastMs) this.#lastMs = ms;
  }

  result(conflicts: Conflicts): Pick<Examined, 'findings' | 'states' | 'conflicts' | 'samples'> {
    const { states } = this;
    const count = (state: 'good' | 'invalid' | 'doubled' | 'conflict') => states.count(state);
    const found = {
      valid: count('good'),
      invalid: count('invalid'),
      duplicates: count('doubled'),
      conflicts: count('conflict'),
    };
    const findings = {
      lines: found.valid + found.invalid + found.duplicates + found.conflicts,
      ...found,
      ...(this.#lastMs >= this.#firstMs && {
        span: { firstMs: this.#firstMs, lastMs: this.#lastMs },
      }),
      names: this.#names.summary(TOP),
      customers: this.#customers.summary(TOP),
    };
    return { findings, states, conflicts, samples: this.#samples };
  }
}
