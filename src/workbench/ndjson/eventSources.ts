/** Finds the events of dead letters in files. */
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { findEvents, type EventLine, type EventIds } from '../../ingest/findEvents.ts';
import type { Source } from '../../ingest/ports.ts';
import { SourceRefused } from '../../ingest/sourceKind.ts';
import { convertText } from './convert.ts';
import { openRegular } from '../../ingestWorker/regularFile.ts';
import { pause, slice } from '../../std/slices.ts';
import { readWhole, refusedInWords } from '../fileContent.ts';

/**
 * @returns the events with these IDs, in file order; a line that is in several files only once
 * @throws UserError for a file that can't be read
 */
export async function collect(
  uris: readonly vscode.Uri[],
  ids: EventIds,
  signal: AbortSignal,
): Promise<readonly EventLine[]> {
  const found = new Map<string, EventLine>();
  for (const uri of uris) {
    await eachFound(uri, ids, signal, (event) => found.set(`${event.key}\n${event.text}`, event));
  }
  return [...found.values()];
}

/** Which of the IDs a file has; none when it can't be read or isn't an event file. */
export async function idsIn(
  uri: vscode.Uri,
  ids: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  try {
    await eachFound(uri, ids, signal, ({ key }) => found.add(key));
  } catch {
    signal.throwIfAborted();
    return new Set();
  }
  return found;
}

async function eachFound(
  uri: vscode.Uri,
  ids: EventIds,
  signal: AbortSignal,
  visit: (event: EventLine) => void,
): Promise<void> {
  try {
    await inLines(await openLines(uri, signal), ids, signal, visit);
  } catch (error) {
    if (!isConvertible(error)) throw refusedInWords(error) ?? error;
    await inLines(await converted(uri), ids, signal, visit);
  }
}

async function inLines(
  opened: Opened,
  ids: EventIds,
  signal: AbortSignal,
  visit: (event: EventLine) => void,
): Promise<void> {
  await using lines = opened;
  let isTimeUp = slice();
  for await (const events of findEvents(lines.source, ids)) {
    signal.throwIfAborted();
    events.forEach(visit);
    if (!isTimeUp()) continue;
    await pause();
    isTimeUp = slice();
  }
}

interface Opened extends AsyncDisposable {
  readonly source: Source;
}

/** Opens a file as lines; a gzip file is unpacked. */
async function openLines(uri: vscode.Uri, signal: AbortSignal): Promise<Opened> {
  if (uri.scheme !== 'file') return inMemory(await readWhole(uri));
  return uri.path.endsWith('.gz') ? unpacked(uri.fsPath, signal) : onDisk(uri.fsPath);
}

/** A JSON array, a request body or pretty-printed events. */
const isConvertible = (error: unknown) =>
  error instanceof SourceRefused && ['array', 'body', 'spread'].includes(error.kind);

async function converted(uri: vscode.Uri): Promise<Opened> {
  const text = new TextDecoder().decode(await readWhole(uri));
  return inMemory(Buffer.from(await convertText(text, '\n')));
}

async function onDisk(path: string): Promise<Opened> {
  const { file, size } = await openRegular(path);
  return {
    source: {
      size,
      read: async (into, position) => (await file.read(into, 0, into.length, position)).bytesRead,
      digest: () => '',
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}

async function unpacked(path: string, signal: AbortSignal): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'orb-events-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const target = join(folder, 'unpacked');
  try {
    const { file } = await openRegular(path);
    await pipeline(file.createReadStream(), createGunzip(), createWriteStream(target), { signal });
    const opened = await onDisk(target);
    return {
      source: opened.source,
      [Symbol.asyncDispose]: async () => {
        await opened[Symbol.asyncDispose]();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

const inMemory = (bytes: Uint8Array): Opened => ({
  source: {
    size: bytes.length,
    read: (into, position) => {
      const part = bytes.subarray(position, position + into.length);
      into.set(part);
      return Promise.resolve(part.length);
    },
    digest: () => '',
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
});
