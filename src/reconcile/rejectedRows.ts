/** The rows of lines that Orb isn't asked for: invalid ones and duplicates. */
import { JsonSyntaxError, memberOf, readJson, type JsonNode } from '../core/jsonTree.ts';
import { MAX_LINE_BYTES } from '../core/lines.ts';
import {
  CONFLICT,
  kindOfIssue,
  NOT_JSON,
  NOT_UTF8,
  TOO_LONG,
} from '../core/reconciliation/kinds.ts';
import type { RuleContext } from '../core/rules/context.ts';
import { checkIngestEvent } from '../core/rules/ingest.ts';
import { parseTimestamp } from '../core/timestamp.ts';
import { SourceChanged } from '../ingest/batchReader.ts';
import { readBlocks } from '../ingest/blocks.ts';
import { eachLine } from '../ingest/lines.ts';
import type { Source } from '../ingest/ports.ts';
import type { ValidatedFile } from '../ingest/validateFile.ts';
import { decodeLine } from '../ingest/validateLine.ts';
import type { Row } from './journal.ts';

/** The last instant of a Date. */
const MAX_TIME_MS = 8.64e15;
/** An event of any time can be compared: whether it's late matters only for a repair. */
export const anyTime: RuleContext = { nowMs: MAX_TIME_MS, gracePeriodHours: Infinity };

/**
 * Yields the rows of one block of the file after the other.
 * @param after the last line that is already known
 * @throws SourceChanged, SourceShrank
 */
export async function* rejectedRows(
  source: Source,
  { states, digests }: ValidatedFile,
  after: number,
): AsyncGenerator<readonly Row[], void> {
  if (states.count('invalid', 'conflict', 'duplicate') === 0) return;
  const onDigest = (index: number, digest: string) => {
    if (digests[index] !== digest) throw new SourceChanged();
  };
  let line = 0;
  for await (const block of readBlocks(source, { onDigest })) {
    if (block.kind === 'long') {
      if (++line > after) yield [{ line, id: null, outcome: 'invalid', kind: TOO_LONG }];
      continue;
    }
    const rows: Row[] = [];
    eachLine(block, (start, end) => {
      const state = ++line > after ? states.get(line) : 'blank';
      if (state !== 'invalid' && state !== 'conflict' && state !== 'duplicate') return;
      const { kind, ...known } = examine(block.bytes.subarray(start, end));
      if (state === 'duplicate') rows.push({ line, ...known, outcome: 'duplicates' });
      else {
        const why = state === 'conflict' ? CONFLICT : kind;
        rows.push({ line, ...known, outcome: 'invalid', kind: why });
      }
    });
    if (rows.length > 0) yield rows;
  }
}

function examine(bytes: Uint8Array): Pick<Row, 'id' | 'ms'> & { readonly kind: string } {
  if (bytes.length > MAX_LINE_BYTES) return { id: null, kind: TOO_LONG };
  const text = decodeLine(bytes);
  if (text === undefined) return { id: null, kind: NOT_UTF8 };
  let root: JsonNode;
  try {
    root = readJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return { id: null, kind: NOT_JSON };
    throw error;
  }
  const id = memberOf(root, 'idempotency_key');
  const time = memberOf(root, 'timestamp');
  const ms = time?.kind === 'string' ? parseTimestamp(time.value)?.ms : undefined;
  const issue = checkIngestEvent(root, anyTime).find(({ severity }) => severity === 'error');
  return {
    id: id?.kind === 'string' ? id.value : null,
    ...(ms !== undefined && { ms }),
    kind: issue === undefined ? NOT_JSON : kindOfIssue(issue),
  };
}
