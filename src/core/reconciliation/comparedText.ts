/** An event as Orb had it when a line was compared with it, from the line and what differs. */
import { readJson } from '../jsonTree.ts';
import { eventText } from '../eventText.ts';
import type { FieldDifference } from './outcomes.ts';

const PROPERTY = 'properties.';

/**
 * The text that amends the event to what Orb had, to find out whether it changed since.
 * @param line the text of the line
 * @throws JsonSyntaxError
 */
export function comparedText(line: string, changes: readonly FieldDifference[]): string {
  const fields = membersOf(eventText(line));
  const properties = membersOf(fields.get('properties') ?? '{}');
  for (const { path, orb } of changes) {
    const isProperty = path.startsWith(PROPERTY);
    const [members, key] = isProperty ? [properties, path.slice(PROPERTY.length)] : [fields, path];
    if (orb === null) members.delete(key);
    else members.set(key, orb);
  }
  fields.set('properties', toJson(properties));
  return toJson(fields);
}

/** Keys with the source of their values. */
function membersOf(json: string): Map<string, string> {
  const root = readJson(json);
  if (root.kind !== 'object') return new Map();
  return new Map(root.members.map(({ key, value }) => [key, json.slice(value.start, value.end)]));
}

const toJson = (members: ReadonlyMap<string, string>): string =>
  `{${[...members].map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
