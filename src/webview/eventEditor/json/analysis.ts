/**
 * What the user and others changed, and where that is in the text: the source of notes, bars,
 * locks, and the lists of changes.
 */
import { modify } from 'jsonc-parser';
import {
  changesBetween,
  readText,
  type EventChange,
  type ReadEvent,
} from '../../../core/eventChanges.ts';
import type { JsonPath } from '../../../core/issue.ts';
import { parseJson } from '../../../core/json.ts';
import { JsonSyntaxError, readJson, type JsonNode, type Span } from '../../../core/jsonTree.ts';
import type { Conflict, MergeState, TextChange } from '../../../protocol/eventEditor.ts';
import { once } from '../../../std/once.ts';

interface Place {
  /** `properties.input_tokens` */
  readonly label: string;
  /**
   * The member in the text, including its key; for a removed one, the empty span where it's
   * missing.
   */
  readonly span: Span;
  /** The value in the text; undefined if it was removed. */
  readonly value: Span | undefined;
}
export type PlacedChange = EventChange & Place;
export type PlacedConflict = Conflict & Place;

export type Analysis =
  | {
      readonly kind: 'valid';
      /** The changes from what Orb holds to the text, without the fields of `conflicts`. */
      readonly changes: readonly PlacedChange[];
      /** The changes from what was opened to what Orb holds, as far as they are in the text. */
      readonly merged: readonly PlacedChange[];
      /** The undecided ones. */
      readonly conflicts: readonly PlacedConflict[];
      /** Offsets of the members that can't be amended. */
      readonly locked: readonly number[];
    }
  | { readonly kind: 'invalid'; readonly offset: number };

let lastHeld: ReadEvent | undefined;

const LOCKED = new Set(['timestamp', 'customer_id', 'external_customer_id']);

/**
 * @param held what Orb holds, as a document's text
 * @param text the document's text now
 * @param merge what someone else has changed since the event was opened; `held` is their version
 */
export function analyse(held: string, text: string, merge: MergeState | null): Analysis {
  try {
    // What Orb holds rarely changes, and parsing a large text takes long.
    const heldEvent = once(() => {
      if (lastHeld?.text !== held) lastHeld = readText(held);
      return lastHeld;
    });
    const now = readText(text);
    const { root } = now;
    const differing = text === held ? [] : changesBetween(heldEvent(), now);
    const heldRoot = () => heldEvent().root;
    const placed = <T extends { readonly path: JsonPath }>(field: T): T & Place => ({
      ...field,
      ...place(field.path, root, heldRoot),
    });
    const open = (merge?.conflicts ?? []).filter(({ choice }) => choice === null);
    const isOpen = new Set(open.map(({ path }) => keyOf(path)));
    const differs = new Set(differing.map(({ path }) => keyOf(path)));
    return {
      kind: 'valid',
      changes: differing.filter(({ path }) => !isOpen.has(keyOf(path))).map(placed),
      merged: changesOf(merge)
        .filter(({ path }) => !differs.has(keyOf(path)))
        .map(placed),
      conflicts: open.map(placed),
      locked: lockedOf(root),
    };
  } catch (error) {
    if (error instanceof JsonSyntaxError) return { kind: 'invalid', offset: error.offset };
    throw error;
  }
}

/** The number of fields that differ from what Orb holds; undefined while the text isn't JSON. */
export const countChanges = (analysis: Analysis): number | undefined =>
  analysis.kind === 'valid' ? analysis.changes.length + analysis.conflicts.length : undefined;

const keyOf = (path: JsonPath) => JSON.stringify(path);

function changesOf(merge: MergeState | null): readonly EventChange[] {
  return (merge?.merged ?? []).flatMap(({ path, before, after }): EventChange[] => {
    if (before !== null && after !== null) return [{ path, kind: 'changed', before, after }];
    if (after !== null) return [{ path, kind: 'added', after }];
    return before === null ? [] : [{ path, kind: 'removed', before }];
  });
}

/** The edits that restore a field to what Orb holds; `text` is valid JSON. */
export function restore(held: string, text: string, change: EventChange): readonly TextChange[] {
  const value = change.kind === 'added' ? undefined : rawValue(change.before);
  const order = namesAt(readJson(held), change.path.slice(0, -1));
  const edits = modify(text, [...change.path], value, {
    formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' },
    getInsertionIndex: (present) => insertionIndex(order, present, String(change.path.at(-1))),
  });
  return edits.map(({ offset, length, content }) => ({
    start: offset,
    end: offset + length,
    text: content,
  }));
}

/** A value that is printed exactly as it was written. */
const rawValue = (source: string): unknown => parseJson(source);

/** Where to insert a member so that it follows the nearest earlier one that is still there. */
function insertionIndex(order: readonly string[], present: string[], name: string): number {
  const earlier = order.slice(0, order.indexOf(name));
  const before = earlier.findLast((each) => present.includes(each));
  return before === undefined ? 0 : present.indexOf(before) + 1;
}

function namesAt(root: JsonNode, path: JsonPath): readonly string[] {
  const node = memberAt(root, path)?.value ?? (path.length === 0 ? root : undefined);
  return node?.kind === 'object' ? node.members.map(({ key }) => key) : [];
}

function place(path: JsonPath, root: JsonNode, held: () => JsonNode): Place {
  const label = labelOf(path);
  if (path.length === 0) return { label, span: root, value: root };
  const member = memberAt(root, path);
  if (member !== undefined) {
    const span = { start: member.keySpan.start, end: member.value.end };
    return { label, span, value: member.value };
  }
  const at = missedAt(path, root, held);
  return { label, span: { start: at, end: at }, value: undefined };
}

/**
 * The end of the member before the missing one. If there is none, or Orb's version doesn't have the
 * member either, the place after the opening brace.
 */
function missedAt(path: JsonPath, root: JsonNode, held: () => JsonNode): number {
  const parentPath = path.slice(0, -1);
  const parent = parentPath.length === 0 ? root : memberAt(root, parentPath)?.value;
  if (parent === undefined) return missedAt(parentPath, root, held);
  if (parent.kind !== 'object') return parent.start;
  const order = namesAt(held(), parentPath);
  const earlier = new Set(order.slice(0, Math.max(0, order.indexOf(String(path.at(-1))))));
  const before = parent.members.findLast(({ key }) => earlier.has(key));
  return before?.value.end ?? parent.start + 1;
}

/** The last member with this name, as in JSON.parse. */
function memberAt(root: JsonNode, path: JsonPath) {
  let node: JsonNode | undefined = root;
  let found: (JsonNode & { readonly kind: 'object' })['members'][number] | undefined;
  for (const key of path) {
    if (node?.kind !== 'object') return undefined;
    found = node.members.findLast((member) => member.key === key);
    node = found?.value;
  }
  return found;
}

function lockedOf(root: JsonNode): readonly number[] {
  if (root.kind !== 'object') return [];
  return root.members.filter(({ key }) => LOCKED.has(key)).map(({ keySpan }) => keySpan.start);
}

/** `properties.input_tokens`; a key that isn't a plain word is quoted: `properties["a b"]`. */
export function labelOf(path: JsonPath): string {
  return path
    .map((key, index) =>
      /^[\p{L}\p{N}_$-]+$/u.test(key)
        ? `${index === 0 ? '' : '.'}${key}`
        : `[${JSON.stringify(key)}]`,
    )
    .join('');
}
