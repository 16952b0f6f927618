/**
 * The files of rejected lines: the lines as they were, and for each, in the same order, its number and the reasons. They grow
 * in the run's own folder and are copied beside the source at the end, under a name that is free: nobody's edits are written over.
 */
import { closeSync, constants, openSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { RejectedLine, Rejects, Source } from '../ingest/ports.ts';
import { writeWhole } from './disk.ts';

const REJECTED = 'rejected.ndjson';
const REASONS = 'rejected.reasons.ndjson';
const COPY_BYTES = 1 << 20;
const MAX_NAMES = 1_000;

export class RejectFiles implements Rejects, Disposable {
  /** Why they could not be written; the run goes on, since the journal has what they would say. */
  problem: string | undefined;
  /** How many lines they hold. */
  count = 0;
  #open: { readonly lines: number; readonly reasons: number } | undefined;

  constructor(
    private readonly folder: string,
    private readonly source: Source,
  ) {}

  async add(rejected: RejectedLine): Promise<void> {
    if (this.problem !== undefined) return;
    try {
      this.#open ??= {
        lines: openSync(join(this.folder, REJECTED), 'w'),
        reasons: openSync(join(this.folder, REASONS), 'w'),
      };
      await this.#write(this.#open.lines, rejected);
      const { line, idempotencyKey: key, reasons } = rejected;
      const told = { line, ...(key !== undefined && { idempotency_key: key }), reasons };
      writeWhole(this.#open.reasons, `${JSON.stringify(told)}\n`);
      this.count++;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  async #write(file: number, { bytes, offset, length }: RejectedLine): Promise<void> {
    if (bytes !== undefined) writeWhole(file, bytes);
    for (let done = 0; bytes === undefined && done < length;) {
      const part = new Uint8Array(Math.min(COPY_BYTES, length - done));
      const read = await this.source.read(part, offset + done);
      if (read === 0) break;
      writeWhole(file, part.subarray(0, read));
      done += read;
    }
    writeWhole(file, '\n');
  }

  /** Copies the files beside the source; where that cannot be, they stay in the run's folder. Returns where the lines are. */
  async place(beside: string | undefined): Promise<string | undefined> {
    if (this.#open === undefined || this.problem !== undefined) return undefined;
    const own = join(this.folder, REJECTED);
    if (beside === undefined) return own;
    try {
      return await this.#placeBeside(beside, own);
    } catch {
      return own;
    }
  }

  async #placeBeside(beside: string, own: string): Promise<string> {
    const stem = join(dirname(beside), basename(beside, extname(beside)));
    for (let number = 1; number < MAX_NAMES; number++) {
      const name = `${stem}.rejected${number === 1 ? '' : `-${number}`}`;
      try {
        // The reasons first: a file of lines never stands without them.
        await copyNew(join(this.folder, REASONS), `${name}.reasons.ndjson`);
        try {
          await copyNew(own, `${name}.ndjson`);
        } catch (error) {
          await rm(`${name}.reasons.ndjson`, { force: true });
          throw error;
        }
        return `${name}.ndjson`;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
    return own;
  }

  [Symbol.dispose](): void {
    if (this.#open === undefined) return;
    closeSync(this.#open.lines);
    closeSync(this.#open.reasons);
  }
}

/** Never over a file that is there; a copy that does not fit on the disk is taken away again by the system call. */
const copyNew = (from: string, to: string) => copyFile(from, to, constants.COPYFILE_EXCL);
