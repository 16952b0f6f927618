/** Counts accepted events by the hour of their timestamps. */
import { HOUR_MS } from '../core/timeframe.ts';
import { parseTimestamp } from '../core/timestamp.ts';
import type { Batch } from './batch.ts';
import { decodeLine } from './validateLine.ts';
import { LineScanner } from './scan.ts';

export class SentHours {
  readonly #hours = new Map<number, number>();
  readonly #scanner = new LineScanner({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });

  add(batch: Batch): void {
    for (const { bytes } of batch) {
      const ms = this.#scanner.scan(bytes, 0) ? this.#scanner.ms : parseTimestampMs(bytes);
      const hour = Math.floor(ms / HOUR_MS) * HOUR_MS;
      this.#hours.set(hour, (this.#hours.get(hour) ?? 0) + 1);
    }
  }

  /** @returns [start of the hour in milliseconds since 1970, number of events] since the last call */
  take(): readonly (readonly [number, number])[] {
    const hours = [...this.#hours];
    this.#hours.clear();
    return hours;
  }
}

function parseTimestampMs(bytes: Uint8Array): number {
  const { timestamp } = JSON.parse(decodeLine(bytes) ?? '') as { readonly timestamp: string };
  return parseTimestamp(timestamp)?.ms ?? 0;
}
