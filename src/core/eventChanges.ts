/** How two texts of one event differ, field by field, and whether they do. */
import { canonicalJson } from './canonicalJson.ts';
import type { JsonPath } from './issue.ts';
import { readJson, type JsonNode } from './jsonTree.ts';
import { sameInstant } from './timestamp.ts';

/** One field. `before` and `after` are JSON as written in the texts, not re-printed. */
export type EventChange = { readonly path: JsonPath } & (
  | { readonly kind: 'changed'; readonly before: string; readonly after: string }
  | { readonly kind: 'added'; readonly after: string }
  | { readonly kind: 'removed'; readonly before: string }
);

/**
 * The fields in which two texts differ: the members of the event and those of its properties, in the order of `after`, then what
 * was removed. White space and the order of members do not count; numbers are compared as written, strings by value, the
 * timestamp by its instant (Orb may print it in another notation than it was sent in).
 * @throws JsonSyntaxError when one of them is not JSON
 */
export function eventChanges(before: string, after: string): readonly EventChange[] {
  const [old, now] = [fields(before), fields(after)];
  const changes: EventChange[] = [];
  for (const [id, field] of now) {
    const was = old.get(id);
    if (was === undefined) changes.push({ path: field.path, kind: 'added', after: field.source });
    else if (!sameField(was, field)) {
      changes.push({
        path: field.path,
        kind: 'changed',
        before: was.source,
        after: field.source,
      });
    }
  }
  for (const [id, { path, source }] of old) {
    if (!now.has(id)) changes.push({ path, kind: 'removed', before: source });
  }
  return changes;
}

/**
 * True when both texts mean the same event, see `eventChanges`.
 * A text that is not JSON is the same as no other, only as itself.
 */
export function sameEvent(a: string, b: string): boolean {
  if (a === b) return true;
  try {
    return eventChanges(a, b).length === 0;
  } catch {
    return false;
  }
}

interface Field {
  readonly path: JsonPath;
  readonly node: JsonNode;
  readonly source: string;
}

/** Every field by its path; the last one counts where a key is doubled, as JSON.parse decides. */
function fields(text: string): ReadonlyMap<string, Field> {
  const found = new Map<string, Field>();
  const add = (path: JsonPath, node: JsonNode) =>
    found.set(JSON.stringify(path), { path, node, source: text.slice(node.start, node.end) });
  const root = readJson(text);
  if (root.kind !== 'object') return add([], root);
  for (const { key, value } of root.members) {
    if (key !== 'properties' || value.kind !== 'object') {
      add([key], value);
      continue;
    }
    // An empty field of its own, so that a missing `properties` differs from an empty one.
    add([key], { ...value, members: [] });
    for (const property of value.members) add([key, property.key], property.value);
  }
  return found;
}

function sameField(a: Field, b: Field): boolean {
  if (canonicalJson(a.node) === canonicalJson(b.node)) return true;
  return (
    a.path[0] === 'timestamp' &&
    a.node.kind === 'string' &&
    b.node.kind === 'string' &&
    sameInstant(a.node.value, b.node.value)
  );
}
