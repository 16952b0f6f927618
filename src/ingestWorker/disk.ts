/** The engine's ports on Node: files, a clock. Runs in the worker, where no editor is. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openRegular } from './regularFile.ts';
import type { Clock, JournalLog, Scratch, Source } from '../ingest/ports.ts';

export interface FileSource extends Source, AsyncDisposable {
  /** For other threads of this process, until it is disposed. */
  readonly fd: number;
  /** How many bytes were added since it was opened: nobody reads those. */
  grownBy(): Promise<number>;
}

/** @throws SourceRefused for what is no regular file, else what node:fs throws, for example ENOENT, EACCES */
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

/** A file that only grows. Each line is with the operating system when `append` returns: a killed process loses none. */
export function openLog(path: string, mode: 'new' | 'more'): FileLog {
  const file = openSync(path, mode === 'new' ? 'wx' : 'a');
  let first = true;
  // A line that a crash or a full disk cut must not swallow the next one.
  let start = mode === 'more' && fstatSync(file).size > 0 ? '\n' : '';
  return {
    append(line) {
      const text = `${start}${line}\n`;
      start = '\n';
      writeWhole(file, text);
      start = '';
      // The run itself must survive a power cut; what follows may be asked again.
      if (first) fsyncSync(file);
      first = false;
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

export interface FileScratch extends Scratch, AsyncDisposable {}

/** Makes its folder below `folder` only when it is needed. */
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

/** Monotonic. */
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
