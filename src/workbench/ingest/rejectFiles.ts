/**
 * The files of rejected lines: the lines as they were, and for each, in the same order, its number and the reasons. They grow
 * in the run's own folder and are copied beside the source at the end, under a name that is free: nobody's edits are written over.
 */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { RejectedLine, Rejects, Source } from '../../ingest/ports.ts';

const REJECTED = 'rejected.ndjson';
const REASONS = 'rejected.reasons.ndjson';
const COPY_BYTES = 1 << 20;
const MAX_NAMES = 1_000;

export class RejectFiles implements Rejects, Disposable {
  /** Why they could not be written; the run goes on, since the journal has what they would say. */
  problem: string | undefined;
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
      writeSync(this.#open.reasons, `${JSON.stringify(told)}\n`);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  async #write(file: number, { bytes, offset, length }: RejectedLine): Promise<void> {
    if (bytes !== undefined) writeSync(file, bytes);
    for (let done = 0; bytes === undefined && done < length;) {
      const part = new Uint8Array(Math.min(COPY_BYTES, length - done));
      const read = await this.source.read(part, offset + done);
      if (read === 0) break;
      writeSync(file, part.subarray(0, read));
      done += read;
    }
    writeSync(file, '\n');
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
        await copyFile(own, `${name}.ndjson`, constants.COPYFILE_EXCL);
        await copyFile(join(this.folder, REASONS), `${name}.reasons.ndjson`);
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
