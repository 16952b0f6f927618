/** Validates one line in full: decodes it, parses it losslessly and applies the rules. Also says where the fast scan can be trusted. */
import { JsonSyntaxError, memberOf, readJson, type JsonNode } from '../core/jsonTree.ts';
import { withCompiledCatalog } from '../core/catalog/compiledContext.ts';
import type { Issue } from '../core/issue.ts';
import { jsonFault, notUtf8 } from '../core/lineFaults.ts';
import { MAX_AHEAD_MS, type RuleContext } from '../core/rules/context.ts';
import { customerOf } from '../core/rules/customer.ts';
import { checkIngestEvent } from '../core/rules/ingest.ts';
import { HOUR_MS } from '../core/timeframe.ts';
import { parseTimestamp } from '../core/timestamp.ts';
import type { FastScanLimits } from './scan.ts';

export interface LineValidation {
  /** Why Orb would reject the line; empty for a valid one. */
  readonly reasons: readonly string[];
  /** What the event catalog says against it, though it's sent. */
  readonly warnings: readonly string[];
  /** The event ID and other fields, as far as the line can be parsed. */
  readonly key?: string;
  /** The byte index where the event ID starts; absent when it is written with escapes or follows non-ASCII text. */
  readonly keyStart?: number;
  readonly name?: string;
  readonly customer?: string;
  readonly ms?: number;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a line, or undefined when it isn't UTF-8. */
export function decodeLine(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

const messageOf = ({ message }: Issue): string => message;

const textOf = (node: JsonNode | undefined) => (node?.kind === 'string' ? node.value : undefined);

/** Validates the bytes of one line, without its line break. */
export function validateLine(bytes: Uint8Array, context: RuleContext): LineValidation {
  const text = decodeLine(bytes);
  if (text === undefined) return { reasons: [notUtf8()], warnings: [] };
  let root: JsonNode;
  try {
    root = readJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError)
      return { reasons: [jsonFault(text, error).message], warnings: [] };
    throw error;
  }
  const issues = checkIngestEvent(root, withCompiledCatalog(context));
  const reasons = issues.filter(({ severity }) => severity === 'error').map(messageOf);
  const warnings = issues
    .filter(({ severity, code }) => severity === 'warning' && code.startsWith('catalog-'))
    .map(messageOf);
  const keyNode = memberOf(root, 'idempotency_key');
  const key = textOf(keyNode);
  const isAsWritten =
    keyNode !== undefined &&
    text.length === bytes.length &&
    keyNode.end - keyNode.start - 2 === key?.length;
  const name = textOf(memberOf(root, 'event_name'));
  const customer = customerOf(root)?.id;
  const ms = parseTimestamp(textOf(memberOf(root, 'timestamp')) ?? '')?.ms;
  return {
    reasons,
    warnings,
    ...(key !== undefined && { key }),
    ...(isAsWritten && { keyStart: keyNode.start + 1 }),
    ...(name !== undefined && { name }),
    ...(customer !== undefined && { customer }),
    ...(ms !== undefined && { ms }),
  };
}

/** The limits within which the fast scan decides alone. It can't check customers and deprecated event IDs, so with those it decides nothing. */
export function fastScanLimits(context: RuleContext): FastScanLimits {
  const { nowMs, gracePeriodHours, backfill, customers, isDeprecated } = context;
  if (customers !== undefined || isDeprecated !== undefined) return { fromMs: 1, toMs: 0 };
  const latest = nowMs + MAX_AHEAD_MS - 1;
  if (backfill === undefined) {
    return { fromMs: Math.ceil(nowMs - gracePeriodHours * HOUR_MS), toMs: latest };
  }
  const start = parseTimestamp(backfill.timeframeStart);
  const end = parseTimestamp(backfill.timeframeEnd);
  if (start === undefined || end === undefined) return { fromMs: 1, toMs: 0 };
  const { customerId, externalCustomerId } = backfill;
  // At the bounds, digits below the millisecond matter; full validation handles those.
  const window = { fromMs: start.ms + 1, toMs: Math.min(latest, end.ms - 1) };
  return {
    ...window,
    only: {
      ...(customerId != null && { customerId }),
      ...(externalCustomerId != null && { externalCustomerId }),
    },
  };
}

/** The event ID of a valid line. */
export function keyOf({ bytes }: { readonly bytes: Uint8Array }): string {
  const event = JSON.parse(decodeLine(bytes) ?? '') as { readonly idempotency_key?: unknown };
  return String(event.idempotency_key);
}
