/** An event's JSON as Orb's search returns it: parsed into a UsageEvent, and updated to what was sent since. */
import type { UsageEvent } from './event.ts';
import { parseJson } from './json.ts';
import { memberOf, readJson, type JsonNode } from './jsonTree.ts';

/**
 * Parses an event whose JSON was checked before (by the client, or when it was sent). Missing parts become empty or null.
 * @throws SyntaxError or JsonSyntaxError
 */
export function readEvent(raw: string): UsageEvent {
  const node = readJson(raw);
  const text = (key: string) => {
    const value = memberOf(node, key);
    return value?.kind === 'string' ? value.value : undefined;
  };
  const deprecated = memberOf(node, 'deprecated');
  return {
    id: text('id') ?? '',
    eventName: text('event_name') ?? '',
    timestamp: text('timestamp') ?? '',
    customerId: text('customer_id') ?? null,
    externalCustomerId: text('external_customer_id') ?? null,
    properties: readProperties(raw, node),
    deprecated: deprecated?.kind === 'boolean' && deprecated.value,
  };
}

function readProperties(raw: string, event: JsonNode): UsageEvent['properties'] {
  const value = memberOf(event, 'properties');
  if (value?.kind !== 'object') return {};
  return parseJson(raw.slice(value.start, value.end)) as UsageEvent['properties'];
}

/**
 * The event's JSON after an amendment by `text`: name and properties are the sent ones, all else stays as Orb wrote it.
 * @throws JsonSyntaxError
 */
export function amendedJson(raw: string, text: string): string {
  const sent = readJson(text);
  return ['event_name', 'properties'].reduce((json, key) => {
    const value = memberOf(sent, key);
    return value === undefined ? json : setMember(json, key, text.slice(value.start, value.end));
  }, raw);
}

/** The event's JSON after it was deprecated. @throws JsonSyntaxError */
export function deprecatedJson(raw: string): string {
  return setMember(raw, 'deprecated', 'true');
}

/** The JSON of an event of which only a sent text is known. @throws JsonSyntaxError */
export function jsonFromText(eventId: string, text: string): string {
  return setMember(setMember(text.trim(), 'deprecated', 'false'), 'id', JSON.stringify(eventId));
}

/** Replaces the value of a member, or adds the member at the end. */
function setMember(raw: string, key: string, json: string): string {
  const node = readJson(raw);
  const value = memberOf(node, key);
  if (value !== undefined) return raw.slice(0, value.start) + json + raw.slice(value.end);
  if (node.kind !== 'object') return raw;
  const comma = node.members.length === 0 ? '' : ',';
  return `${raw.slice(0, node.end - 1)}${comma}${JSON.stringify(key)}:${json}${raw.slice(node.end - 1)}`;
}
