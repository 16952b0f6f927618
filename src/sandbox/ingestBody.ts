/** The body of `POST /ingest`. Almost every batch is a list of flat events, which are kept as written. Anything else is parsed as a tree. */
import { MAX_BATCH } from '../core/event.ts';
import { memberOf, type JsonNode } from '../core/jsonTree.ts';
import { plainBatch } from '../core/plainBatch.ts';
import { assertKnown, bodyText, parseTree } from './json.ts';
import { invalid } from './problems.ts';
import { pythonRepr, required } from './orbMessages.ts';

/** One event as it was sent. */
export interface Incoming {
  /** Undefined if something in the event needs the full check. */
  readonly plain?: {
    readonly value: unknown;
    /** The quotes that begin and end strings in its text. */
    readonly quotes: number;
    /** The text of its only object, which is that of its properties where the event is valid. */
    readonly properties: string;
  };
  /** @throws Problem 400 for an event that is nested too deeply */
  tree(): JsonNode;
}

/** Characters of an event. Orb documents no limit, and no event comes near this one. */
export const MAX_EVENT_LENGTH = 1024 * 1024;

/** @throws Problem 400 when the body isn't a batch */
export function readBatch(body: Buffer): readonly Incoming[] {
  const text = bodyText(body);
  const events = plainBatch(text);
  if (events === undefined) return treeBatch(text);
  assertCount(events.length);
  return events.map(({ value, start, end, quotes, properties }) => {
    assertLength(end - start);
    const tree = () => parseTree(text.slice(start, end));
    return properties === undefined ? { tree } : { plain: { value, quotes, properties }, tree };
  });
}

function treeBatch(text: string): readonly Incoming[] {
  const root = parseTree(text);
  if (root.kind !== 'object') throw invalid(`${pythonRepr(root)} is not of type 'object'`);
  assertKnown(root, ['events']);
  const events = memberOf(root, 'events');
  if (events === undefined) throw invalid(required('events'));
  if (events.kind !== 'array') throw invalid(`${pythonRepr(events)} is not of type 'array'`);
  assertCount(events.items.length);
  return events.items.map((node) => {
    assertLength(node.end - node.start);
    return { tree: () => node };
  });
}

function assertCount(events: number): void {
  if (events <= MAX_BATCH) return;
  throw invalid(`A request holds at most ${MAX_BATCH} events, this one ${events}`);
}

/** @throws Problem 400 for the text of an event that is too long */
export function assertLength(length: number): void {
  if (length <= MAX_EVENT_LENGTH) return;
  throw invalid(`An event has at most ${MAX_EVENT_LENGTH} characters, this one ${length}`);
}
