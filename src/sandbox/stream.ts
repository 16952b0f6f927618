/**
 * `GET /sandbox/stream`: requests as they are recorded, as server-sent events
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html). The ID of each is its number, so that a reader who connects again
 * continues where it was. A `clear` event says that the requests so far are gone and that the next one has number 1.
 */
import type { ServerResponse } from 'node:http';
import type { Traffic } from './traffic.ts';

/** A comment at this interval shows both sides that the connection is alive. */
const ALIVE_MS = 15_000;
/** Requests that are listed at a time. */
const STEP = 50;

/** @param since the number of the last request that the reader has */
export async function streamTraffic(
  traffic: Traffic,
  response: ServerResponse,
  since: number,
): Promise<void> {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
  });
  response.flushHeaders();
  let last = since;
  let wasCleared = false;
  let wake: () => void = () => undefined;
  const alive = setInterval(() => response.write(':\n\n'), ALIVE_MS);
  const end = traffic.listen({
    recorded: () => wake(),
    cleared() {
      last = 0;
      wasCleared = true;
      wake();
    },
  });
  response.on('close', () => {
    clearInterval(alive);
    end();
    wake();
  });
  response.on('drain', () => wake());
  /** Waits for a slow reader. Requests that leave the log in the meantime are skipped, so nothing piles up. */
  const write = async (text: string) => {
    response.write(text);
    while (response.writableNeedDrain && !response.destroyed)
      await new Promise<void>((resolve) => (wake = resolve));
  };
  const isOver = () => response.destroyed;
  const isCleared = () => wasCleared;
  while (!isOver()) {
    if (isCleared()) {
      wasCleared = false;
      await write('event: clear\nid: 0\ndata:\n\n');
      continue;
    }
    const calls = traffic.validatedSince(last, STEP);
    if (calls.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    for (const call of calls) {
      if (isCleared() || isOver()) break;
      last = call.n;
      await write(`id: ${call.n}\ndata: ${JSON.stringify(call)}\n\n`);
    }
  }
}
