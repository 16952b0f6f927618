/** Counts accepted events by the hour of their timestamps. */
import { HOUR_MS } from '../core/timeframe.ts';
import type { Batch } from './batch.ts';
import type { LineHours } from './lineHours.ts';

export class SentHours {
  readonly #counts = new Map<number, number>();

  /** @param hours of the lines, from validation */
  constructor(private readonly hours: LineHours) {}

  add(batch: Batch): void {
    for (const { line } of batch) {
      const hour = this.hours.get(line) * HOUR_MS;
      this.#counts.set(hour, (this.#counts.get(hour) ?? 0) + 1);
    }
  }

  /** @returns [start of the hour in milliseconds since 1970, number of events] since the last call */
  take(): readonly (readonly [number, number])[] {
    const counts = [...this.#counts];
    this.#counts.clear();
    return counts;
  }
}
