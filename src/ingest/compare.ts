/** Compares a line with the event in Orb. */
import { memberOf, readJson, type JsonNode } from '../core/jsonTree.ts';
import { sameInstant } from '../core/timestamp.ts';

const textOf = (node: JsonNode, key: string) => {
  const value = memberOf(node, key);
  return value?.kind === 'string' ? value.value : undefined;
};

/**
 * @param line the text of a valid line
 * @param raw the event as Orb returned it. Numbers are compared by value, since Orb may write 1.0 as 1.
 */
export function isSameEvent(line: string, raw: string): boolean {
  const [sent, found] = [readJson(line), readJson(raw)];
  return (
    textOf(sent, 'event_name') === textOf(found, 'event_name') &&
    sameInstant(textOf(sent, 'timestamp') ?? '', textOf(found, 'timestamp') ?? '') &&
    (['customer_id', 'external_customer_id'] as const).every((key) => {
      const id = textOf(sent, key);
      return id === undefined || id === textOf(found, key);
    }) &&
    sameProperties(memberOf(sent, 'properties'), memberOf(found, 'properties'))
  );
}

function sameProperties(sent: JsonNode | undefined, found: JsonNode | undefined): boolean {
  if (sent?.kind !== 'object' || found?.kind !== 'object') return false;
  if (sent.members.length !== found.members.length) return false;
  const values = new Map(found.members.map(({ key, value }) => [key, value]));
  return sent.members.every(({ key, value }) => {
    const other = values.get(key);
    return other !== undefined && sameValue(value, other);
  });
}

function sameValue(a: JsonNode, b: JsonNode): boolean {
  if (a.kind === 'number' && b.kind === 'number') return sameNumber(a.source, b.source);
  if (a.kind === 'string' && b.kind === 'string') return a.value === b.value;
  if (a.kind === 'boolean' && b.kind === 'boolean') return a.value === b.value;
  return false;
}

const isInteger = (source: string) => /^-?\d+$/.test(source);

function sameNumber(a: string, b: string): boolean {
  if (a === b) return true;
  if (isInteger(a) && isInteger(b)) return BigInt(a) === BigInt(b);
  return Number(a) === Number(b);
}
