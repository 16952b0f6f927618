import Orb from 'orb-billing';
import { Pool } from 'undici';
import type { IngestEvent } from '../../src/core/event.ts';
import { joinLines } from '../../src/orb/body.ts';
import { createClient } from '../../src/orb/client.ts';
import { bench, perSecond, type Run } from './bench.ts';
import { batchesOf, sendAll, withEmptyServer } from './load.ts';

const EVENTS = 200_000;
const apiKey = 'bench-key';

/** The events per second of a way to send batches that `prepare` has created beforehand. */
function through<T>(
  prepare: (batch: readonly IngestEvent[]) => T,
  sender: (url: string) => (batch: T) => Promise<unknown>,
) {
  return ({ size }: Run): Promise<number> =>
    withEmptyServer(async (url) => {
      const batches = Array.from(batchesOf(size(EVENTS)), prepare);
      const send = sender(url);
      // What a process does only once, such as loading undici and connecting, isn't part of a rate.
      const [first] = batches;
      if (first !== undefined) await send(first);
      return perSecond(size(EVENTS), () => sendAll(batches, send));
    });
}

const same = (batch: readonly IngestEvent[]) => batch;
const toLines = (batch: readonly IngestEvent[]) =>
  batch.map((event) => Buffer.from(JSON.stringify(event)));

/** The minimum that any client does: write the request and read the response. */
function barePool(url: string) {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin);
  return async (body: string | Uint8Array) => {
    const answer = await pool.request({
      method: 'POST',
      path: `${pathname}/ingest`,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body,
    });
    await answer.body.json();
  };
}

export default bench({
  measures: {
    'the client': through(same, (baseUrl) => {
      const client = createClient({ baseUrl, apiKey });
      return (events) => client.events.ingest({ events });
    }),
    'the client with lines': through(toLines, (baseUrl) => {
      const client = createClient({ baseUrl, apiKey });
      return (lines) => client.events.ingest({ lines });
    }),
    'orb-billing': through(same, (baseURL) => {
      const orb = new Orb({ baseURL, apiKey });
      return (events) => orb.events.ingest({ events: events as Orb.EventIngestParams['events'] });
    }),
    'bare pool': through(same, (url) => {
      const send = barePool(url);
      return (events) => send(JSON.stringify({ events }));
    }),
    // Copying the lines into a body is the minimum that any client does with them.
    'bare pool that joins lines': through(toLines, (url) => {
      const send = barePool(url);
      return (lines) => send(joinLines(lines));
    }),
  },
  rows: [
    {
      name: 'client ingest, against orb-billing',
      of: 'the client',
      to: 'orb-billing',
      unit: '×',
      atLeast: 1.3,
    },
    {
      name: 'client ingest, against a bare undici Pool',
      of: 'the client',
      to: 'bare pool',
      unit: '×',
      atLeast: 0.8,
    },
    {
      name: 'client ingest of lines, against a bare Pool that joins them',
      of: 'the client with lines',
      to: 'bare pool that joins lines',
      unit: '×',
      atLeast: 0.8,
    },
  ],
});
