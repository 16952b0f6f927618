/** One event of a recorded request: what is wrong with it by itself, and what it is compared by. */
import { textHash } from '../../std/textHash.ts';
import type { Issue } from '../issue.ts';
import { tryReadJson } from '../jsonTree.ts';
import type { RuleContext } from '../rules/context.ts';
import { fastCheck, type ValidEvent } from '../rules/fastCheck.ts';
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

export function readEvent(text: string, context: RuleContext): ReadEvent {
  const { customers, ...fast } = context;
  const valid = fastCheck(text, fast);
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
  const { customer_id: own = null, external_customer_id: external = null, properties } = event;
  const sorted = Object.entries(properties ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const content = JSON.stringify([event.event_name, event.timestamp, own, external, sorted]);
  return { id, customer: textHash(JSON.stringify([own, external])), content: textHash(content) };
}
