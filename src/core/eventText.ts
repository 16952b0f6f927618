/**
 * The text of an event's document: exactly the body that amend accepts, cut from Orb's JSON, so that strings, numbers and the
 * order of properties are Orb's own.
 */
import { memberOf, readJson, type JsonNode } from './jsonTree.ts';

const customerKeys = ['external_customer_id', 'customer_id'] as const;
type CustomerKey = (typeof customerKeys)[number];

/**
 * @param raw an event as Orb's search returns it, or a body that was sent
 * @param like a text whose customer field is used if the event has that ID too; by default the external ID comes first
 * @throws JsonSyntaxError
 */
export function eventText(raw: string, like?: string): string {
  const event = readJson(raw);
  const customer = customerOf(event, like === undefined ? undefined : readJson(like));
  const lines = ['event_name', 'timestamp', ...(customer === undefined ? [] : [customer])].flatMap(
    (key) => {
      const value = memberOf(event, key);
      return value === undefined ? [] : [`  ${JSON.stringify(key)}: ${source(raw, value)}`];
    },
  );
  return `{\n${[...lines, `  "properties": ${properties(raw, event)}`].join(',\n')}\n}\n`;
}

/** Which ID names the customer: the one `like` uses, else the external one, else Orb's own. */
function customerOf(event: JsonNode, like: JsonNode | undefined): CustomerKey | undefined {
  const given = (node: JsonNode, key: CustomerKey) =>
    (memberOf(node, key)?.kind ?? 'null') !== 'null';
  const has = customerKeys.filter((key) => given(event, key));
  return has.find((key) => like !== undefined && given(like, key)) ?? has[0];
}

function properties(raw: string, event: JsonNode): string {
  const value = memberOf(event, 'properties');
  if (value === undefined) return '{}';
  if (value.kind !== 'object') return source(raw, value);
  if (value.members.length === 0) return '{}';
  const lines = value.members.map(
    (member) => `    ${source(raw, member.keySpan)}: ${source(raw, member.value)}`,
  );
  return `{\n${lines.join(',\n')}\n  }`;
}

const source = (text: string, { start, end }: { readonly start: number; readonly end: number }) =>
  text.slice(start, end);
