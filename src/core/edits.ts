/**
 * Where an issue is in a JSON text, and the smallest edit that fixes it. White space, order and notation of everything else stay as
 * the user wrote them.
 */
import { flattened } from './flatten.ts';
import type { Fix, Issue, JsonPath } from './issue.ts';
import type { JsonMember, JsonNode, Span } from './jsonTree.ts';

/** Offsets in UTF-16 units, from the start of the text that was read. */
export interface TextEdit extends Span {
  readonly text: string;
}

type JsonObject = JsonNode & { readonly kind: 'object' };

/** A member and where it is. */
interface Place {
  readonly parent: JsonObject;
  /** Among the parent's members. */
  readonly index: number;
  readonly member: JsonMember;
}

/** The deepest part of the path that exists, undefined for the root itself; `exact` says whether that is all of it. */
function find(
  root: JsonNode,
  path: JsonPath,
): { readonly place: Place | undefined; readonly exact: boolean } {
  let place: Place | undefined;
  for (const key of path) {
    const next = childOf(place?.member.value ?? root, key);
    if (next === undefined) return { place, exact: false };
    place = next;
  }
  return { place, exact: true };
}

function childOf(parent: JsonNode, key: string): Place | undefined {
  if (parent.kind !== 'object') return undefined;
  const index = parent.members.findLastIndex((member) => member.key === key);
  const member = parent.members[index];
  return member && { parent, index, member };
}

/** The span to underline: the key or value that is wrong; for something missing, the opening brace of its object. */
export function spanOf(root: JsonNode, { path, onKey }: Pick<Issue, 'path' | 'onKey'>): Span {
  const { place, exact } = find(root, path);
  if (exact && place !== undefined) {
    return onKey === true ? place.member.keySpan : place.member.value;
  }
  const node = place?.member.value ?? root;
  // The whole value is wrong, but underlining all of it would hide everything else.
  const isLarge = node.kind === 'object' || node.kind === 'array';
  return isLarge ? { start: node.start, end: node.start + 1 } : node;
}

/** Removes a member with one of the commas around it. */
function removal({ parent, index, member }: Place): TextEdit {
  const [before, after] = [parent.members[index - 1], parent.members[index + 1]];
  if (after !== undefined) {
    return { start: member.keySpan.start, end: after.keySpan.start, text: '' };
  }
  if (before !== undefined) return { start: before.value.end, end: member.value.end, text: '' };
  return { start: parent.start + 1, end: parent.end - 1, text: '' };
}

/** The white space before a member's key, and what is between its key and value. */
function styleOf(text: string, { keySpan, value }: JsonMember) {
  const before = text.slice(0, keySpan.start);
  return {
    space: before.slice(before.trimEnd().length),
    colon: text.slice(keySpan.end, value.start),
  };
}

/** A new last member, formatted like the one before it. */
function addition(text: string, object: JsonObject, key: string, json: string): TextEdit {
  const last = object.members.at(-1);
  if (last === undefined) {
    const inner = `${JSON.stringify(key)}: ${json}`;
    return { start: object.start + 1, end: object.end - 1, text: inner };
  }
  const { space, colon } = styleOf(text, last);
  const at = last.value.end;
  return { start: at, end: at, text: `,${space}${JSON.stringify(key)}${colon}${json}` };
}

/** The values of a nested property in its place, as they are written. */
function flattening(text: string, { parent, member }: Place): readonly TextEdit[] {
  const flat = flattened(parent.members, member);
  if (flat === undefined) return [];
  // The first member of a line has nothing before it; the last one shows how the others are set.
  const { space } = styleOf(text, parent.members.at(-1) ?? member);
  const { colon } = styleOf(text, member);
  const members = flat.properties.map(
    ({ key, value }) => JSON.stringify(key) + colon + text.slice(value.start, value.end),
  );
  return [{ start: member.keySpan.start, end: member.value.end, text: members.join(`,${space}`) }];
}

/** All members with the key but the last one, which `place` is. */
function removeEarlier({ parent, index: last, member: { key } }: Place): readonly TextEdit[] {
  return parent.members.flatMap((member, index) =>
    member.key === key && index < last ? [removal({ parent, index, member })] : [],
  );
}

/**
 * @param text what `root` was read from
 * @returns edits that don't overlap, in the order of the text; none when the text no longer has what the fix is about
 */
export function editsFor(text: string, root: JsonNode, fix: Fix): readonly TextEdit[] {
  if (fix.kind === 'add') {
    const { place, exact } = find(root, fix.path.slice(0, -1));
    const object = place?.member.value ?? root;
    const key = String(fix.path.at(-1));
    return exact && object.kind === 'object' ? [addition(text, object, key, fix.json)] : [];
  }
  const { place, exact } = find(root, fix.path);
  if (!exact || place === undefined) return [];
  const { keySpan, value } = place.member;
  switch (fix.kind) {
    case 'remove':
      return [removal(place)];
    case 'replace':
      return [{ start: value.start, end: value.end, text: fix.json }];
    case 'rename':
      return [
        { start: keySpan.start, end: keySpan.end, text: JSON.stringify(fix.key) },
        { start: value.start, end: value.end, text: fix.json },
      ];
    case 'keepLast':
      return removeEarlier(place);
    case 'flatten':
      return flattening(text, place);
  }
}

/** Applies edits that don't overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return edits.reduceRight(
    (done, { start, end, text: inserted }) => done.slice(0, start) + inserted + done.slice(end),
    text,
  );
}
