/**
 * The rules are shared with the extension (core/rules); here their issues become the messages of Orb's own service, which validates
 * with Python's jsonschema. Where no message of the real service is known, they are written in the same style.
 */
import type { Issue } from '../core/issue.ts';
import { memberOf, type JsonNode } from '../core/jsonTree.ts';
import type { RuleContext } from '../core/rules/context.ts';
import { HOUR_MS } from '../core/timeframe.ts';
import { parseTimestamp, toUtc, type Instant } from '../core/timestamp.ts';

/** Longer values are cut off in messages. */
const MAX_REPR = 300;
const cut = (text: string) => (text.length > MAX_REPR ? `${text.slice(0, MAX_REPR)}…` : text);

/** The value as Python prints it, cut off if it is long. */
export function pythonRepr(node: JsonNode): string {
  const parts: string[] = [];
  let room = MAX_REPR;
  const put = (text: string): void => {
    if (room > 0) parts.push(text.length > room ? `${text.slice(0, room)}…` : text);
    room -= text.length;
  };
  const list = <T>(items: readonly T[], print: (item: T) => void) => {
    for (const [index, item] of items.entries()) {
      if (room <= 0) return;
      if (index > 0) put(', ');
      print(item);
    }
  };
  const print = (value: JsonNode): void => {
    if (value.kind === 'array') {
      put('[');
      list(value.items, print);
      put(']');
    } else if (value.kind === 'object') {
      put('{');
      list(value.members, (member) => {
        put(`'${member.key}': `);
        print(member.value);
      });
      put('}');
    } else put(scalarRepr(value));
  };
  print(node);
  return parts.join('');
}

function scalarRepr(node: Exclude<JsonNode, { readonly kind: 'array' | 'object' }>): string {
  switch (node.kind) {
    case 'null':
      return 'None';
    case 'boolean':
      return node.value ? 'True' : 'False';
    case 'number':
      return node.source;
    case 'string':
      return `'${node.value}'`;
  }
}

/** A time as Orb's messages print it: `2026-08-20T00:00:00+00:00`. */
const pythonTime = (instant: Instant) => toUtc(instant).replace(/Z$/, '+00:00');

export const unexpected = (key: string) =>
  `Additional properties are not allowed ('${cut(key)}' was unexpected)`;
export const required = (key: string) => `'${key}' is a required property`;

/** The value an issue points to; undefined for a member that is missing. */
function valueAt(root: JsonNode, path: Issue['path']): JsonNode | undefined {
  return path.reduce<JsonNode | undefined>((node, key) => node && memberOf(node, key), root);
}

type Clock = Pick<RuleContext, 'nowMs' | 'gracePeriodHours'>;

/** Orb's message for an issue of an event or an amendment. @param root the event */
export function orbMessage(issue: Issue, root: JsonNode, context: Clock): string {
  const key = issue.path.at(-1) ?? '';
  const value = valueAt(root, issue.path);
  const repr = value === undefined ? key : pythonRepr(value);
  const optional = key === 'customer_id' || key === 'external_customer_id';
  switch (issue.code) {
    case 'not-object':
    case 'properties-type':
      return `${repr} is not of type 'object'`;
    case 'unknown-field':
    case 'idempotency-key':
      return unexpected(key);
    case 'required':
      return required(key);
    case 'not-text':
      return `${repr} is not of type 'string'${optional ? ", 'null'" : ''}`;
    case 'empty':
      return `${key}: '' is too short`;
    case 'timestamp-format':
      return `${repr} is not a 'date-time'`;
    case 'property-null':
    case 'property-object':
    case 'property-list':
      return `${repr} is not of type 'number', 'string', 'boolean'`;
    case 'number-range':
      return `${repr} is outside of the range -9223372036854775808 to 9223372036854775807`;
    case 'customer-missing':
    case 'customer-both':
      return 'Exactly one of customer_id and external_customer_id must be specified';
    case 'customer-unknown':
      return `Could not find a customer with ${key} ${repr}`;
    case 'timestamp-too-old':
    case 'timestamp-ahead':
    case 'timestamp-offset':
    case 'timestamp-no-zone':
      return timeMessage(issue, value, context);
    default:
      return issue.message;
  }
}

function timeMessage(issue: Issue, value: JsonNode | undefined, context: Clock): string {
  const instant = value?.kind === 'string' ? parseTimestamp(value.value) : undefined;
  if (instant === undefined) return issue.message;
  const said = `Event timestamp ${pythonTime(instant)}`;
  if (issue.code === 'timestamp-ahead') {
    return `${said} must not be more than 5 minutes in the future`;
  }
  if (issue.code !== 'timestamp-too-old') return `${said} must be given in UTC, without an offset`;
  const ms = context.nowMs - context.gracePeriodHours * HOUR_MS;
  return (
    `${said} must be later than ${pythonTime({ ms, fine: '', zone: 'utc' })} based on account grace period. ` +
    'To ingest an event older than the account grace period, create a backfill: ' +
    'https://docs.withorb.com/events-and-metrics/reporting-errors'
  );
}
