/** POST /ingest: all events of the batch or none, each key once (orb-domain 2.4, checklist B to E). */
import { canonicalJson } from '../core/canonicalJson.ts';
import type { JsonNode } from '../core/jsonTree.ts';
import type { Account } from './account.ts';
import { countIngested, openBackfill, type BackfillRow } from './backfillStore.ts';
import type { Call, Reply } from './call.ts';
import { ingestChecker, type Checker, type Failure } from './eventCheck.ts';
import {
  addToHours,
  findEvent,
  findInLayer,
  hourOf,
  insertEvent,
  type NewEvent,
} from './eventStore.ts';
import { readBatch, type Incoming } from './ingestBody.ts';
import { invalid, refused } from './problems.ts';

export function ingest(call: Call): Reply {
  const { account, query, notes } = call;
  const incoming = readBatch(call.body);
  account.limits.events(incoming.length, account.settings, account.now());
  const backfillId = query.get('backfill_id');
  const backfill = backfillId === null ? undefined : openBackfill(account, backfillId);
  if (incoming.length === 0) notes.push('The batch is empty.');

  const failures: Failure[] = [];
  const events = checkAll(incoming, ingestChecker(account, backfill, notes), failures);
  const partial = account.settings.partialIngest;
  const refusal = () => {
    const errors = failures.flatMap(({ validation_errors }) => validation_errors);
    const detail = `${failures.length} of ${incoming.length} events failed validation.`;
    return refused(detail, errors, failures);
  };
  if (failures.length > 0 && !partial) throw refusal();
  const { duplicate, ingested } = store(account, events, backfill, failures);
  if (failures.length > 0) {
    const problem = refusal();
    // Thrown, it takes the stored events back.
    if (!partial) throw problem;
    return { status: problem.status, body: problem.body };
  }
  const debug = query.get('debug') === 'true' && account.settings.debugResponses;
  const answer = { validation_failed: [], ...(debug && { debug: { duplicate, ingested } }) };
  return { status: 200, body: JSON.stringify(answer) };
}

/** The events to store, each key once. @throws Problem 400 when one key stands for two different events */
function checkAll(
  incoming: readonly Incoming[],
  check: Checker,
  failures: Failure[],
): readonly NewEvent[] {
  const first = new Map<string, Incoming>();
  const events: NewEvent[] = [];
  for (const each of incoming) {
    const event = check(each);
    if ('validation_errors' in event) {
      failures.push(event);
      continue;
    }
    const earlier = first.get(event.id);
    if (earlier === undefined) {
      first.set(event.id, each);
      events.push(event);
    } else assertSame(event.id, earlier.tree(), each.tree());
  }
  return events;
}

function assertSame(id: string, a: JsonNode, b: JsonNode): void {
  if (canonicalJson(a) === canonicalJson(b)) return;
  throw invalid(`The idempotency_key ${id} is used twice in this request, with different events`);
}

function store(
  account: Account,
  events: readonly NewEvent[],
  backfill: BackfillRow | undefined,
  failures: Failure[],
): { duplicate: string[]; ingested: string[] } {
  const duplicate: string[] = [];
  const ingested: string[] = [];
  const hours = new Map<number, number>();
  const layer = backfill?.layer ?? account.ownLayer;
  const shownFrom = account.now() + account.settings.searchDelayMs;
  for (const event of events) {
    const known = knownBefore(account, event, backfill);
    if (known === undefined && insertEvent(account, layer, event, shownFrom)) {
      ingested.push(event.id);
      const hour = hourOf(event.ms);
      hours.set(hour, (hours.get(hour) ?? 0) + 1);
      continue;
    }
    const taken = known ?? findInLayer(account, event.id, layer);
    if (taken !== undefined && (taken.deprecated === 1 || taken.replaced_by !== null)) {
      const why = `The event with idempotency_key ${event.id} is deprecated and cannot be ingested again`;
      failures.push({ idempotency_key: event.id, validation_errors: [why] });
    } else duplicate.push(event.id);
  }
  if (backfill === undefined) addToHours(account, hours);
  else countIngested(account, backfill, ingested.length);
  return { duplicate, ingested };
}

/** The event that holds the key already, outside of the layer that is written to. */
function knownBefore(account: Account, event: NewEvent, backfill: BackfillRow | undefined) {
  // Without reflected backfills the unique index of the account's own layer tells all, at no further cost.
  if (backfill === undefined && !account.hasOtherLayers) return undefined;
  const known = findEvent(account, event.id);
  if (known === undefined || known.layer === (backfill?.layer ?? account.ownLayer))
    return undefined;
  const replaces =
    backfill?.replaces === 1 &&
    known.deprecated === 0 &&
    known.ms >= backfill.start_ms &&
    known.ms < backfill.end_ms;
  return replaces ? undefined : known;
}
