/** A recorder runs as long as a window is connected to it. Its end is noticed by the end of the connection. */
import type { RecorderAddress } from './recorderApi.ts';
import { authorized } from './recorderApi.ts';

export interface Presence {
  /** Resolves when the recorder has ended; never after `leave`. */
  readonly ended: Promise<void>;
  /** The recorder ends some time later, unless another window is connected. */
  leave(): void;
}

/** How often, and how long after another, a lost connection is tried again: the recorder may only be busy. */
const ATTEMPTS = 3;
const PAUSE_MS = 100;

/** @returns undefined when no recorder with this key responds there */
export async function joinRecorder(address: RecorderAddress): Promise<Presence | undefined> {
  const over = new AbortController();
  const first = await connect(address, over.signal);
  if (first === undefined) return undefined;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  void stay(address, first, over.signal).then(() => {
    if (!over.signal.aborted) end();
  });
  return { ended, leave: () => over.abort() };
}

type Open = ReadableStreamDefaultReader<Uint8Array>;

async function stay(address: RecorderAddress, first: Open, signal: AbortSignal): Promise<void> {
  for (let open: Open | undefined = first; open !== undefined;) {
    await drain(open);
    open = undefined;
    for (let attempt = 0; attempt < ATTEMPTS && !signal.aborted; attempt += 1) {
      open ??= await connect(address, signal);
      if (open === undefined) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

async function connect(address: RecorderAddress, signal: AbortSignal): Promise<Open | undefined> {
  try {
    const response = await fetch(`${address.adminUrl}/presence`, {
      ...authorized(address),
      signal,
    });
    return response.ok ? response.body?.getReader() : undefined;
  } catch {
    return undefined;
  }
}

async function drain(open: Open): Promise<void> {
  try {
    while (!(await open.read()).done);
  } catch {
    // It was cut.
  }
}
