/**
 * Where an issue stands in a JSON text, and the smallest edit that mends it. White space, order and notation of everything else stay
 * as the user wrote them.
 */
import type { Fix, Issue, JsonPath } from './issue.ts';
import type { JsonMember, JsonNode, Span } from './jsonTree.ts';

/** Offsets in UTF-16 units, from the start of the text that was read. */
export interface TextEdit extends Span {
  readonly text: string;
}

interface Place {
  readonly parent: JsonNode | undefined;
  /** Its place among the parent's members or items. */
  readonly index: number;
  readonly member: JsonMember | undefined;
  readonly node: JsonNode;
}

/** The deepest part of the path that exists; `exact` says whether that is all of it. */
function find(root: JsonNode, path: JsonPath): Place & { readonly exact: boolean } {
  let place: Place = { parent: undefined, index: -1, member: undefined, node: root };
  for (const part of path) {
    const next = childOf(place.node, part);
    if (next === undefined) return { ...place, exact: false };
    place = next;
  }
  return { ...place, exact: true };
}

function childOf(parent: JsonNode, part: string | number): Place | undefined {
  if (parent.kind === 'array') {
    const node = typeof part === 'number' ? parent.items[part] : undefined;
    return node && { parent, index: Number(part), member: undefined, node };
  }
  if (parent.kind !== 'object') return undefined;
  const index = parent.members.findLastIndex(({ key }) => key === part);
  const member = parent.members[index];
  return member && { parent, index, member, node: member.value };
}

/** The span to underline: the key or the value at fault; for something missing, the brace that opens its object. */
export function spanOf(root: JsonNode, { path, onKey }: Pick<Issue, 'path' | 'onKey'>): Span {
  const { node, member, exact } = find(root, path);
  if (exact && path.length > 0) {
    return onKey === true && member !== undefined ? member.keySpan : node;
  }
  // The whole value is at fault: underlining all of it would hide everything else.
  const isLarge = node.kind === 'object' || node.kind === 'array';
  return isLarge ? { start: node.start, end: node.start + 1 } : node;
}

const siblings = (node: JsonNode | undefined): readonly Span[] => {
  if (node?.kind === 'array') return node.items;
  if (node?.kind !== 'object') return [];
  return node.members.map(({ keySpan, value }) => ({ start: keySpan.start, end: value.end }));
};

function removal(parent: JsonNode, index: number): TextEdit {
  const all = siblings(parent);
  const [before, own, after] = [all[index - 1], all[index], all[index + 1]];
  const start = own?.start ?? parent.start;
  if (after !== undefined) return { start, end: after.start, text: '' };
  if (before !== undefined) return { start: before.end, end: own?.end ?? before.end, text: '' };
  return { start: parent.start + 1, end: parent.end - 1, text: '' };
}

/** A new last member, set like the one before it. */
function addition(
  text: string,
  object: JsonNode & { readonly kind: 'object' },
  key: string,
  json: string,
): TextEdit {
  const last = object.members.at(-1);
  if (last === undefined) {
    const inner = `${JSON.stringify(key)}: ${json}`;
    return { start: object.start + 1, end: object.end - 1, text: inner };
  }
  const space =
    /[\t\n\r ]*$/.exec(text.slice(object.start, last.keySpan.start).slice(1))?.[0] ?? '';
  const colon = text.slice(last.keySpan.end, last.value.start);
  const at = last.value.end;
  return { start: at, end: at, text: `,${space}${JSON.stringify(key)}${colon}${json}` };
}

/** All members with the key but the last one. */
function removeEarlier({ parent, member }: Place): readonly TextEdit[] {
  if (parent?.kind !== 'object') return [];
  const same = parent.members.flatMap(({ key }, index) => (key === member?.key ? [index] : []));
  return same.slice(0, -1).map((index) => removal(parent, index));
}

/**
 * @param text what `root` was read from
 * @returns edits that do not overlap, in the order of the text; none when the text no longer has what the fix is about
 */
export function editsFor(text: string, root: JsonNode, fix: Fix): readonly TextEdit[] {
  if (fix.kind === 'add') {
    const { node, exact } = find(root, fix.path.slice(0, -1));
    const key = String(fix.path.at(-1));
    return exact && node.kind === 'object' ? [addition(text, node, key, fix.json)] : [];
  }
  const place = find(root, fix.path);
  const { node, parent, index, member } = place;
  if (!place.exact || parent === undefined) return [];
  switch (fix.kind) {
    case 'remove':
      return [removal(parent, index)];
    case 'replace':
      return [{ start: node.start, end: node.end, text: fix.json }];
    case 'rename': {
      if (member === undefined) return [];
      const { start, end } = member.keySpan;
      return [
        { start, end, text: JSON.stringify(fix.key) },
        { start: node.start, end: node.end, text: fix.json },
      ];
    }
    case 'keepLast':
      return removeEarlier(place);
  }
}

/** Applies edits that do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return edits.reduceRight(
    (done, { start, end, text: inserted }) => done.slice(0, start) + inserted + done.slice(end),
    text,
  );
}
