/**
 * Who still needs this process. `GET /sandbox/presence` is a response that never ends: each program that uses the process keeps one
 * open. Some time after the last one has closed, the process ends. `POST /sandbox/stop` ends it at once.
 */
import type { ServerResponse } from 'node:http';

/** A comment at this interval shows that the connection is alive. */
const ALIVE_MS = 15_000;

export class Presence {
  #open = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param aloneMs how long it waits for someone @param end called once */
  constructor(
    private readonly aloneMs: number,
    private readonly end: () => void,
  ) {
    this.#wait();
  }

  hold(response: ServerResponse): void {
    this.#open += 1;
    clearTimeout(this.#timer);
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.flushHeaders();
    const alive = setInterval(() => response.write(':\n\n'), ALIVE_MS);
    response.once('close', () => {
      clearInterval(alive);
      this.#open -= 1;
      if (this.#open === 0) this.#wait();
    });
  }

  /** After the response to the request that asks for it. */
  stop(response: ServerResponse): void {
    response.once('close', this.end);
    response.writeHead(200, { 'Content-Type': 'application/json', Connection: 'close' }).end('{}');
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #wait(): void {
    this.#timer = setTimeout(this.end, this.aloneMs);
  }
}
