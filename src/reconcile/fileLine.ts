/** A valid line, with what a search and a comparison need of it. */
import { parseTimestamp } from '../core/timestamp.ts';
import type { BatchLine } from '../ingest/batch.ts';
import { decodeLine } from '../ingest/validateLine.ts';

export interface FileLine {
  readonly line: number;
  readonly id: string;
  /** As in the file. */
  readonly text: string;
  /** Its timestamp, in milliseconds since 1970. */
  readonly ms: number;
}

export function toFileLine({ line, bytes }: BatchLine): FileLine {
  const text = decodeLine(bytes) ?? '';
  const event = JSON.parse(text) as { idempotency_key: string; timestamp: string };
  return { line, id: event.idempotency_key, text, ms: parseTimestamp(event.timestamp)?.ms ?? 0 };
}
