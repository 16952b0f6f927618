/**
 * `GET /sandbox/stream`: requests as they are recorded, as server-sent events
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html). The ID of each is its number, so that a reader who connects again
 * continues where it was.
 */
import type { ServerResponse } from 'node:http';
import type { Recorded } from './requestLog.ts';
import type { Traffic } from './traffic.ts';

/** A comment at this interval shows both sides that the connection is alive. */
const ALIVE_MS = 15_000;
/** A reader who is further behind has to connect again. */
const MAX_BEHIND = 32 * 1024 * 1024;

/** @param since the number of the last request that the reader has */
export function streamTraffic(traffic: Traffic, response: ServerResponse, since: number): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
  });
  response.flushHeaders();
  let last = since;
  const write = (text: string) => {
    response.write(text);
    if (response.writableLength > MAX_BEHIND) response.destroy();
  };
  const send = (call: Recorded) => {
    if (call.n <= last) return;
    last = call.n;
    write(`id: ${call.n}\ndata: ${JSON.stringify(call)}\n\n`);
  };
  const alive = setInterval(() => write(':\n\n'), ALIVE_MS);
  let end: () => void = () => undefined;
  response.on('close', () => {
    clearInterval(alive);
    end();
  });
  void traffic.settled().then(() => {
    for (const call of traffic.since(since)) send(call);
    if (!response.destroyed) end = traffic.listen(send);
  });
}
