/**
 * The client for Orb's API over HTTP: its operations are named as in the API (orbApi.ts). It knows the wire format and the
 * network; it knows nothing of the editor, of files, or of what the user confirmed.
 */
import { pathSegment } from './address.ts';
import { readAnswer } from './answers.ts';
import type { ClientOptions, OrbClient } from './orbApi.ts';
import { backfillOperations } from './backfills.ts';
import { billingOperations } from './billing.ts';
import { toBody, wellFormed } from './body.ts';
import { ingestEvents } from './ingest.ts';
import { searchEvents } from './search.ts';
import { createTransport } from './transport.ts';
import { listVolume } from './volume.ts';
import { amendedWire, deprecatedWire, pingWire } from './wire.ts';

/**
 * A client for one account, with a connection pool of its own.
 * @throws OrbError `invalid` for an invalid base URL or key, `tlsOrProxy` for an invalid proxy.
 */
export function createClient(options: ClientOptions): OrbClient {
  const transport = createTransport(options);
  return {
    events: {
      search: (query, call) => searchEvents(transport, query, call),
      async amend(eventId, body, call) {
        const path = `/events/${pathSegment(eventId)}`;
        const text = typeof body === 'string' ? wellFormed(body) : toBody(body);
        return transport.send(
          { method: 'PUT', path, body: text },
          transport.limits(call),
          (reply) => {
            const { amended } = readAnswer(reply, amendedWire);
            return { amended };
          },
        );
      },
      async deprecate(eventId, call) {
        const path = `/events/${pathSegment(eventId)}/deprecate`;
        return transport.send({ method: 'PUT', path }, transport.limits(call), (reply) => {
          const { deprecated } = readAnswer(reply, deprecatedWire);
          return { deprecated };
        });
      },
      ingest: (input, call) => ingestEvents(transport, input, call),
    },
    backfills: backfillOperations(transport),
    ...billingOperations(transport),
    volume: { list: (query, call) => listVolume(transport, query, call) },
    ping: (call) =>
      transport.send({ method: 'GET', path: '/ping' }, transport.limits(call), (reply) => {
        const { response } = readAnswer(reply, pingWire);
        const serverTimeMs = Date.parse(reply.headers['date'] ?? '');
        return { response, ...(!Number.isNaN(serverTimeMs) && { serverTimeMs }) };
      }),
    onRequest(listener) {
      const listening = transport.requests.event(listener);
      return () => listening.dispose();
    },
    close: () => transport.close(),
  };
}
