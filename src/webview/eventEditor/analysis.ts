/** What the user changed, and where it stands in the text: the source of notes, bars, locks and the list of changes. */
import { modify } from 'jsonc-parser';
import {
  changesBetween,
  readText,
  type EventChange,
  type ReadEvent,
} from '../../core/eventChanges.ts';
import { parseJson } from '../../core/json.ts';
import { JsonSyntaxError, readJson, type JsonNode, type Span } from '../../core/jsonTree.ts';
import type { TextChange } from '../../protocol/eventEditor.ts';

export type PlacedChange = EventChange & {
  /** `properties.input_tokens` */
  readonly label: string;
  /** The member in the text, key included; for a removed one the empty span where it is missed. */
  readonly span: Span;
  /** The value in the text; undefined for a removed one. */
  readonly value: Span | undefined;
};

export type Analysis =
  | {
      readonly kind: 'valid';
      readonly changes: readonly PlacedChange[];
      /** Offsets of the members that Orb does not amend. */
      readonly locked: readonly number[];
    }
  | { readonly kind: 'invalid'; readonly offset: number };

let lastHeld: ReadEvent | undefined;

const LOCKED = new Set(['timestamp', 'customer_id', 'external_customer_id']);

/**
 * @param held what Orb holds, as a document's text
 * @param text the document's text now
 */
export function analyse(held: string, text: string): Analysis {
  try {
    if (text === held) return { kind: 'valid', changes: [], locked: lockedOf(readJson(text)) };
    // What Orb holds changes rarely, and a large text takes long to read.
    if (lastHeld?.text !== held) lastHeld = readText(held);
    const now = readText(text);
    const { root: heldRoot } = lastHeld;
    const placed = changesBetween(lastHeld, now).map((change) => place(change, now.root, heldRoot));
    return { kind: 'valid', changes: placed, locked: lockedOf(now.root) };
  } catch (error) {
    if (error instanceof JsonSyntaxError) return { kind: 'invalid', offset: error.offset };
    throw error;
  }
}

/** The edits that bring one field back to what Orb holds; `text` is valid JSON. */
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

/** A value that prints exactly as it was written. */
const rawValue = (source: string): unknown => parseJson(source);

/** Where a member goes so that it follows the nearest earlier one that is still there. */
function insertionIndex(order: readonly string[], present: string[], name: string): number {
  const earlier = order.slice(0, order.indexOf(name));
  const before = earlier.findLast((each) => present.includes(each));
  return before === undefined ? 0 : present.indexOf(before) + 1;
}

function namesAt(root: JsonNode, path: EventChange['path']): readonly string[] {
  const node = memberAt(root, path)?.value ?? (path.length === 0 ? root : undefined);
  return node?.kind === 'object' ? node.members.map(({ key }) => key) : [];
}

function place(change: EventChange, root: JsonNode, held: JsonNode | undefined): PlacedChange {
  const label = labelOf(change.path);
  const member = memberAt(root, change.path);
  if (change.kind !== 'removed' && member !== undefined) {
    const span = { start: member.keySpan.start, end: member.value.end };
    return { ...change, label, span, value: member.value };
  }
  if (change.kind !== 'removed') return { ...change, label, span: root, value: root };
  const at = missedAt(change.path, root, held);
  return { ...change, label, span: { start: at, end: at }, value: undefined };
}

/** The end of the member that stood before the missing one, else the place after the opening brace. */
function missedAt(path: EventChange['path'], root: JsonNode, held: JsonNode | undefined): number {
  const parentPath = path.slice(0, -1);
  const parent = parentPath.length === 0 ? root : memberAt(root, parentPath)?.value;
  if (parent === undefined) return missedAt(parentPath, root, held);
  if (parent.kind !== 'object' || held === undefined) return parent.start;
  const order = namesAt(held, parentPath);
  const earlier = new Set(order.slice(0, order.indexOf(String(path.at(-1)))));
  const before = parent.members.findLast(({ key }) => earlier.has(key));
  return before?.value.end ?? parent.start + 1;
}

/** The last member of that name, as JSON.parse decides. */
function memberAt(root: JsonNode, path: EventChange['path']) {
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

/** `properties.input_tokens`; a key that is no plain word is quoted: `properties["a b"]`. */
export function labelOf(path: EventChange['path']): string {
  return path
    .map((key, index) =>
      /^[\p{L}\p{N}_$-]+$/u.test(key)
        ? `${index === 0 ? '' : '.'}${key}`
        : `[${JSON.stringify(key)}]`,
    )
    .join('');
}
