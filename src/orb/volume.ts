/**
 * Volume of any range (https://docs.withorb.com/api-reference/event/get-event-volume). Orb returns at most 100 hours per request and
 * counts whole hours in UTC at both ends, so the range is split at full hours; the given bounds are sent as written.
 */
import { OrbError } from '../core/errors.ts';
import { HOUR_MS } from '../core/timeframe.ts';
import { parseTimestamp, TIME_FORMAT } from '../core/timestamp.ts';
import { MAX_VOLUME_HOURS, type VolumeHour } from '../core/volume.ts';
import type { Answer, VolumeOptions } from './orbApi.ts';
import { contractBroken } from './requestFailures.ts';
import { pagesOf } from './pages.ts';
import type { Transport } from './transport.ts';
import { toVolumeHours, volumeWire } from './wire.ts';

interface Window {
  readonly start: string;
  readonly end: string;
}

/** @throws OrbError `invalid` when a bound isn't a timestamp or the end isn't after the start. */
function volumeWindows(start: string, end: string): readonly Window[] {
  const first = parseTimestamp(start)?.ms;
  const last = parseTimestamp(end)?.ms;
  if (first === undefined || last === undefined) {
    throw new OrbError('invalid', `The time frame needs a start and an end (${TIME_FORMAT}).`);
  }
  if (last <= first) throw new OrbError('invalid', 'The time frame must end after it starts.');
  const step = MAX_VOLUME_HOURS * HOUR_MS;
  const windows: Window[] = [];
  let from = start;
  for (let cut = Math.floor(first / HOUR_MS) * HOUR_MS + step; cut < last; cut += step) {
    const bound = new Date(cut).toISOString();
    windows.push({ start: from, end: bound });
    from = bound;
  }
  return [...windows, { start: from, end }];
}

export async function listVolume(
  transport: Transport,
  query: { readonly timeframeStart: string; readonly timeframeEnd: string },
  options?: VolumeOptions,
): Promise<Answer<readonly VolumeHour[]>> {
  const windows = volumeWindows(query.timeframeStart, query.timeframeEnd);
  const limits = transport.limits(options);
  const hours = new Map<number, VolumeHour>();
  const raw: string[] = [];
  for (const [index, window] of windows.entries()) {
    const fresh: VolumeHour[] = [];
    for await (const page of pagesOf(transport, listing(window), limits)) {
      raw.push(page.raw);
      fresh.push(...toVolumeHours(page.value));
    }
    for (const hour of fresh) hours.set(startOf(hour), hour);
    options?.onWindow?.(index + 1, windows.length, fresh);
  }
  const ascending = [...hours].sort(([a], [b]) => a - b).map(([, hour]) => hour);
  return { value: ascending, raw: raw.join('\n') };
}

/** Orb's document has no cursor in this response, but the request accepts one: if there is one, it is followed. */
const listing = ({ start, end }: Window) => ({
  path: '/events/volume',
  query: { timeframe_start: start, timeframe_end: end, limit: String(MAX_VOLUME_HOURS) },
  page: volumeWire,
});

function startOf(hour: VolumeHour): number {
  const start = parseTimestamp(hour.timeframeStart);
  if (start === undefined) {
    throw contractBroken(`The response has an hour with an invalid start: ${hour.timeframeStart}.`);
  }
  return start.ms;
}
