/** Finds events by their IDs in a file of any size, without reading lines that can't be meant. */
import { readDeadLetter } from '../core/deadLetter.ts';
import { memberOf, tryReadJson } from '../core/jsonTree.ts';
import { readBlocks, type LineBlock } from './blocks.ts';
import { decodeLine } from './validateLine.ts';
import { contentEnd, firstLineAt } from './lines.ts';
import type { Source } from './ports.ts';

export interface EventLine {
  readonly key: string;
  /** The line as it is in the file, without its end. */
  readonly text: string;
}

/** A set or a map of IDs. */
export interface Wanted {
  has(id: string): boolean;
}

const KEY = '"idempotency_key"';
const VALUE = /\s*:\s*("[^"\\\n]*(?:\\.[^"\\\n]*)*")/y;
/** A byte a character, so that places in the text are places in the bytes. */
const bytewise = new TextDecoder('latin1');
/** Lines that are read between two pauses. */
const STEP = 200;

/**
 * Yields what it finds, in small portions, also empty ones: between them the caller may pause or end.
 * @throws SourceRefused for what is no file of lines, SourceShrank
 */
export async function* findEvents(
  source: Source,
  ids: Wanted,
): AsyncGenerator<readonly EventLine[], void> {
  for await (const block of readBlocks(source, { onDigest: () => undefined })) {
    if (block.kind === 'lines') yield* inBlock(block, ids);
  }
}

function* inBlock(block: LineBlock, ids: Wanted): Generator<readonly EventLine[], void> {
  const { bytes, end } = block;
  const text = bytewise.decode(bytes.subarray(0, end));
  let found: EventLine[] = [];
  for (let at = text.indexOf(KEY, block.start); at >= 0; at = text.indexOf(KEY, at)) {
    at += KEY.length;
    VALUE.lastIndex = at;
    const value = VALUE.exec(text)?.[1];
    const valueAt = VALUE.lastIndex - (value?.length ?? 0);
    const key = value === undefined ? undefined : read(bytes.subarray(valueAt, VALUE.lastIndex));
    if (key === undefined || !ids.has(key)) continue;
    const start = Math.max(firstLineAt(block), text.lastIndexOf('\n', at) + 1);
    const breakAt = text.indexOf('\n', at);
    const event = eventOf(bytes.subarray(start, contentEnd(bytes, start, breakAt)), key);
    if (event === undefined) continue;
    found.push(event);
    at = breakAt;
    if (found.length < STEP) continue;
    yield found;
    found = [];
  }
  yield found;
}

function read(bytes: Uint8Array): string | undefined {
  const root = tryReadJson(decodeLine(bytes) ?? '');
  return root?.kind === 'string' ? root.value : undefined;
}

/** The line, if this is its ID: the word may also be inside of its properties. A dead letter has the ID without the event. */
function eventOf(bytes: Uint8Array, key: string): EventLine | undefined {
  const text = decodeLine(bytes);
  const root = text === undefined ? undefined : tryReadJson(text);
  if (text === undefined || root === undefined || readDeadLetter(root) !== undefined)
    return undefined;
  const id = memberOf(root, 'idempotency_key');
  return id?.kind === 'string' && id.value === key ? { key, text } : undefined;
}
