/** Follows what a recorder records: `GET /sandbox/stream`. */
import type { ValidatedCall } from '../../core/traffic/recordedCall.ts';
import { authorized, type RecorderAddress } from './recorderApi.ts';

export interface Follower {
  recorded(call: ValidatedCall): void;
  /** The requests so far are gone, and are counted from 1 again. */
  cleared(): void;
}

const RETRY_MS = 500;

/** Until `signal` aborts. A lost connection is made again, and continues where it was. */
export async function follow(
  recorder: RecorderAddress,
  follower: Follower,
  signal: AbortSignal,
): Promise<void> {
  let last = 0;
  const take = (event: string) => {
    if (event.startsWith('event: clear')) {
      last = 0;
      follower.cleared();
    }
    const data = /^id: \d+\ndata: /.exec(event);
    if (data === null) return;
    const call = JSON.parse(event.slice(data[0].length)) as ValidatedCall;
    last = call.n;
    follower.recorded(call);
  };
  const isOver = () => signal.aborted;
  while (!isOver()) {
    try {
      const url = `${recorder.adminUrl}/stream?since=${last}`;
      const { body } = await fetch(url, { ...authorized(recorder), signal });
      if (body !== null) await readEvents(body, take);
    } catch {
      // Code that waits for the recorder's end hears of it by its presence.
    }
    if (!isOver()) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** @param take called with each event's lines */
async function readEvents(
  body: ReadableStream<Uint8Array>,
  take: (event: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  /** A line break that ended a chunk: the next one may begin with the other half of an event's end. */
  let held = '';
  for await (const chunk of body) {
    const text = held + decoder.decode(chunk, { stream: true });
    held = text.endsWith('\n') && !text.endsWith('\n\n') ? '\n' : '';
    const events = text.slice(0, text.length - held.length).split('\n\n');
    const rest = events.pop() ?? '';
    for (const [index, event] of events.entries()) {
      take(index === 0 ? parts.join('') + event : event);
      parts = [];
    }
    // A long event comes in many chunks.
    if (rest !== '') parts.push(rest);
  }
}
