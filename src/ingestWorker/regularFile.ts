/**
 * Opens files, and only files. Opening a named pipe waits until somebody writes into it, in one of the few threads that all file
 * access of the extension host shares: so nothing is opened before it is known to be a regular file. No editor here.
 */
import { constants, type Stats } from 'node:fs';
import { lstat, open, stat, type FileHandle } from 'node:fs/promises';
import { SourceRefused } from '../ingest/sourceKind.ts';

/** @throws SourceRefused for what is no regular file, else what node:fs throws, for example ENOENT, EACCES */
export async function openRegular(
  path: string,
): Promise<{ readonly file: FileHandle; readonly size: number }> {
  refuseOthers(await statOf(path));
  // Should a pipe have taken its place meanwhile, this does not wait for it. Windows has no such flag, and no such pipes in folders.
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

/** @throws as `openRegular`, and a RangeError for more bytes than asked for */
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
