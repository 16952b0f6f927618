/**
 * Finds lines with the same event ID. Candidates share a hash; then their bytes are compared, so the result is exact. The same event
 * again is marked `duplicate`. Where contents differ there is no way to know which is right, so every line with that ID is marked
 * `conflict`. Contents are compared only until one differs, so a file with a single event ID takes about as long as any other.
 */
import { canonicalJson } from '../core/canonicalJson.ts';
import { memberOf, tryReadJson, type JsonNode } from '../core/jsonTree.ts';
import { Conflicts } from './conflicts.ts';
import { decodeLine } from './validateLine.ts';
import type { KeyGroup, KeyRecords } from './keys.ts';
import type { Source } from './ports.ts';
import { readRuns } from './readLines.ts';
import type { LineStates } from './states.ts';

/** How many groups are compared at once. */
const GROUPS = 64;

/** @throws an AbortError when canceled */
export async function findDuplicates(
  keys: KeyRecords,
  source: Source,
  states: LineStates,
  signal: AbortSignal,
): Promise<Conflicts> {
  const conflicts = new Conflicts();
  const work = { source, states, conflicts, signal };
  for await (const part of keys.parts()) {
    let groups: KeyGroup[] = [];
    for (const group of part.candidates()) {
      groups.push(group);
      if (groups.length < GROUPS) continue;
      await Promise.all(groups.map((each) => resolve(each, work)));
      groups = [];
    }
    await Promise.all(groups.map((each) => resolve(each, work)));
  }
  return conflicts;
}

interface Work {
  readonly source: Source;
  readonly states: LineStates;
  readonly conflicts: Conflicts;
  readonly signal: AbortSignal;
}

/** The lines of one event ID. */
interface Same {
  /** The first line. */
  readonly bytes: Uint8Array;
  /** Its event ID as written, with the closing quote; empty when it is written with escapes. */
  readonly key: Uint8Array;
  readonly lines: number[];
  differs: boolean;
  parsed?: JsonNode | undefined;
}

async function resolve(group: KeyGroup, work: Work): Promise<void> {
  const { lines, lengths, keyStarts } = group;
  const found: Same[] = [];
  await readRuns(work.source, group, (index, bytes, start) => {
    if (index % 1_000 === 0) work.signal.throwIfAborted();
    const end = start + (lengths[index] ?? 0);
    const line: Line = { bytes, start, end, keyStart: keyStarts[index] ?? 0 };
    let at = 0;
    for (let same; (same = found[at]) !== undefined; at++) if (hasKeyOf(same, line)) break;
    const same = found[at];
    if (same === undefined) found.push(firstOf(line, lines[index] ?? 0));
    else {
      same.lines.push(lines[index] ?? 0);
      if (!same.differs) same.differs = !isSameBody(same, line);
    }
  });
  for (const same of found) if (same.lines.length > 1) mark(same, work);
}

/** A line inside a larger buffer. */
interface Line {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Relative to `start`; 0 when the event ID is written with escapes. */
  readonly keyStart: number;
}

function firstOf({ bytes, start, end, keyStart }: Line, line: number): Same {
  const own = bytes.slice(start, end);
  const keyEnd = keyStart === 0 ? 0 : own.indexOf(0x22, keyStart) + 1;
  return { bytes: own, key: own.subarray(keyStart, keyEnd), lines: [line], differs: false };
}

/** Compares event IDs as bytes, or parsed when one is written with escapes. */
function hasKeyOf(same: Same, { bytes, start, end, keyStart }: Line): boolean {
  const { key } = same;
  if (keyStart === 0 || key.length === 0) {
    const [one, other] = [keyOf(parsedOf(same)), keyOf(read(bytes.subarray(start, end)))];
    return one !== undefined && one === other;
  }
  return isAt(key, bytes, start + keyStart);
}

/** Ignores the order of members and white space. */
function isSameBody(same: Same, { bytes, start, end }: Line): boolean {
  if (same.bytes.length === end - start && isAt(same.bytes, bytes, start)) return true;
  const [one, other] = [parsedOf(same), read(bytes.subarray(start, end))];
  return one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other);
}

function isAt(text: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < text.length; at++) if (text[at] !== bytes[start + at]) return false;
  return true;
}

function mark({ lines, differs }: Same, { states, conflicts }: Work): void {
  if (differs) conflicts.add(lines);
  // A line that breaks a rule stays invalid, whatever the others are.
  const good = lines.filter((line) => states.get(line) === 'good');
  if (differs) for (const line of good) states.set(line, 'conflict');
  else for (const line of good.slice(1)) states.set(line, 'duplicate');
}

const parsedOf = (same: Same): JsonNode | undefined => (same.parsed ??= read(same.bytes));

function read(bytes: Uint8Array): JsonNode | undefined {
  const text = decodeLine(bytes);
  return text === undefined ? undefined : tryReadJson(text);
}

function keyOf(root: JsonNode | undefined): string | undefined {
  const key = root && memberOf(root, 'idempotency_key');
  return key?.kind === 'string' ? key.value : undefined;
}
