/**
 * Validates what an integration sends, as it is recorded: each ingested event by the rules of core/rules, and against the requests before
 * it. The work for each event has a bound, and so has what is remembered.
 */
import type { Issue } from '../issue.ts';
import * as texts from '../texts/traffic.ts';
import { EventIds } from './eventIds.ts';
import { EventNames } from './eventNames.ts';
import { eventsOf, type EventSpan, type IngestBody } from './ingestBody.ts';
import { pathInRequest, type TrafficProblem } from './problem.ts';
import { readEvent, seenEvent, type LooseEvent } from './readEvent.ts';
import { Retries } from './retries.ts';
import { kindOf, ValueKinds } from './valueKinds.ts';

export interface RecordedRequest {
  readonly n: number;
  /** 0: there was no response. */
  readonly status: number;
  readonly idempotencyKey: string | undefined;
  /** The same for requests with the same method, path, query, and body; undefined if that isn't known, or not a POST. */
  readonly digest: string | undefined;
  /** The body of an ingest; undefined for every other request. */
  readonly ingest?: IngestBody;
}

export interface Validation {
  /** How many events the request has. */
  readonly events: number;
  readonly problems: readonly TrafficProblem[];
}

/** Of a request; more problems say nothing new. */
const MAX_PROBLEMS = 100;
/** Of a request; Orb accepts 500. */
const MAX_EVENTS = 20_000;
/** After this many events a caller may do something else. */
const STEP = 25;
/** Of one event; the types of others aren't compared. */
const MAX_PROPERTIES = 200;

export class TrafficValidator {
  readonly #ids = new EventIds();
  readonly #names = new EventNames();
  readonly #kinds = new ValueKinds();
  readonly #retries = new Retries();

  /** Validates a request, and remembers it. Requests must come in their order. Yields now and then. */
  *validate(request: RecordedRequest): Generator<void, Validation> {
    const problems: TrafficProblem[] = [];
    const { digest, ingest } = request;
    const retry = digest === undefined ? undefined : this.#retries.add({ ...request, digest });
    if (retry !== undefined) problems.push(retry);
    const spans = ingest === undefined ? [] : eventsOf(ingest, problems);
    const ids: string[] = [];
    for (const [index, span] of spans.slice(0, MAX_EVENTS).entries()) {
      if (index % STEP === STEP - 1) yield;
      const seen = this.#event(span, index, request, problems);
      if (seen !== undefined) ids.push(seen);
    }
    // A batch that was rejected isn't in Orb, so its corrected events may have the same IDs.
    if (request.status >= 400 && request.status < 500) this.#ids.remove(ids, request.n);
    return { events: spans.length, problems: problems.slice(0, MAX_PROBLEMS) };
  }

  /** @returns the event's ID */
  #event(
    { start, end, value, quotes }: EventSpan,
    index: number,
    { n, ingest }: RecordedRequest,
    problems: TrafficProblem[],
  ): string | undefined {
    if (ingest?.text === undefined) return undefined;
    const parsed = quotes === undefined ? undefined : { value, quotes };
    const { event, issues, fault } = readEvent(
      ingest.text.slice(start, end),
      ingest.context,
      parsed,
    );
    const id = typeof event.idempotency_key === 'string' ? event.idempotency_key : undefined;
    const add = (path: readonly string[], problem: Omit<TrafficProblem, 'eventId' | 'path'>) => {
      if (problems.length >= MAX_PROBLEMS) return;
      problems.push({ eventId: id ?? null, ...problem, path: pathInRequest(index, path) });
    };
    if (fault !== undefined) {
      add([], { severity: 'error', code: 'not-json', message: texts.bodyNotJson(fault) });
    }
    for (const { path, severity, code, message } of issues) add(path, { severity, code, message });
    const external = event.external_customer_id;
    const { customers } = ingest.context;
    if (
      typeof external === 'string' &&
      external !== '' &&
      customers?.hasExternalId(external) === false
    ) {
      const message = texts.noCustomerYet();
      add(['external_customer_id'], { severity: 'warning', code: 'customer-unknown', message });
    }
    this.#shape(event, issues, add);
    if (id === undefined || id === '') return undefined;
    const conflict = this.#ids.add(seenEvent(id, event), n);
    if (conflict !== undefined) add(['idempotency_key'], conflict);
    return id;
  }

  /** The event's name, and the types of its properties. */
  #shape(
    { event_name: name, properties }: LooseEvent,
    issues: readonly Issue[],
    add: (path: readonly string[], problem: Omit<TrafficProblem, 'eventId' | 'path'>) => void,
  ): void {
    if (typeof name !== 'string' || name === '') return;
    const like = this.#names.add(name);
    if (like !== undefined) {
      const message = texts.similarName(name, like.name, like.count);
      add(['event_name'], { severity: 'warning', code: 'event-name-similar', message });
    }
    if (typeof properties !== 'object' || properties === null) return;
    for (const [key, value] of Object.entries(properties).slice(0, MAX_PROPERTIES)) {
      const kind = kindOf(value);
      const unusual = kind && this.#kinds.add(name, key, kind);
      // One problem for one value: the rule that already has one says what to do.
      const isMarked = issues.some(({ path }) => path[0] === 'properties' && path[1] === key);
      if (kind === undefined || unusual === undefined || isMarked) continue;
      const message = texts.typeChanged(kind, unusual.usual, unusual.count, unusual.total);
      add(['properties', key], { severity: 'warning', code: 'property-type-changed', message });
    }
  }
}
