/**
 * A recorder inside the test's own process, in front of a server that the test provides, and
 * requests as raw bytes.
 */
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { startSandbox, type SandboxOptions } from '../../src/sandbox/serve.ts';
import type { Recorded } from '../../src/sandbox/requestLog.ts';
import { startRawServer } from './httpServer.ts';

export const UPSTREAM_KEY = 'upstream_key_0123456789abcdefghij';

export interface RecorderBox {
  stop(): Promise<void>;
  readonly apiKey: string;
  readonly host: string;
  /** Calls the control interface: posts a body, or gets if there's none. */
  control(path: string, body?: unknown): Promise<unknown>;
  recorded(): Promise<readonly Recorded[]>;
}

/** Starts what a test needs, and stops it after the test. */
export function useRecorders() {
  const running: { stop(): Promise<unknown> }[] = [];
  teardown(async () => {
    for (const each of running.splice(0).reverse()) await each.stop();
  });

  async function record(url: string, more: Partial<SandboxOptions> = {}): Promise<RecorderBox> {
    const recorder = await startSandbox({
      ...{ port: 0, host: '127.0.0.1', apiKeys: [], seed: 'none' },
      upstream: { url, apiKey: UPSTREAM_KEY },
      ...more,
    });
    running.push(recorder);
    const stop = async () => {
      running.splice(running.indexOf(recorder), 1);
      await recorder.stop();
    };
    const [apiKey = ''] = recorder.apiKeys;
    const control = async (path: string, body?: unknown) => {
      const response = await fetch(`${recorder.adminUrl}/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${apiKey}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      assert.equal(response.status, 200, await response.clone().text());
      return response.json();
    };
    const recorded = () => control('requests') as Promise<readonly Recorded[]>;
    return { stop, apiKey, host: new URL(recorder.url).host, control, recorded };
  }

  /** A recorder in front of a server of raw sockets. */
  async function recordRaw(
    onConnection: (socket: Socket, first: string) => void,
    more?: Partial<SandboxOptions>,
  ): Promise<RecorderBox> {
    const server = await startRawServer(onConnection);
    running.push(server);
    return record(server.url, more);
  }

  return {
    record,
    recordRaw,
    alsoStop: (each: { stop(): Promise<unknown> }) => running.push(each),
  };
}

/** Sends bytes as they are. */
export class RawCaller {
  readonly socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #changed: () => void = () => undefined;
  isClosed = false;

  constructor(host: string) {
    const { hostname, port } = new URL(`http://${host}`);
    this.socket = connect(Number(port), hostname);
    this.socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#changed();
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.isClosed = true;
      this.#changed();
    });
  }

  /** Latin-1, so that each character is one byte. */
  get text(): string {
    return this.#received.toString('latin1');
  }

  send(data: string | Buffer): void {
    this.socket.write(typeof data === 'string' ? Buffer.from(data, 'latin1') : data);
  }

  /** Waits until what was received matches. */
  async receives(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.text)) {
      assert.ok(!this.isClosed, `The connection was closed after: ${this.text}`);
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
    return this.text;
  }

  async closed(): Promise<string> {
    while (!this.isClosed) await new Promise<void>((resolve) => (this.#changed = resolve));
    return this.text;
  }
}
