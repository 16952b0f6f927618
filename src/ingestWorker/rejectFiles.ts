/**
 * Writes rejected lines to one file, and their line numbers and reasons to another, in the same order. Both are written in the run's
 * folder and copied next to the source at the end, under a free name, so that no existing file is overwritten.
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
  /** Why the files couldn't be written. The run goes on, since the journal has the same information. */
  problem: string | undefined;
  /** How many lines were written. */
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
      const record = { line, ...(key !== undefined && { idempotency_key: key }), reasons };
      writeWhole(this.#open.reasons, `${JSON.stringify(record)}\n`);
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

  /** Copies the files next to the source, or leaves them in the run's folder when that fails. @returns the path of the lines */
  async copyNextToSource(beside: string | undefined): Promise<string | undefined> {
    if (this.#open === undefined || this.problem !== undefined) return undefined;
    const own = join(this.folder, REJECTED);
    if (beside === undefined) return own;
    try {
      return await this.#copyBeside(beside, own);
    } catch {
      return own;
    }
  }

  async #copyBeside(beside: string, own: string): Promise<string> {
    const stem = join(dirname(beside), basename(beside, extname(beside)));
    for (let number = 1; number < MAX_NAMES; number++) {
      const name = `${stem}.rejected${number === 1 ? '' : `-${number}`}`;
      try {
        // Reasons first, so that there is never a file of lines without its reasons.
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

/** Fails when the target exists. A copy that doesn't fit on the disk is removed again by the system call. */
const copyNew = (from: string, to: string) => copyFile(from, to, constants.COPYFILE_EXCL);
