/**
 * The body of POST /ingest. Almost every batch is plain, compact JSON: that is told by printing what was parsed and
 * comparing it with the body, which is several times faster than reading a tree, and as safe: equal text means that no
 * number, order or doubled key was lost. Anything else is read as a tree.
 */
import { MAX_BATCH } from '../core/event.ts';
import { memberOf, readJson, type JsonNode } from '../core/jsonTree.ts';
import { bodyText, parseTree } from './json.ts';
import { invalid } from './problems.ts';
import { pythonRepr, required, unexpected } from './wording.ts';

/** One event as it came. */
export interface Incoming {
  /** Where JavaScript values hold all of it: these, and its text. */
  readonly plain?: { readonly value: unknown; readonly text: string };
  tree(): JsonNode;
}

/** @throws Problem 400 when the body is no batch */
export function readBatch(body: Buffer): readonly Incoming[] {
  const text = bodyText(body);
  const events = plainBatch(text) ?? treeBatch(text);
  if (events.length > MAX_BATCH) {
    throw invalid(`A request holds at most ${MAX_BATCH} events, this one ${events.length}`);
  }
  return events;
}

function plainBatch(text: string): readonly Incoming[] | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  const events = (body as { readonly events?: unknown } | null)?.events;
  if (!Array.isArray(events)) return undefined;
  const texts = events.map((value) => JSON.stringify(value));
  if (`{"events":[${texts.join(',')}]}` !== text) return undefined;
  return texts.map((each, index) => ({
    plain: { value: events[index] as unknown, text: each },
    tree: () => readJson(each),
  }));
}

function treeBatch(text: string): readonly Incoming[] {
  const root = parseTree(text);
  if (root.kind !== 'object') throw invalid(`${pythonRepr(root)} is not of type 'object'`);
  const unknown = root.members.filter(({ key }) => key !== 'events');
  if (unknown.length > 0) throw invalid(...unknown.map(({ key }) => unexpected(key)));
  const events = memberOf(root, 'events');
  if (events === undefined) throw invalid(required('events'));
  if (events.kind !== 'array') throw invalid(`${pythonRepr(events)} is not of type 'array'`);
  return events.items.map((node) => ({ tree: () => node }));
}
