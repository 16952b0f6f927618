/** What the Traffic page shows of one request: its events, bodies, and headers. */
import { formatJson } from '../jsonText.ts';
import { memberOf, tryReadJson, type JsonNode } from '../jsonTree.ts';
import { batchSpans } from './batchSpans.ts';
import { spanAt } from './pathInBody.ts';
import type { TrafficProblem } from './problem.ts';
import type { ValidatedCall } from './recordedCall.ts';

export interface ShownBody {
  readonly text: string;
  readonly isJson: boolean;
  /** The length of all of it as it was sent. */
  readonly bytes: number;
  /** What is missing at the end: nothing, what isn't shown here, or what wasn't recorded either. */
  readonly cut: 'none' | 'shown' | 'recorded';
  /** The places in the text that problems are about. */
  readonly marks: readonly {
    readonly start: number;
    readonly end: number;
    readonly severity: 'error' | 'warning';
    readonly message: string;
  }[];
}

export interface ShownEvent {
  /** Its place in the request, from 0. */
  readonly index: number;
  readonly id: string | null;
  readonly name: string | null;
  readonly problems: readonly TrafficProblem[];
}

export interface RequestDetail {
  readonly n: number;
  /** The first ones, and all with problems. */
  readonly events: readonly ShownEvent[];
  readonly eventCount: number;
  /** The customer of all events; null if they have several, or none. */
  readonly customer: string | null;
  /** What is wrong with the request itself. */
  readonly problems: readonly TrafficProblem[];
  readonly request: ShownBody;
  readonly response: ShownBody;
  readonly requestHeaders: ValidatedCall['requestHeaders'];
  readonly responseHeaders: ValidatedCall['responseHeaders'];
}

/** More events, and longer texts, are for a document. */
const MAX_EVENTS = 100;
export const MAX_SHOWN = 64 * 1024;

export function requestDetail(call: ValidatedCall): RequestDetail {
  const { n, problems } = call;
  const events = call.events === 0 ? [] : eventsOf(call.requestBody);
  const byEvent = new Map<number | undefined, TrafficProblem[]>();
  for (const each of problems)
    byEvent.set(indexOf(each), [...(byEvent.get(indexOf(each)) ?? []), each]);
  const shown = events.flatMap((event, index) => {
    const own = byEvent.get(index) ?? [];
    const { id, name } = event;
    return index < MAX_EVENTS || own.length > 0 ? [{ index, id, name, problems: own }] : [];
  });
  const customers = new Set(events.map(({ customer }) => customer));
  const [customer] = customers;
  return {
    n,
    events: shown,
    eventCount: call.events,
    customer: customers.size === 1 ? (customer ?? null) : null,
    // Also those of events that can't be read.
    problems: problems.filter((each) => (indexOf(each) ?? Infinity) >= events.length),
    request: bodyOf(call.requestBody, call.requestBytes, call.requestCut, problems),
    response: bodyOf(call.responseBody, call.responseBytes, call.responseCut, []),
    requestHeaders: call.requestHeaders,
    responseHeaders: call.responseHeaders,
  };
}

/** A body as it is shown, with all of what was recorded. */
export const wholeBody = (text: string): string => (isShortJson(text) ? formatJson(text) : text);

const indexOf = ({ path }: TrafficProblem) => {
  const index = /^\$\.events\[(\d+)\]/.exec(path)?.[1];
  return index === undefined ? undefined : Number(index);
};

/** Formatting a longer text would hold up everything else. */
const MAX_FORMATTED = 1024 * 1024;
const isShortJson = (text: string) =>
  text.length <= MAX_FORMATTED && tryReadJson(text) !== undefined;

function bodyOf(
  recorded: string,
  bytes: number,
  isCut: boolean,
  problems: readonly TrafficProblem[],
): ShownBody {
  const isJson = isShortJson(recorded);
  const whole = isJson ? formatJson(recorded).trimEnd() : recorded;
  const text = whole.slice(0, MAX_SHOWN);
  const root = isJson && problems.length > 0 ? tryReadJson(whole) : undefined;
  const marks = root === undefined ? [] : problems.flatMap((each) => markOf(root, each));
  return {
    text,
    isJson: isJson || /^\s*[{[]/.test(recorded),
    bytes,
    cut: isCut ? 'recorded' : text.length < whole.length ? 'shown' : 'none',
    marks: marks
      .filter(({ end }) => end <= text.length)
      .sort((one, other) => one.start - other.start),
  };
}

function markOf(root: JsonNode, { path, severity, message }: TrafficProblem) {
  const span = path === '$' ? undefined : spanAt(root, path);
  // A whole event would mark everything.
  return span === undefined || path.endsWith(']') ? [] : [{ ...span, severity, message }];
}

interface ReadEvent {
  readonly id: string | null;
  readonly name: string | null;
  readonly customer: string | null;
}

function eventsOf(body: string): readonly ReadEvent[] {
  const spans = batchSpans(body)?.events ?? [];
  return spans.map(({ start, end }) => {
    const event = tryReadJson(body.slice(start, end));
    const text = (key: string) => {
      const value = event?.kind === 'object' ? memberOf(event, key) : undefined;
      return value?.kind === 'string' ? value.value : null;
    };
    return {
      id: text('idempotency_key'),
      name: text('event_name'),
      customer: text('external_customer_id') ?? text('customer_id'),
    };
  });
}
