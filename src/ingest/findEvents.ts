/** Finds events by their IDs in a file of any size, parsing only the lines that may match. */
import { readDeadLetter } from '../core/deadLetter.ts';
import { memberOf, tryReadJson } from '../core/jsonTree.ts';
import { readBlocks, type LineBlock } from './blocks.ts';
import { decodeLine } from './validateLine.ts';
import { contentEnd, firstLineAt } from './lines.ts';
import type { Source } from './ports.ts';

export interface EventLine {
  readonly key: string;
  /** The line as in the file, without its line break. */
  readonly text: string;
}

/** A set or map of event IDs. */
export interface EventIds {
  has(id: string): boolean;
}

const KEY = '"idempotency_key"';
const VALUE = /\s*:\s*("[^"\\\n]*(?:\\.[^"\\\n]*)*")/y;
/** One character per byte, so that offsets in the text are offsets in the bytes. */
const bytewise = new TextDecoder('latin1');
/** The number of events per yield. */
const MAX_FOUND = 200;

/**
 * Yields what it finds in small groups, which may be empty, so that the caller can pause or stop in between.
 * @throws SourceRefused for a file that isn't lines of text, SourceShrank
 */
export async function* findEvents(
  source: Source,
  ids: EventIds,
): AsyncGenerator<readonly EventLine[], void> {
  for await (const block of readBlocks(source, { onDigest: () => undefined })) {
    if (block.kind === 'lines') yield* inBlock(block, ids);
  }
}

function* inBlock(block: LineBlock, ids: EventIds): Generator<readonly EventLine[], void> {
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
    if (found.length < MAX_FOUND) continue;
    yield found;
    found = [];
  }
  yield found;
}

function read(bytes: Uint8Array): string | undefined {
  const root = tryReadJson(decodeLine(bytes) ?? '');
  return root?.kind === 'string' ? root.value : undefined;
}

/** The line, if this is its event ID and not a match inside its properties. A dead letter has the ID but isn't the event. */
function eventOf(bytes: Uint8Array, key: string): EventLine | undefined {
  const text = decodeLine(bytes);
  const root = text === undefined ? undefined : tryReadJson(text);
  if (text === undefined || root === undefined || readDeadLetter(root) !== undefined)
    return undefined;
  const id = memberOf(root, 'idempotency_key');
  return id?.kind === 'string' && id.value === key ? { key, text } : undefined;
}
