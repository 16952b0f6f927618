/** Scans all chunks of a file, in this thread and a helper thread, and yields the results in file order. */
import type { RuleContext } from '../core/rules/context.ts';
import { ChunkReader, chunksOf } from './chunk.ts';
import type { Source } from './ports.ts';
import { ChunkScanner, type ScanTotals, type ScanHelper, type ScannedChunk } from './scanChunk.ts';

/** With fewer chunks, starting a helper takes longer than it saves. */
const WORTH_HELP = 8;
/** Chunks in progress per thread: while one is scanned, the next is read. */
const LANES = 2;
/** How far a thread may be ahead of the chunk that is due, which limits how many results wait in memory. */
const MAX_AHEAD = 64;

export class ScanTeam {
  readonly #own: ChunkScanner;
  readonly #source: Source;
  readonly #startHelp: (() => ScanHelper) | undefined;
  readonly #count: number;
  readonly #done = new Map<number, ScannedChunk>();
  /** Chunks that the helper has done. */
  readonly #helped: number[] = [];
  /** Chunks that it couldn't scan. */
  readonly #returned: number[] = [];
  #helper: ScanHelper | undefined;
  #next = 0;
  #given = 0;
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;
  #wake: () => void = () => undefined;
  #changed = this.#change();

  constructor(
    { source, help }: { readonly source: Source; readonly help?: () => ScanHelper },
    context: RuleContext,
  ) {
    this.#source = source;
    this.#startHelp = help;
    this.#own = new ChunkScanner(context);
    this.#count = chunksOf(source);
  }

  /** @throws what the scanning of a chunk throws */
  async *chunks(): AsyncGenerator<readonly [number, ScannedChunk], void> {
    if (this.#count === 0) return;
    const reader = new ChunkReader(this.#source);
    // The first chunk alone says whether this is a file of lines at all.
    this.#done.set(this.#next++, await this.#own.scan(reader, 0));
    if (this.#count >= WORTH_HELP) this.#helper = this.#startHelp?.();
    this.#lane(reader);
    for (let lane = 1; lane < LANES; lane++) this.#lane(new ChunkReader(this.#source));
    if (this.#helper !== undefined) {
      for (let lane = 0; lane < LANES; lane++) this.#helperLane(this.#helper);
    }
    try {
      while (this.#given < this.#count) {
        const chunk = this.#done.get(this.#given);
        if (chunk === undefined) {
          if (this.#failure !== undefined) throw this.#failure.error;
          await this.#changed;
          continue;
        }
        this.#done.delete(this.#given);
        yield [this.#given++, chunk];
        this.#notify();
      }
    } finally {
      this.#isOver = true;
      this.#notify();
    }
  }

  /** The totals of each thread. */
  async totals(): Promise<readonly ScanTotals[]> {
    if (this.#helped.length === 0) return [this.#own.totals];
    try {
      return [
        this.#own.totals,
        ...(this.#helper === undefined ? [] : [await this.#helper.totals()]),
      ];
    } catch {
      // The helper has ended and its counts are lost, so its chunks are scanned again.
      const reader = new ChunkReader(this.#source);
      for (const index of this.#helped) await this.#own.scan(reader, index);
      return [this.#own.totals];
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  #notify(): void {
    const wake = this.#wake;
    this.#changed = this.#change();
    wake();
  }

  /** The index of the next chunk to scan; undefined when there is none. */
  async #take(mayRepeat: boolean): Promise<number | undefined> {
    for (;;) {
      if (this.#isOver || this.#failure !== undefined) return undefined;
      const returned = mayRepeat ? this.#returned.shift() : undefined;
      if (returned !== undefined) return returned;
      const isAllTaken = this.#next >= this.#count;
      if (isAllTaken && (!mayRepeat || this.#given >= this.#count)) return undefined;
      if (!isAllTaken && this.#next < this.#given + MAX_AHEAD) return this.#next++;
      await this.#changed;
    }
  }

  #lane(reader: ChunkReader): void {
    void (async () => {
      try {
        for (let index; (index = await this.#take(true)) !== undefined;) {
          this.#done.set(index, await this.#own.scan(reader, index));
          this.#notify();
        }
      } catch (error) {
        this.#failure ??= { error };
        this.#notify();
      }
    })();
  }

  /** A chunk that the helper fails on is scanned by this thread instead. */
  #helperLane(helper: ScanHelper): void {
    void (async () => {
      const isReady = await helper.ready.then(
        () => true,
        () => false,
      );
      for (let index; isReady && (index = await this.#take(false)) !== undefined;) {
        try {
          this.#done.set(index, await helper.scan(index));
          this.#helped.push(index);
        } catch {
          this.#returned.push(index);
          this.#notify();
          return;
        }
        this.#notify();
      }
    })();
  }
}
