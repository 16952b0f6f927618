/**
 * Three-way merge of an event's document, field by field: what somebody else changed in Orb goes into the user's text unless the
 * user changed the same field to something else.
 */
import { applyEdits, editsFor, type TextEdit } from './edits.ts';
import { eventChanges, type EventChange } from './eventChanges.ts';
import type { Fix, JsonPath } from './issue.ts';
import { readJson } from './jsonTree.ts';
import { minimalChange } from '../std/minimalChange.ts';

/** A field that both sides changed. Values are JSON as written; null where the field is missing. */
export interface Collision {
  readonly path: JsonPath;
  /** Before both changes; undefined when the version that was edited isn't known. */
  readonly was: string | null | undefined;
  readonly yours: string | null;
  readonly orbs: string | null;
}

export interface Merge {
  /** Edits of `yours`, in the order of the text, apart from each other. */
  readonly edits: readonly TextEdit[];
  /** `yours` with the edits. */
  readonly text: string;
  /** What Orb's version changed and the edits put in: from `base` to `orbs`. */
  readonly merged: readonly EventChange[];
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
  if (base === undefined) {
    const collisions = eventChanges(orbs, yours).map(
      (mine): Collision => ({
        path: mine.path,
        was: undefined,
        yours: valueAfter(mine),
        orbs: valueBefore(mine),
      }),
    );
    return { edits: [], text: yours, merged: [], collisions };
  }
  const mine = byPath(eventChanges(base, yours));
  const differing = byPath(eventChanges(orbs, yours));
  const merged: EventChange[] = [];
  const collisions: Collision[] = [];
  for (const theirs of eventChanges(base, orbs)) {
    const own = mine.get(keyOf(theirs.path));
    const parent = theirs.path.length > 1 ? mine.get(keyOf(theirs.path.slice(0, 1))) : undefined;
    if (own === undefined && parent === undefined) merged.push(theirs);
    else if (differing.has(keyOf(theirs.path))) {
      collisions.push({
        path: theirs.path,
        was: valueBefore(theirs),
        yours: own === undefined ? null : valueAfter(own),
        orbs: valueAfter(theirs),
      });
    }
  }
  const edits = editsOf(yours, merged);
  return { edits, text: applyEdits(yours, edits), merged, collisions };
}

/** The edits that give one field of `text` the value `json`; null removes it. @throws JsonSyntaxError */
export function setField(text: string, path: JsonPath, json: string | null): readonly TextEdit[] {
  const root = readJson(text);
  if (json === null) return editsFor(text, root, { kind: 'remove', path });
  const replaced = editsFor(text, root, { kind: 'replace', path, json });
  return replaced.length > 0 ? replaced : editsFor(text, root, { kind: 'add', path, json });
}

/** One edit a field where they don't touch each other, else one edit for all. */
function editsOf(text: string, changes: readonly EventChange[]): readonly TextEdit[] {
  const result = changes.reduce(
    (done, change) => applyEdits(done, setField(done, change.path, valueAfter(change))),
    text,
  );
  const root = readJson(text);
  const single = changes
    .flatMap((change) => editsFor(text, root, fixOf(change)))
    .toSorted((a, b) => a.start - b.start);
  const areApart = single.every((edit, index) => index === 0 || (single[index - 1]?.end ?? 0) < edit.start);
  if (areApart && applyEdits(text, single) === result) return single;
  const all = minimalChange(text, result);
  return all === undefined ? [] : [all];
}

function fixOf(change: EventChange): Fix {
  const { path } = change;
  if (change.kind === 'removed') return { kind: 'remove', path };
  return { kind: change.kind === 'added' ? 'add' : 'replace', path, json: change.after };
}

const keyOf = (path: JsonPath) => JSON.stringify(path);
const byPath = (changes: readonly EventChange[]) =>
  new Map(changes.map((change) => [keyOf(change.path), change]));
const valueBefore = (change: EventChange) => (change.kind === 'added' ? null : change.before);
const valueAfter = (change: EventChange) => (change.kind === 'removed' ? null : change.after);
