/**
 * Random bytes and every kind of bad response to each call of the client, which must return a value
 * or a message in time, while the host stays responsive.
 */
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { closed, listen } from '../helpers/httpServer.ts';
import { badAnswers } from './badAnswers.ts';
import { HostProcess } from './hostProcess.ts';
import type { Operation } from './hostMessages.ts';
import type { Random } from './random.ts';
import { rounds, type Scenario } from './scenario.ts';

const event =
  '{"id":"evt/1","event_name":"chaos","timestamp":"2026-08-20T11:00:00Z","customer_id":null,"external_customer_id":"acme","properties":{"n":1.0},"deprecated":false}';
const backfill =
  '{"id":"b","status":"pending","created_at":"2026-08-20T11:00:00Z","timeframe_start":"2026-08-19T00:00:00Z","timeframe_end":"2026-08-20T00:00:00Z","events_ingested":1,"close_time":null,"reverted_at":null,"customer_id":null,"replace_existing_events":false,"deprecation_filter":null}';
const hour =
  '{"timeframe_start":"2026-08-19T00:00:00Z","timeframe_end":"2026-08-19T01:00:00Z","count":3}';

/** A correct response for each operation. */
const honest: Readonly<Record<Operation, string>> = {
  search: `{"data":[${event}]}`,
  amend: '{"amended":"evt/1"}',
  deprecate: '{"deprecated":"evt/1"}',
  ingest: '{"validation_failed":[]}',
  createBackfill: backfill,
  listBackfills: `{"data":[${backfill}],"pagination_metadata":{"has_more":false,"next_cursor":null}}`,
  fetchBackfill: backfill,
  closeBackfill: backfill,
  revertBackfill: backfill,
  volume: `{"data":[${hour}]}`,
  ping: '{"response":"pong"}',
};
const operations = Object.keys(honest) as readonly Operation[];
const names = Object.keys(badAnswers);

/** As many pages as a client asks for. */
const endlessPages = (operation: Operation, random: Random): string =>
  honest[operation].replace(
    /(?:,"pagination_metadata".*)?\}$/,
    `,"pagination_metadata":{"has_more":true,"next_cursor":"${random.int(0, 2 ** 32 - 1)}-${random.int(0, 2 ** 32 - 1)}"}}`,
  );

export const responses: Scenario = async (random, options) => {
  using host = new HostProcess();
  const sockets = new Set<Socket>();
  let current: { operation: Operation; name: string; random: Random } | undefined;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (current === undefined) return;
      const { operation, name } = current;
      const body = honest[operation];
      if (name === 'endlessPages') {
        response
          .setHeader('content-type', 'application/json')
          .end(endlessPages(operation, current.random));
      } else badAnswers[name]?.({ random: current.random, response, body });
    });
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  const baseUrl = `http://127.0.0.1:${await listen(server)}/v1`;
  try {
    return await rounds(random, options, async (round) => {
      for (const operation of operations) {
        const name = round.random.pick([...names, 'garbled', 'garbled', 'endlessPages']);
        const isPaged = operation === 'listBackfills' || operation === 'volume';
        current = {
          operation,
          name: name === 'endlessPages' && !isPaged ? 'garbled' : name,
          random: round.random.fork(),
        };
        round.counts.events++;
        await host.ask<'call'>(round, { kind: 'call', baseUrl, operation });
      }
    });
  } finally {
    for (const socket of sockets) socket.destroy();
    await closed(server);
  }
};
