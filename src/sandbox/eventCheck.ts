/** Whether an event may be ingested, by the rules of core/rules, and what is stored of it. */
import type { AmendBody } from '../core/event.ts';
import { memberOf, type JsonNode } from '../core/jsonTree.ts';
import type { RuleContext } from '../core/rules/context.ts';
import { checkIngestEvent } from '../core/rules/ingest.ts';
import { quotesOfValid, usualTime } from '../core/rules/fastValidate.ts';
import { parseTimestamp, toUtc } from '../core/timestamp.ts';
import type { Account } from './account.ts';
import type { BackfillRow } from './backfillStore.ts';
import type { NewEvent } from './eventStore.ts';
import type { Incoming } from './ingestBody.ts';
import { printNode } from './json.ts';
import { orbMessage, pythonRepr } from './orbMessages.ts';

/** An item of `validation_failed`. */
export interface Failure {
  readonly idempotency_key: string;
  readonly validation_errors: readonly string[];
}

/** The event to store, or what is wrong with it. */
export type Checker = (incoming: Incoming) => NewEvent | Failure;

/** Warnings that `strictTimestamps` makes errors. */
const ZONE_CODES = ['timestamp-offset', 'timestamp-no-zone'];

/** For texts known to be a time: with seconds, and with milliseconds or no fraction. */
const UTC_TIME = /^.{19}(?:\.\d{3})?Z$/;
/** Per event; more aren't listed. */
const MAX_ERRORS = 20;
/** Per request. */
const MAX_NOTES = 20;

/** Checks the events of one request. @param notes receives the rules' warnings */
export function ingestChecker(
  account: Account,
  backfill: BackfillRow | undefined,
  notes: string[],
): Checker {
  const { customers, settings } = account;
  const quick: RuleContext = {
    nowMs: account.now(),
    gracePeriodHours: settings.graceHours,
    ...(backfill && { backfill: timeframeOf(backfill) }),
  };
  const context: RuleContext = { ...quick, customers };
  const inScope = (event: Pick<NewEvent, 'customer' | 'external'>) =>
    backfill?.customer == null || customers.of(event)?.id === backfill.customer;

  function plainEvent(incoming: Incoming): NewEvent | undefined {
    const { plain } = incoming;
    if (plain === undefined || quotesOfValid(plain.value, quick) !== plain.quotes) return undefined;
    // Safe after the check: all of these exist and have these types.
    const body = plain.value as AmendBody & { readonly idempotency_key: string };
    const { customer_id: customer = null, external_customer_id: external = null, timestamp } = body;
    const ms =
      usualTime(timestamp) ?? (UTC_TIME.test(timestamp) ? Date.parse(timestamp) : undefined);
    if (ms === undefined || /\s/.test(body.event_name)) return undefined;
    if (customer !== null && !customers.hasId(customer)) return undefined;
    if (!inScope({ customer, external })) return undefined;
    return {
      id: body.idempotency_key,
      ms,
      name: body.event_name,
      timestamp,
      customer,
      external,
      properties: plain.properties,
    };
  }

  function treeEvent(node: JsonNode): NewEvent | Failure {
    const issues = checkIngestEvent(node, context);
    const isError = ({ severity, code }: (typeof issues)[number]) =>
      severity === 'error' || (settings.strictTimestamps && ZONE_CODES.includes(code));
    const errors = issues
      .filter(isError)
      .slice(0, MAX_ERRORS)
      .map((issue) => orbMessage(issue, node, quick));
    for (const issue of issues) {
      if (!isError(issue) && notes.length < MAX_NOTES) notes.push(issue.message);
    }
    const event = errors.length === 0 ? storable(node) : undefined;
    if (event !== undefined && !inScope(event)) {
      errors.push(
        `The event is not of customer ${backfill?.customer ?? ''}, whom the backfill is limited to`,
      );
    }
    if (event !== undefined && errors.length === 0) return event;
    return { idempotency_key: keyOf(node), validation_errors: errors };
  }

  return (incoming) => plainEvent(incoming) ?? treeEvent(incoming.tree());
}

export function timeframeOf({ start_ms, end_ms }: BackfillRow) {
  return {
    timeframeStart: new Date(start_ms).toISOString(),
    timeframeEnd: new Date(end_ms).toISOString(),
  };
}

/** The text of a member; null if it isn't text. */
export function textOf(node: JsonNode, key: string): string | null {
  const value = memberOf(node, key);
  return value?.kind === 'string' ? value.value : null;
}

function keyOf(node: JsonNode): string {
  const key = memberOf(node, 'idempotency_key');
  return key === undefined ? '' : key.kind === 'string' ? key.value : pythonRepr(key);
}

function storable(node: JsonNode): NewEvent | undefined {
  const timestamp = textOf(node, 'timestamp') ?? '';
  const instant = parseTimestamp(timestamp);
  const properties = memberOf(node, 'properties');
  if (instant === undefined || properties === undefined) return undefined;
  return {
    id: keyOf(node),
    ms: instant.ms,
    name: textOf(node, 'event_name') ?? '',
    timestamp: instant.zone === 'utc' ? timestamp : toUtc(instant),
    customer: textOf(node, 'customer_id'),
    external: textOf(node, 'external_customer_id'),
    properties: printNode(properties),
  };
}
