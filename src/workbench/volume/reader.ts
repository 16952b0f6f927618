/** Reads hours of volume and keeps them for other ranges, for the comparison, and while offline. */
import { isOrbError } from '../../core/errors.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { MAX_VOLUME_HOURS } from '../../core/volume.ts';
import { missingHours, type HourRange } from '../../core/volumeSeries.ts';
import type { OrbClient } from '../../orb/orbApi.ts';

export class VolumeReader {
  /** Start of the hour → events. */
  readonly #counts = new Map<number, number>();

  get counts(): ReadonlyMap<number, number> {
    return this.#counts;
  }

  /** Adds what an earlier window kept. */
  restore(startMs: number, counts: readonly (number | null)[]): void {
    counts.forEach((count, index) => {
      if (count !== null) this.#counts.set(startMs + index * HOUR_MS, count);
    });
  }

  /**
   * Reads a range, or only the part of it that isn't known.
   * @param onPart called after each of Orb's windows of at most 100 hours
   * @throws OrbError; the windows read until then are kept
   */
  async read(
    client: OrbClient,
    range: HourRange,
    options: {
      readonly signal: AbortSignal;
      readonly onlyMissing: boolean;
      readonly onPart: (part: number, of: number) => void;
    },
  ): Promise<void> {
    const wanted = options.onlyMissing ? missingHours(range, this.#counts) : range;
    if (wanted === undefined) return;
    const iso = (ms: number) => new Date(ms).toISOString();
    const endMs = wanted.startMs + wanted.hours * HOUR_MS;
    await client.volume.list(
      { timeframeStart: iso(wanted.startMs), timeframeEnd: iso(endMs) },
      {
        signal: options.signal,
        onWindow: (done, of, hours) => {
          // Orb's documentation doesn't say whether hours without events are listed, so each
          // missing hour of a window counts as zero.
          const from = wanted.startMs + (done - 1) * MAX_VOLUME_HOURS * HOUR_MS;
          const to = Math.min(endMs, from + MAX_VOLUME_HOURS * HOUR_MS);
          for (let hour = from; hour < to; hour += HOUR_MS) this.#counts.set(hour, 0);
          for (const { timeframeStart, count } of hours) {
            const ms = parseTimestamp(timeframeStart)?.ms;
            if (ms !== undefined) this.#counts.set(ms, count);
          }
          options.onPart(done, of);
        },
      },
    );
  }
}

/** Whether the failure isn't Orb's: the network is gone. */
export const isOffline = (error: unknown): boolean =>
  isOrbError(error) && (error.kind === 'unreachable' || error.kind === 'timedOut');
