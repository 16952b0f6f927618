/**
 * What a volume page shows: the state for the page, and the work that changes it. Independent of
 * the webview.
 */
import { describe } from '../../core/describe.ts';
import { isOrbError } from '../../core/errors.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import {
  entries,
  lastHours,
  WEEK_HOURS,
  type HourRange,
  type VolumeSeries,
} from '../../core/volumeSeries.ts';
import type { PendingBackfill, RangeChoice, VolumeState } from '../../protocol/volume.ts';
import type { OrbClient } from '../../orb/orbApi.ts';
import { Emitter } from '../../std/emitter.ts';
import { isOffline, VolumeReader } from './reader.ts';

const rangeHours: Readonly<Record<Exclude<RangeChoice, 'custom'>, number>> = {
  day: 24,
  days3: 72,
  week: WEEK_HOURS,
  days30: 720,
  days90: 2_160,
};

/** What the model needs from outside. */
export interface VolumePort {
  client(): Promise<OrbClient>;
  nowMs(): number;
  sent(startMs: number, endMs: number): Promise<ReadonlyMap<number, number>>;
  /** Keeps the last chart for when there's no network, and for a reload of the window. */
  keep(kept: KeptVolume): void;
  /** The chart is shown without backfills; the log has the reason. */
  backfillsFailed(error: unknown): void;
}

export interface KeptVolume {
  readonly startMs: number;
  readonly counts: readonly (number | null)[];
  readonly readAtMs: number;
  readonly range: RangeChoice;
  readonly compare: boolean;
}

export class VolumeModel {
  readonly #port: VolumePort;
  readonly #reader = new VolumeReader();
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  #range: HourRange;
  #choice: RangeChoice;
  #compare = false;
  #sent: ReadonlyMap<number, number> = new Map();
  #backfills: readonly PendingBackfill[] = [];
  #reading: VolumeState['reading'] = null;
  #failure: string | null = null;
  #offline = false;
  #readAtMs: number | null;
  #kept: KeptVolume | undefined;
  #work = new AbortController();

  constructor(port: VolumePort, kept: KeptVolume | undefined) {
    this.#port = port;
    this.#choice = 'week';
    this.#range = lastHours(rangeHours.week, port.nowMs());
    this.#kept = kept;
    this.#readAtMs = kept?.readAtMs ?? null;
    if (kept !== undefined) this.#reader.restore(kept.startMs, kept.counts);
  }

  get state(): Omit<VolumeState, 'connection' | 'connectionId'> {
    return {
      range: this.#choice,
      series: this.series,
      compare: this.#compare,
      backfills: this.#backfills,
      reading: this.#reading,
      offline: this.#offline ? { readAtMs: this.#readAtMs } : null,
      failure: this.#failure,
    };
  }

  get series(): VolumeSeries {
    return {
      startMs: this.#range.startMs,
      stepMs: HOUR_MS,
      counts: entries(this.#range, this.#reader.counts),
      before: this.#compare ? entries(this.#range, this.#reader.counts, -WEEK_HOURS) : null,
      sent: entries(this.#range, this.#sent).map((count) => count ?? 0),
      runningMs: Math.floor(this.#port.nowMs() / HOUR_MS) * HOUR_MS,
    };
  }

  /**
   * Shows another range and reads it.
   * @throws OrbError if reading failed, after the state shows it
   */
  choose(choice: RangeChoice, range?: HourRange): Promise<void> {
    this.#choice = choice;
    const hours = choice === 'custom' ? undefined : rangeHours[choice];
    this.#range =
      range ?? (hours === undefined ? this.#range : lastHours(hours, this.#port.nowMs()));
    return this.read();
  }

  /** Shows the last range: a named one up to now, any other one as it was. @throws OrbError */
  restore(): Promise<void> {
    if (this.#kept === undefined) return this.refresh();
    const { range, compare, startMs, counts } = this.#kept;
    this.#compare = compare;
    return this.choose(range, range === 'custom' ? { startMs, hours: counts.length } : undefined);
  }

  /** Reads the range again; a named one moves on with the clock. @throws OrbError */
  refresh(): Promise<void> {
    return this.choose(this.#choice);
  }

  /** @throws OrbError */
  setCompare(on: boolean): Promise<void> {
    this.#compare = on;
    if (on) return this.read(true);
    if (this.#readAtMs !== null) this.#keep(this.#readAtMs);
    return this.#tell();
  }

  cancel(): void {
    this.#work.abort();
  }

  /** @param onlyMissing keeps the hours that are known. @throws OrbError */
  async read(onlyMissing = false): Promise<void> {
    this.#work.abort();
    const work = (this.#work = new AbortController());
    const { signal } = work;
    const range = this.#range;
    this.#failure = null;
    this.#reading = { part: 0, of: 1 };
    await this.#tell();
    const sent = this.#readSent(range);
    try {
      const client = await this.#port.client();
      const onPart = (part: number, of: number) => {
        if (this.#work !== work) return;
        this.#reading = { part, of };
        void this.#tell();
      };
      await this.#reader.read(client, range, { signal, onlyMissing, onPart });
      if (this.#compare) {
        const { startMs, hours } = range;
        const before = { startMs: startMs - WEEK_HOURS * HOUR_MS, hours };
        await this.#reader.read(client, before, { signal, onlyMissing: true, onPart });
      }
      this.#offline = false;
      this.#readAtMs = this.#port.nowMs();
      this.#keep(this.#readAtMs);
      void this.#readBackfills(client, signal);
    } catch (error) {
      // A newer read reports its own progress, and after a cancel the missing hours are shown as
      // not read.
      if (this.#work !== work || (isOrbError(error) && error.kind === 'cancelled')) return;
      this.#offline = isOffline(error);
      this.#failure = describe(error).message;
      throw error;
    } finally {
      if (this.#work === work) {
        await sent;
        this.#reading = null;
        await this.#tell();
      }
    }
  }

  dispose(): void {
    this.#work.abort();
    this.#changed.dispose();
  }

  async #readSent(range: HourRange): Promise<void> {
    const { startMs, hours } = range;
    const sent = await this.#port.sent(startMs, startMs + hours * HOUR_MS);
    // Another range may be shown by now.
    if (this.#range !== range) return;
    this.#sent = sent;
    await this.#tell();
  }

  /** If they can't be read, the chart is shown without them; the log has the reason. */
  async #readBackfills(client: OrbClient, signal: AbortSignal): Promise<void> {
    try {
      const pending: PendingBackfill[] = [];
      for await (const backfill of client.backfills.list({ signal })) {
        const startMs = parseTimestamp(backfill.timeframeStart)?.ms;
        const endMs = parseTimestamp(backfill.timeframeEnd)?.ms;
        if (backfill.status !== 'pending' || startMs === undefined || endMs === undefined) continue;
        pending.push({ startMs, endMs, scope: backfill.customerId });
      }
      this.#backfills = pending;
      await this.#tell();
    } catch (error) {
      if (!signal.aborted) this.#port.backfillsFailed(error);
    }
  }

  #keep(readAtMs: number): void {
    const { startMs, counts } = this.series;
    const kept = { startMs, counts, readAtMs, range: this.#choice, compare: this.#compare };
    this.#kept = kept;
    this.#port.keep(kept);
  }

  #tell(): Promise<void> {
    this.#changed.fire();
    return Promise.resolve();
  }
}
