/** The ports of ingest/ on Node: files and a clock. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openRegular } from './regularFile.ts';
import type { Clock, JournalLog, Scratch, Source } from '../ingest/ports.ts';

export interface FileSource extends Source, AsyncDisposable {
  /** File descriptor, usable in other threads until the source is disposed. */
  readonly fd: number;
  /** How many bytes were added to the file since it was opened. They aren't read. */
  grownBy(): Promise<number>;
}

/** @throws SourceRefused for what isn't a regular file, or errors of node:fs such as ENOENT and EACCES */
export async function openSource(path: string): Promise<FileSource> {
  const { file, size } = await openRegular(path);
  return {
    fd: file.fd,
    size,
    read: async (into, position) => (await file.read(into, 0, into.length, position)).bytesRead,
    grownBy: async () => Math.max(0, (await file.stat()).size - size),
    digest: (bytes) => createHash('sha256').update(bytes).digest('base64url'),
    [Symbol.asyncDispose]: () => file.close(),
  };
}

/** Writes all of it, since an almost full disk may take only a part and fail on the next write. @throws ENOSPC */
export function writeWhole(file: number, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}

export interface FileLog extends JournalLog, Disposable {}

/** An append-only file. The operating system has each line when `append` returns, so a killed process loses none. */
export function openLog(path: string, mode: 'new' | 'more'): FileLog {
  const file = openSync(path, mode === 'new' ? 'wx' : 'a');
  let first = true;
  // Starts a new line after one that a crash or a full disk cut off.
  let start = mode === 'more' && fstatSync(file).size > 0 ? '\n' : '';
  return {
    append(line) {
      const text = `${start}${line}\n`;
      start = '\n';
      writeWhole(file, text);
      start = '';
      // The first record must survive a power failure; later ones can be recovered from Orb.
      if (first) fsyncSync(file);
      first = false;
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

export interface FileScratch extends Scratch, AsyncDisposable {}

/** Creates its folder below `folder` when it is first needed. */
export function scratchIn(folder: string): FileScratch {
  let made: Promise<string> | undefined;
  const partFile = async (part: number) =>
    join(await (made ??= mkdtemp(join(folder, 'scratch-'))), String(part));
  return {
    append: async (part, bytes) => appendFile(await partFile(part), bytes),
    async read(part) {
      try {
        return await readFile(await partFile(part));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Uint8Array(0);
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      if (made !== undefined) await rm(await made, { recursive: true, force: true });
    },
  };
}

/** A monotonic clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
    }),
};
