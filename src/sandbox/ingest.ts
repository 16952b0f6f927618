/** `POST /ingest`: all events of the batch or none, each ID once (https://docs.withorb.com/api-reference/event/ingest-events). */
import { canonicalJson } from '../core/canonicalJson.ts';
import type { Account } from './account.ts';
import { countIngested, openBackfill, type BackfillRow } from './backfillStore.ts';
import type { Call, Reply } from './call.ts';
import { ingestChecker, type Checker, type Failure } from './eventCheck.ts';
import {
  addToHours,
  findEvent,
  findInLayer,
  hourOf,
  insertEvents,
  type EventRow,
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
  const checked = checkAll(incoming, ingestChecker(account, backfill, notes), failures);
  const partial = account.settings.partialIngest;
  const refusal = () => {
    const errors = failures.flatMap(({ validation_errors }) => validation_errors);
    const detail = `${failures.length} of ${incoming.length} events failed validation.`;
    return refused(detail, errors, failures);
  };
  if (failures.length > 0 && !partial) throw refusal();
  const { duplicate, ingested } = store(account, checked, backfill, failures);
  if (failures.length > 0) {
    const problem = refusal();
    // Throwing it undoes the stored events.
    if (!partial) throw problem;
    return { status: problem.status, body: problem.body };
  }
  const debug = query.get('debug') === 'true' && account.settings.debugResponses;
  const idsOf = (list: readonly NewEvent[]) => list.map(({ id }) => id);
  const answer = {
    validation_failed: [],
    ...(debug && { debug: { duplicate, ingested: idsOf(ingested) } }),
  };
  return { status: 200, body: JSON.stringify(answer) };
}

/** The events that may be stored, and the part of the request that each came from. */
interface Checked {
  readonly events: readonly NewEvent[];
  readonly sources: readonly Incoming[];
}

function checkAll(incoming: readonly Incoming[], check: Checker, failures: Failure[]): Checked {
  const events: NewEvent[] = [];
  const sources: Incoming[] = [];
  for (const each of incoming) {
    const event = check(each);
    if ('validation_errors' in event) failures.push(event);
    else {
      events.push(event);
      sources.push(each);
    }
  }
  return { events, sources };
}

/** @throws Problem 400 when the request uses one ID for two different events */
function store(
  account: Account,
  checked: Checked,
  backfill: BackfillRow | undefined,
  failures: Failure[],
): { readonly duplicate: readonly string[]; readonly ingested: readonly NewEvent[] } {
  const { events } = checked;
  const layer = backfill?.layer ?? account.ownLayer;
  const shownFrom = account.now() + account.settings.searchDelayMs;
  // Without reflected backfills the unique index of the account's own layer is enough, at no further cost.
  const isAlone = backfill === undefined && !account.hasOtherLayers;
  const known = new Map<string, EventRow>();
  if (!isAlone) {
    for (const { id } of events) {
      const row = knownBefore(account, id, backfill);
      if (row !== undefined) known.set(id, row);
    }
  }
  const unknown = known.size === 0 ? events : events.filter(({ id }) => !known.has(id));
  const taken = new Set(insertEvents(account, layer, unknown, shownFrom));
  // Almost always all of them are new, and then none of them is a duplicate within the request either.
  const isAllNew = known.size + taken.size === 0;
  const repeats = isAllNew ? undefined : repeatsIn(checked);
  for (const event of taken) {
    const row = repeats?.has(event) === true ? undefined : findInLayer(account, event.id, layer);
    if (row !== undefined) known.set(event.id, row);
  }
  const ingested = isAllNew ? events : unknown.filter((event) => !taken.has(event));
  if (backfill === undefined) addToHours(account, countHours(ingested));
  else countIngested(account, backfill, ingested.length);

  const duplicate: string[] = [];
  for (const [id, row] of known) {
    const { deprecated, replaced_by } = row;
    if (backfill !== undefined && row.layer !== layer && willReplace(backfill, row)) {
      const why = `The idempotency_key ${id} belongs to an event that the backfill replaces`;
      failures.push({ idempotency_key: id, validation_errors: [why] });
    } else if (deprecated === 1 || replaced_by !== null) {
      const why = `The event with idempotency_key ${id} is deprecated and cannot be ingested again`;
      failures.push({ idempotency_key: id, validation_errors: [why] });
    } else duplicate.push(id);
  }
  return { duplicate, ingested };
}

/** The events whose ID came earlier in the request, with the same content. @throws Problem 400 for different content */
function repeatsIn({ events, sources }: Checked): ReadonlySet<NewEvent> {
  const repeats = new Set<NewEvent>();
  const first = new Map<string, Incoming>();
  /** For the first event with a repeated ID, parsed once however often it is repeated. */
  const canonical = new Map<string, string>();
  for (const [index, event] of events.entries()) {
    const { id } = event;
    const source = sources[index];
    const earlier = first.get(id);
    if (source === undefined) continue;
    if (earlier === undefined) {
      first.set(id, source);
      continue;
    }
    const expected = canonical.get(id) ?? canonicalJson(earlier.tree());
    canonical.set(id, expected);
    if (canonicalJson(source.tree()) !== expected) {
      throw invalid(
        `The idempotency_key ${id} is used twice in this request, with different events`,
      );
    }
    repeats.add(event);
  }
  return repeats;
}

function countHours(events: readonly NewEvent[]): ReadonlyMap<number, number> {
  const hours = new Map<number, number>();
  for (const { ms } of events) {
    const hour = hourOf(ms);
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
  }
  return hours;
}

/** The event that already has the ID, outside of the layer that is written to. */
function knownBefore(
  account: Account,
  id: string,
  backfill: BackfillRow | undefined,
): EventRow | undefined {
  const known = findEvent(account, id);
  if (known === undefined || known.layer === (backfill?.layer ?? account.ownLayer)) {
    return undefined;
  }
  const isAccepted =
    account.settings.replacedIds === 'accepted' &&
    backfill !== undefined &&
    willReplace(backfill, known);
  return isAccepted ? undefined : known;
}

const willReplace = (backfill: BackfillRow, { deprecated, ms }: EventRow): boolean =>
  backfill.replaces === 1 && deprecated === 0 && ms >= backfill.start_ms && ms < backfill.end_ms;
