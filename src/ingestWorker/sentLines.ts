/** Lists the events that a run sent, and verifies whether Orb has them as they were sent. */
import type { IngestEvent } from '../core/event.ts';
import { parseTimestamp } from '../core/timestamp.ts';
import { decodeLine } from '../ingest/validateLine.ts';
import { pickLines } from '../ingest/pick.ts';
import { verifyLines } from '../ingest/verify.ts';
import { systemClock } from './disk.ts';
import type { FromWorker, SentWithin, ToWorker } from './messages.ts';
import type { RunFile } from './runFile.ts';
import { withClient } from './orbClientInWorker.ts';

type Message<Kind extends FromWorker['kind']> = Extract<FromWorker, { kind: Kind }>;

const SENT = ['accepted', 'known'] as const;

/** The first events that Orb accepted. @throws SourceChanged, SourceShrank */
export async function listSent(
  { source, validated }: RunFile,
  { most, within }: Pick<Extract<ToWorker, { kind: 'list' }>, 'most' | 'within'>,
): Promise<Message<'listed'>> {
  const events: { readonly id: string; readonly ms: number }[] = [];
  for await (const batch of pickLines(source, validated, SENT, most)) {
    for (const { bytes } of batch) {
      const event = JSON.parse(decodeLine(bytes) ?? '') as IngestEvent;
      const ms = parseTimestamp(event.timestamp)?.ms ?? 0;
      if (within !== undefined && !isWithin(event, ms, within)) continue;
      events.push({ id: event.idempotency_key, ms });
    }
    if (events.length >= most) break;
  }
  events.splice(most);
  const times = events.map(({ ms }) => ms);
  return {
    kind: 'listed',
    ids: events.map(({ id }) => id),
    total: within === undefined ? validated.states.count(...SENT) : events.length,
    firstMs: Math.min(...times),
    lastMs: Math.max(...times),
  };
}

function isWithin(event: IngestEvent, ms: number, within: SentWithin): boolean {
  const { startMs, endMs, externalCustomerId, customerId } = within;
  if (ms < startMs || ms >= endMs) return false;
  return typeof event.external_customer_id === 'string'
    ? event.external_customer_id === externalCustomerId
    : event.customer_id === customerId;
}

/** Sends `verifying` for progress and `verified` at the end. @throws OrbError, SourceChanged, AbortError */
export async function verifyRun(
  { source, validated }: RunFile,
  { client, searchesPerSecond }: Extract<ToWorker, { kind: 'verify' }>,
  tell: (message: FromWorker) => void,
  signal: AbortSignal,
): Promise<void> {
  const of = validated.states.count(...SENT);
  const missing: string[] = [];
  const different: Message<'verified'>['different'][number][] = [];
  let done = 0;
  await withClient(client, tell, async ({ events }) => {
    const ports = { source, sink: events, clock: systemClock };
    for await (const batch of verifyLines(ports, validated, SENT, searchesPerSecond, signal)) {
      for (const { id, outcome, heldAt } of batch) {
        if (outcome === 'missing') missing.push(id);
        if (outcome === 'different')
          different.push({ id, ...(heldAt !== undefined && { heldAt }) });
      }
      done += batch.length;
      tell({ kind: 'verifying', done, of });
    }
  });
  const found = done - missing.length - different.length;
  tell({ kind: 'verified', found, missing, different });
}
