/** A valid line, with what a search and a comparison need of it. */
import type { ParsedLine } from '../core/reconciliation/quickCompare.ts';
import { parseTimestamp } from '../core/timestamp.ts';
import type { BatchLine } from '../ingest/batch.ts';
import { decodeLine } from '../ingest/validateLine.ts';

export interface FileLine {
  readonly line: number;
  readonly id: string;
  readonly parsed: ParsedLine;
  /** As in the file. */
  readonly text: string;
  /** Its timestamp, in milliseconds since 1970. */
  readonly ms: number;
}

export function toFileLine({ line, bytes }: BatchLine): FileLine {
  const text = decodeLine(bytes) ?? '';
  const parsed = JSON.parse(text) as ParsedLine;
  const ms = parseTimestamp(parsed.timestamp)?.ms ?? 0;
  return { line, id: parsed.idempotency_key, parsed, text, ms };
}
