/**
 * Three-way merge of an event's document, field by field: what someone else changed in Orb goes into the user's text unless the user
 * changed the same field to something else.
 */
import { minimalChange } from '../std/minimalChange.ts';
import { canonicalJson } from './canonicalJson.ts';
import { applyEdits, editsFor, type TextEdit } from './edits.ts';
import { eventChanges, type EventChange } from './eventChanges.ts';
import type { Fix, JsonPath } from './issue.ts';
import { readJson, type JsonNode } from './jsonTree.ts';

/** A field that both sides changed. Values are JSON as written; null where the field is missing. */
export interface Collision {
  readonly path: JsonPath;
  /** Before both changes; undefined when the version that was edited isn't known. */
  readonly was: string | null | undefined;
  readonly yours: string | null;
  readonly orbs: string | null;
}

/** Someone else's change that goes into the user's text. Null: the field is missing. */
export interface MergedField {
  readonly path: JsonPath;
  readonly before: string | null;
  readonly after: string | null;
}

export interface Merge {
  /** Edits of `yours`, in the order of the text, not touching each other. */
  readonly edits: readonly TextEdit[];
  readonly merged: readonly MergedField[];
  /** Fields left as `yours` has them, for the user to decide. */
  readonly collisions: readonly Collision[];
}

/**
 * @param base the text the user started from; undefined when that isn't known, so that every difference is a collision
 * @param yours the user's text
 * @param orbs what Orb holds now, as a document's text
 * @throws JsonSyntaxError when one of them isn't JSON
 */
export function mergeEvents(base: string | undefined, yours: string, orbs: string): Merge {
  const differing = byPath(eventChanges(orbs, yours));
  if (base === undefined) {
    const collisions = [...differing.values()].map((change) => ({
      path: change.path,
      was: undefined,
      yours: valueAfter(change),
      orbs: valueBefore(change),
    }));
    return { edits: [], merged: [], collisions };
  }
  const root = readJson(yours);
  const mine = byPath(eventChanges(base, yours));
  const merged: MergedField[] = [];
  const collisions: Collision[] = [];
  for (const theirs of eventChanges(base, orbs)) {
    const { path } = theirs;
    const before = valueBefore(theirs);
    const own = mine.get(keyOf(path));
    // Replacing all properties changes each of them.
    const isInside = path.length > 1 && mine.has(keyOf(path.slice(0, 1)));
    if (own === undefined && !isInside) merged.push({ path, before, after: valueAfter(theirs) });
    else if (differing.has(keyOf(path))) {
      const value = fieldOf(root, yours, path);
      collisions.push({ path, was: before, yours: value, orbs: valueAfter(theirs) });
    }
  }
  const edits = setFields(
    yours,
    merged.map(({ path, after }) => ({ path, json: after })),
  );
  return { edits, merged, collisions };
}

/** A field and its new value, as JSON; null removes it. */
export interface FieldValue {
  readonly path: JsonPath;
  readonly json: string | null;
}

/**
 * The edits that give fields of a text these values: one edit per field if they don't touch, else one for all.
 * @throws JsonSyntaxError
 */
export function setFields(text: string, fields: readonly FieldValue[]): readonly TextEdit[] {
  const result = fields.reduce(
    (done, field) => applyEdits(done, setField(done, readJson(done), field)),
    text,
  );
  const root = readJson(text);
  const single = fields
    .flatMap((field) => setField(text, root, field))
    .toSorted((a, b) => a.start - b.start);
  const areApart = single.every(({ start }, at) => at === 0 || (single[at - 1]?.end ?? 0) < start);
  if (areApart && applyEdits(text, single) === result) return single;
  const all = minimalChange(text, result);
  return all === undefined ? [] : [all];
}

function setField(text: string, root: JsonNode, { path, json }: FieldValue): readonly TextEdit[] {
  const edits = (fix: Fix) => editsFor(text, root, fix);
  if (json === null) return edits({ kind: 'remove', path });
  const replaced = edits({ kind: 'replace', path, json });
  return replaced.length > 0 ? replaced : edits({ kind: 'add', path, json });
}

/** The source of a field's value in a text, the last one of duplicates; null if it is missing. */
export function fieldOf(root: JsonNode, text: string, path: JsonPath): string | null {
  let node: JsonNode | undefined = root;
  for (const key of path) {
    if (node?.kind !== 'object') return null;
    node = node.members.findLast((member) => member.key === key)?.value;
  }
  return node === undefined ? null : text.slice(node.start, node.end);
}

/** True when two values, as JSON or missing, mean the same. */
export function sameValue(a: string | null, b: string | null): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  return canonicalJson(readJson(a)) === canonicalJson(readJson(b));
}

export const keyOf = (path: JsonPath): string => JSON.stringify(path);

const byPath = (changes: readonly EventChange[]) =>
  new Map(changes.map((change) => [keyOf(change.path), change]));
const valueBefore = (change: EventChange) => (change.kind === 'added' ? null : change.before);
const valueAfter = (change: EventChange) => (change.kind === 'removed' ? null : change.after);
