/** How two texts of one event differ, field by field, and whether they do. */
import { canonicalJson } from './canonicalJson.ts';
import type { JsonPath } from './issue.ts';
import { readJson, type JsonNode } from './jsonTree.ts';
import { sameInstant } from './timestamp.ts';

const PROPERTIES = 'properties';

/** One field. `before` and `after` are JSON as written in the texts, not re-printed. */
export type EventChange = { readonly path: JsonPath } & (
  | { readonly kind: 'changed'; readonly before: string; readonly after: string }
  | { readonly kind: 'added'; readonly after: string }
  | { readonly kind: 'removed'; readonly before: string }
);

/** A parsed text, by field; of a duplicate key the last one counts, as in JSON.parse. */
export interface ReadEvent {
  readonly text: string;
  readonly root: JsonNode;
  /** A text that isn't an object is one field without a key. */
  readonly fields: ReadonlyMap<string | undefined, JsonNode>;
  /** Empty if there are no properties, or `properties` isn't an object. */
  readonly properties: ReadonlyMap<string, JsonNode>;
}

/**
 * The fields in which two texts differ: the members of the event and those of its properties, in the order of `after`, then what
 * was removed. White space and the order of members don't count; numbers are compared as written, strings by value, the
 * timestamp by its instant (Orb may print it in another notation than the one it was sent in).
 * @throws JsonSyntaxError when one of them isn't JSON
 */
export function eventChanges(before: string, after: string): readonly EventChange[] {
  return changesBetween(readText(before), readText(after));
}

/** Like eventChanges, for texts that are already parsed: parsing a large one takes longer than comparing it. */
export function changesBetween(old: ReadEvent, now: ReadEvent): readonly EventChange[] {
  const changes: EventChange[] = [];
  const sourceOf = ({ text }: ReadEvent, { start, end }: JsonNode) => text.slice(start, end);
  for (const [key, node] of now.fields) {
    const was = old.fields.get(key);
    compare(pathOf(key), was, node);
    if (key !== PROPERTIES) continue;
    for (const [name, value] of now.properties) {
      compare([PROPERTIES, name], old.properties.get(name), value);
    }
  }
  for (const [key, node] of old.fields) {
    if (!now.fields.has(key)) remove(pathOf(key), node);
    if (key !== PROPERTIES) continue;
    for (const [name, value] of old.properties) {
      if (!now.properties.has(name)) remove([PROPERTIES, name], value);
    }
  }
  return changes;

  function compare(path: JsonPath, was: JsonNode | undefined, node: JsonNode): void {
    const source = sourceOf(now, node);
    if (was === undefined) {
      changes.push({ path, kind: 'added', after: source });
      return;
    }
    const sourceBefore = sourceOf(old, was);
    // Most fields of a large event are unchanged, and comparing their text is fast.
    if (source === sourceBefore || sameField(path, was, node)) return;
    changes.push({ path, kind: 'changed', before: sourceBefore, after: source });
  }
  function remove(path: JsonPath, node: JsonNode): void {
    changes.push({ path, kind: 'removed', before: sourceOf(old, node) });
  }
}

/**
 * True when both texts mean the same event, see `eventChanges`.
 * A text that isn't JSON equals only itself.
 */
export function sameEvent(a: string, b: string): boolean {
  if (a === b) return true;
  try {
    return eventChanges(a, b).length === 0;
  } catch {
    return false;
  }
}

const pathOf = (key: string | undefined): JsonPath => (key === undefined ? [] : [key]);

/** @throws JsonSyntaxError */
export function readText(text: string): ReadEvent {
  const root = readJson(text);
  const fields: ReadEvent['fields'] =
    membersOf(root) ?? new Map<string | undefined, JsonNode>([[undefined, root]]);
  const given = fields.get(PROPERTIES);
  const properties = (given && membersOf(given)) ?? new Map<string, JsonNode>();
  return { text, root, fields, properties };
}

function membersOf(node: JsonNode): Map<string, JsonNode> | undefined {
  return node.kind === 'object'
    ? new Map(node.members.map(({ key, value }) => [key, value]))
    : undefined;
}

function sameField([key, property]: JsonPath, a: JsonNode, b: JsonNode): boolean {
  const [isA, isB] = [a.kind === 'object', b.kind === 'object'];
  // Each property is compared as a field of its own.
  if (key === PROPERTIES && property === undefined && isA && isB) return true;
  if (canonicalJson(a) === canonicalJson(b)) return true;
  return (
    key === 'timestamp' &&
    a.kind === 'string' &&
    b.kind === 'string' &&
    sameInstant(a.value, b.value)
  );
}
