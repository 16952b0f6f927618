/**
 * Finds lines with the same key, exactly: candidates share a hash, and their bytes decide. The same event again is marked
 * `doubled`; where bodies differ nobody can tell which is right, so every line with that key is marked `conflict`. Bodies are
 * compared until one differs, so that a file of one key takes about as long as one of as many keys.
 */
import { canonicalJson } from '../core/canonicalJson.ts';
import { memberOf, tryReadJson, type JsonNode } from '../core/jsonTree.ts';
import { Conflicts } from './conflicts.ts';
import { decodeLine } from './judge.ts';
import type { KeyRecord, KeyRecords } from './keys.ts';
import type { Source } from './ports.ts';
import { readRuns } from './readLines.ts';
import type { LineStates } from './states.ts';

/** Groups whose lines are read at once. */
const GROUPS = 64;

/** @throws an AbortError when cancelled */
export async function findDoubles(
  keys: KeyRecords,
  source: Source,
  states: LineStates,
  signal: AbortSignal,
): Promise<Conflicts> {
  const conflicts = new Conflicts();
  const work = { source, states, conflicts, signal };
  for await (const part of keys.parts()) {
    let groups: (readonly KeyRecord[])[] = [];
    for (const records of part.candidates()) {
      groups.push(records);
      if (groups.length < GROUPS) continue;
      await Promise.all(groups.map((group) => resolve(group, work)));
      groups = [];
    }
    await Promise.all(groups.map((group) => resolve(group, work)));
  }
  return conflicts;
}

interface Work {
  readonly source: Source;
  readonly states: LineStates;
  readonly conflicts: Conflicts;
  readonly signal: AbortSignal;
}

/** The lines of one key. */
interface Same {
  /** Of the first one. */
  readonly bytes: Uint8Array;
  /** Its key as it is written, with its closing quote; empty where it is written with escapes. */
  readonly key: Uint8Array;
  readonly lines: number[];
  differs: boolean;
  meaning?: JsonNode | undefined;
}

async function resolve(records: readonly KeyRecord[], work: Work): Promise<void> {
  const groups: Same[] = [];
  await readRuns(work.source, records, (record, bytes) => {
    work.signal.throwIfAborted();
    const same = groups.find((each) => hasKeyOf(each, record, bytes));
    if (same === undefined) {
      groups.push(firstOf(record, bytes));
      return;
    }
    same.lines.push(record.line);
    same.differs ||= !isSameBody(same, bytes);
  });
  for (const same of groups) if (same.lines.length > 1) mark(same, work);
}

function firstOf({ line, keyStart }: KeyRecord, bytes: Uint8Array): Same {
  const own = bytes.slice();
  const key =
    keyStart === 0 ? own.subarray(0, 0) : own.subarray(keyStart, own.indexOf(0x22, keyStart) + 1);
  return { bytes: own, key, lines: [line], differs: false };
}

/** Keys as they are written are compared as bytes, others as what they mean. */
function hasKeyOf(same: Same, { keyStart }: KeyRecord, bytes: Uint8Array): boolean {
  if (keyStart === 0 || same.key.length === 0) {
    const [one, other] = [keyOf(meaningOf(same)), keyOf(read(bytes))];
    return one !== undefined && one === other;
  }
  const { key } = same;
  for (let at = 0; at < key.length; at++) if (key[at] !== bytes[keyStart + at]) return false;
  return true;
}

/** In one spelling: order of members and white space make no difference. */
function isSameBody(same: Same, bytes: Uint8Array): boolean {
  if (isSame(same.bytes, bytes)) return true;
  const [one, other] = [meaningOf(same), read(bytes)];
  return one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

function mark({ lines, differs }: Same, { states, conflicts }: Work): void {
  if (differs) conflicts.add(lines);
  let first = true;
  for (const line of lines) {
    // What breaks a rule is rejected for that, whatever stands elsewhere.
    if (states.get(line) !== 'good') continue;
    if (differs) states.set(line, 'conflict');
    else if (!first) states.set(line, 'doubled');
    first = false;
  }
}

const meaningOf = (same: Same): JsonNode | undefined => (same.meaning ??= read(same.bytes));

function read(bytes: Uint8Array): JsonNode | undefined {
  const text = decodeLine(bytes);
  return text === undefined ? undefined : tryReadJson(text);
}

function keyOf(root: JsonNode | undefined): string | undefined {
  const key = root && memberOf(root, 'idempotency_key');
  return key?.kind === 'string' ? key.value : undefined;
}
