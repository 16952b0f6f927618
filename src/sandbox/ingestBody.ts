/**
 * The body of POST /ingest. Almost every batch is plain, compact JSON of valid events: that is told by printing what was
 * parsed and comparing it with the body, which is several times faster than reading a tree, and as safe: equal text
 * means that no number, order or doubled key was lost. Anything else is read as a tree.
 */
import { MAX_BATCH } from '../core/event.ts';
import { memberOf, readJson, type JsonNode } from '../core/jsonTree.ts';
import { bodyText, parseTree, printNode, required, unexpected } from './json.ts';
import { invalid } from './problems.ts';

/** One event as it came: `plain` where JavaScript values hold all of it, else only the tree does. */
export interface Incoming {
  readonly plain: unknown;
  tree(): JsonNode;
}

/** @throws Problem 400 when the body is no batch */
export function readBatch(body: Buffer): readonly Incoming[] {
  const text = bodyText(body);
  const events = plainBatch(text) ?? treeBatch(text);
  if (events.length > MAX_BATCH) {
    throw invalid(`A request holds at most ${MAX_BATCH} events, this one ${events.length}.`);
  }
  return events;
}

function plainBatch(text: string): readonly Incoming[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || JSON.stringify(value) !== text)
    return undefined;
  const keys = Object.keys(value);
  const events = (value as { readonly events?: unknown }).events;
  if (keys.length !== 1 || !Array.isArray(events)) return undefined;
  return events.map((plain: unknown) => ({
    plain,
    tree: () => readJson(JSON.stringify(plain)),
  }));
}

function treeBatch(text: string): readonly Incoming[] {
  const root = parseTree(text);
  if (root.kind !== 'object') throw invalid(`${printNode(root)} is not of type 'object'`);
  const unknown = root.members.filter(({ key }) => key !== 'events');
  if (unknown.length > 0) throw invalid(...unknown.map(({ key }) => unexpected(key)));
  const events = memberOf(root, 'events');
  if (events === undefined) throw invalid(required('events'));
  if (events.kind !== 'array') throw invalid(`${printNode(events)} is not of type 'array'`);
  return events.items.map((node) => ({ plain: undefined, tree: () => node }));
}
