/**
 * A fresh sandbox inside the test's own process for each test, its clock frozen at NOW, with two customers. Each call is a
 * real HTTP request over loopback.
 */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../host/root.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/serve.ts';

export const NOW = '2026-08-20T12:00:00Z';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const KEYS = ['sandbox-test-key-one', 'sandbox-test-key-two'];

/** The time this number of milliseconds after (or before) NOW. */
export const at = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString();

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body. */
  readonly body: unknown;
}

export interface CallExtras {
  readonly headers?: Readonly<Record<string, string>>;
  /** Another account's key, or undefined to send none. */
  readonly apiKey?: string | undefined;
}

export class Box {
  #sandbox: Sandbox | undefined;
  readonly apiKey = KEYS[0] ?? '';
  readonly otherKey = KEYS[1] ?? '';

  get sandbox(): Sandbox {
    assert.ok(this.#sandbox, 'There is no sandbox outside of a test.');
    return this.#sandbox;
  }

  async start(): Promise<void> {
    const options = { port: 0, host: '127.0.0.1', apiKeys: KEYS, seed: 'none' } as const;
    const metricsFile = pathToFileURL(join(root, 'dist', 'sandboxMetrics.js'));
    this.#sandbox = await startSandbox({ ...options, metricsFile, now: Date.parse(NOW) });
    await this.control('customers', { id: 'cus_1', externalCustomerId: 'acme', name: 'Acme' });
    await this.control('customers', { id: 'cus_2', externalCustomerId: 'globex' });
    await this.control('customers', { id: 'cus_3' });
  }

  async stop(): Promise<void> {
    await this.#sandbox?.stop();
    this.#sandbox = undefined;
  }

  /** @param path with `/v1`. @param body a value to send as JSON, or text or bytes to send as they are */
  async call(
    method: string,
    path: string,
    body?: unknown,
    extras: CallExtras = {},
  ): Promise<Answer> {
    const asIs = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
    const sent = asIs ? (body ?? '') : JSON.stringify(body);
    const apiKey = 'apiKey' in extras ? extras.apiKey : this.apiKey;
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(sent),
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      ...extras.headers,
    };
    const { port, hostname } = new URL(this.sandbox.url);
    return await new Promise((resolve, reject) => {
      const outgoing = request({ method, path, port, hostname, headers }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const type = incoming.headers['content-type'] ?? '';
          const parsed =
            type === 'application/json' && text !== '' ? (JSON.parse(text) as unknown) : text;
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text,
            body: parsed,
          });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(sent);
    });
  }

  /** Calls the control interface: posts a body, or gets if there's none. */
  async control(path: string, body?: unknown): Promise<Answer> {
    const answer = await this.call(body === undefined ? 'GET' : 'POST', `/sandbox/${path}`, body);
    assert.equal(answer.status, 200, answer.text);
    return answer;
  }

  settings(changes: object): Promise<Answer> {
    return this.control('settings', changes);
  }

  /** Moves the frozen clock to this number of milliseconds after NOW. */
  async clock(ms: number): Promise<void> {
    await this.control('clock', { now: at(ms) });
  }

  ingest(events: readonly unknown[], query = '', extras?: CallExtras): Promise<Answer> {
    return this.call('POST', `/v1/ingest${query}`, { events }, extras);
  }

  /** Ingests, and fails the test if that fails. */
  async ingested(events: readonly unknown[], query = ''): Promise<void> {
    const answer = await this.ingest(events, query);
    assert.deepEqual([answer.status, answer.body], [200, { validation_failed: [] }], answer.text);
  }

  /** The events found by these IDs; `frame` widens the window. */
  async search(ids: readonly string[], frame: object = {}): Promise<readonly Found[]> {
    const answer = await this.call('POST', '/v1/events/search', { event_ids: ids, ...frame });
    assert.equal(answer.status, 200, answer.text);
    return (answer.body as { data: readonly Found[] }).data;
  }

  amend(id: string, body: unknown): Promise<Answer> {
    return this.call('PUT', `/v1/events/${encodeURIComponent(id)}`, body);
  }

  deprecate(id: string): Promise<Answer> {
    return this.call('PUT', `/v1/events/${encodeURIComponent(id)}/deprecate`);
  }

  /** The counts of the hours from `startMs` to `endMs` after NOW, hours without events left out. */
  async volume(startMs: number, endMs: number): Promise<Readonly<Record<string, number>>> {
    const query = new URLSearchParams({
      timeframe_start: at(startMs),
      timeframe_end: at(endMs),
      limit: '100',
    });
    const answer = await this.call('GET', `/v1/events/volume?${query.toString()}`);
    assert.equal(answer.status, 200, answer.text);
    const { data } = answer.body as { data: readonly { timeframe_start: string; count: number }[] };
    return Object.fromEntries(
      data
        .filter(({ count }) => count > 0)
        .map(({ timeframe_start, count }) => [timeframe_start, count]),
    );
  }
}

export interface Found {
  readonly id: string;
  readonly customer_id: string | null;
  readonly external_customer_id: string | null;
  readonly event_name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly timestamp: string;
  readonly deprecated: boolean;
}

/** Registers a fresh sandbox for each test of the suite around it. */
export function eachWithSandbox(): Box {
  const box = new Box();
  setup(() => box.start());
  teardown(() => box.stop());
  return box;
}

/** A valid event an hour ago; `undefined` leaves a member out. */
export function anEvent(
  id: string,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    idempotency_key: id,
    event_name: 'api_call',
    timestamp: at(-HOUR),
    external_customer_id: 'acme',
    properties: { tokens: 1 },
    ...changes,
  };
}

/** A valid amendment of anEvent. */
export function anAmendment(
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return anEvent('', { idempotency_key: undefined, ...changes });
}

const TYPES = 'https://docs.withorb.com/reference/error-responses#';

/** Asserts that the response is Orb's complete error of that class. @returns its message */
export function assertProblem(answer: Answer, kind: string): string {
  const status = Number(kind.slice(0, 3));
  assert.equal(answer.status, status, answer.text);
  const body = answer.body as Readonly<Record<string, unknown>>;
  assert.equal(body['type'], TYPES + kind);
  assert.equal(body['status'], status);
  assert.equal(typeof body['title'], 'string');
  assert.equal(typeof body['detail'], 'string');
  assert.equal(answer.headers['content-type'], 'application/json');
  if (kind === INVALID) assert.ok(Array.isArray(body['validation_errors']), answer.text);
  return answer.text;
}

export const INVALID = '400-request-validation-errors';
export const CONSTRAINT = '400-constraint-violation';
export const NOT_FOUND = '404-resource-not-found';
export const NO_URL = '404-url-not-found';
