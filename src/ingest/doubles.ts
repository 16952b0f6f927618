/**
 * Finds lines with the same key, exactly: candidates share a hash, and their bytes decide. The same event again is marked
 * `doubled`; where bodies differ nobody can tell which is right, so every line with that key is marked `conflict`.
 */
import { canonicalJson } from '../core/canonicalJson.ts';
import { JsonSyntaxError, memberOf, readJson } from '../core/jsonTree.ts';
import { Conflicts } from './conflicts.ts';
import { decodeLine } from './judge.ts';
import type { KeyPart, KeyRecord, KeyRecords } from './keys.ts';
import type { Source } from './ports.ts';
import type { LineStates } from './states.ts';

/** Lines read at once. */
const READS = 64;

/** @throws an AbortError when cancelled */
export async function findDoubles(
  keys: KeyRecords,
  source: Source,
  states: LineStates,
  signal: AbortSignal,
): Promise<Conflicts> {
  const conflicts = new Conflicts();
  for await (const part of keys.parts()) {
    for (const indexes of part.candidates()) {
      await resolve(part, indexes, { source, states, conflicts, signal });
    }
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
  readonly body: string;
  readonly lines: number[];
  differs: boolean;
}

async function resolve(part: KeyPart, indexes: readonly number[], work: Work): Promise<void> {
  const byKey = new Map<string, Same>();
  for (let at = 0; at < indexes.length; at += READS) {
    work.signal.throwIfAborted();
    const records = indexes.slice(at, at + READS).map((index) => part.record(index));
    const texts = await Promise.all(records.map((record) => readLine(work.source, record)));
    for (const [index, { line }] of records.entries()) {
      const read = readKey(texts[index] ?? '');
      if (read === undefined) continue;
      const same = byKey.get(read.key);
      if (same === undefined) {
        byKey.set(read.key, { body: read.body, lines: [line], differs: false });
      } else {
        same.lines.push(line);
        if (same.body !== read.body) same.differs = true;
      }
    }
  }
  for (const same of byKey.values()) if (same.lines.length > 1) mark(same, work);
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

export async function readLine(
  source: Source,
  { offset, length }: Pick<KeyRecord, 'offset' | 'length'>,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  await source.read(bytes, offset);
  return bytes;
}

/** The key of a line, and its body in one spelling, so that order of members and white space make no difference. */
function readKey(bytes: Uint8Array | string): { key: string; body: string } | undefined {
  const text = typeof bytes === 'string' ? bytes : decodeLine(bytes);
  if (text === undefined) return undefined;
  try {
    const root = readJson(text);
    const key = memberOf(root, 'idempotency_key');
    return key?.kind === 'string' ? { key: key.value, body: canonicalJson(root) } : undefined;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}
