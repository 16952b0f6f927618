/** One event of a recorded request: what is wrong with it by itself, and what it is compared by. */
import { textHash } from '../../std/textHash.ts';
import type { Issue } from '../issue.ts';
import { tryReadJson } from '../jsonTree.ts';
import type { RuleContext } from '../rules/context.ts';
import { fastCheck, type ParsedEvent, type ValidEvent } from '../rules/fastCheck.ts';
import { checkIngestEvent } from '../rules/ingest.ts';
import type { SeenEvent } from './eventIds.ts';
import { syntaxFault } from './ingestBody.ts';

/** An event of which nothing is certain. */
export type LooseEvent = Partial<Readonly<Record<keyof ValidEvent, unknown>>>;

export interface ReadEvent {
  readonly event: LooseEvent;
  readonly issues: readonly Issue[];
  /** Why the text isn't JSON. */
  readonly fault?: string;
}

/** @param parsed the same event, if it was parsed before */
export function readEvent(text: string, context: RuleContext, parsed?: ParsedEvent): ReadEvent {
  const { customers, ...fast } = context;
  const valid = fastCheck(text, fast, parsed);
  const customer = valid?.customer_id;
  const isKnown = typeof customer !== 'string' || customers?.hasId(customer) !== false;
  if (valid !== undefined && isKnown) return { event: valid, issues: [] };
  const root = tryReadJson(text);
  if (root === undefined) return { event: {}, issues: [], fault: syntaxFault(text) ?? '' };
  const issues = checkIngestEvent(root, context);
  const event = root.kind === 'object' ? (JSON.parse(text) as LooseEvent) : {};
  return { event, issues };
}

/**
 * Two events with the same fields have the same content, in whatever order they are written. Numbers count by their value, since the
 * event's text isn't kept.
 */
export function seenEvent(id: string, event: LooseEvent): SeenEvent {
  const { customer_id: own, external_customer_id: external, properties } = event;
  const customer = textHash(`${printed(own)}\n${printed(external)}`);
  let content = half(textHash(`${printed(event.event_name)}\n${printed(event.timestamp)}`));
  content = (content + half(customer)) % HALF;
  // Sums have no order.
  for (const [key, value] of Object.entries(properties ?? {})) {
    content = (content + half(textHash(`${key}\n${printed(value)}`))) % HALF;
  }
  return { id, customer, content };
}

/** Below it, two hashes add up without rounding. */
const HALF = 2 ** 52;
const half = (hash: number) => hash % HALF;

/** Texts can't be taken for other values. */
const printed = (value: unknown): string =>
  typeof value === 'string' ? `"${value}` : JSON.stringify(value ?? null);
