/**
 * Opens regular files only. Opening a named pipe blocks until something writes to it, and it blocks one of the few threads that all file
 * access in the extension host shares. So every path is checked before it is opened.
 */
import { constants, type Stats } from 'node:fs';
import { lstat, open, stat, type FileHandle } from 'node:fs/promises';
import { SourceRefused } from '../ingest/sourceKind.ts';

/** @throws SourceRefused for what isn't a regular file, or errors of node:fs such as ENOENT and EACCES */
export async function openRegular(
  path: string,
): Promise<{ readonly file: FileHandle; readonly size: number }> {
  refuseOthers(await statOf(path));
  // In case a pipe replaced the file just now: opening must not block. Windows has neither the flag nor pipes in folders.
  const flags = constants.O_RDONLY | ((constants as Partial<typeof constants>).O_NONBLOCK ?? 0);
  const file = await open(path, flags);
  try {
    const opened = await file.stat();
    refuseOthers(opened);
    return { file, size: opened.size };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** @param most the largest size in bytes @throws as `openRegular`, and a RangeError for a larger file */
export async function readRegular(path: string, most: number): Promise<Uint8Array> {
  const { file, size } = await openRegular(path);
  try {
    if (size > most) throw new RangeError(`${size} > ${most}`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function statOf(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    const isLink =
      (error as NodeJS.ErrnoException).code === 'ENOENT' && (await isSymbolicLink(path));
    throw isLink ? new SourceRefused('brokenLink') : error;
  }
}

const isSymbolicLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );

function refuseOthers(found: Stats): void {
  if (found.isFile()) return;
  if (found.isDirectory()) throw new SourceRefused('folder');
  if (found.isFIFO()) throw new SourceRefused('pipe');
  throw new SourceRefused(found.isSocket() ? 'socket' : 'device');
}
