/** Days and times in a time zone, where months have different lengths and days may have 23 or 25 hours. */

/** A time on the wall clock, as milliseconds since 1970 as if it were UTC. */
type WallMs = number;

/** @param timeZone an IANA name; null, or one that isn't known here, counts as UTC */
export function wallTime(ms: number, timeZone: string | null): WallMs {
  const format = formatOf(timeZone);
  if (format === undefined) return ms;
  const parts = Object.fromEntries(
    format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: string) => parts[name] ?? 0;
  const day = Date.UTC(part('year'), part('month') - 1, part('day'));
  const clock = (part('hour') * 60 + part('minute')) * 60 + part('second');
  return day + clock * 1_000 + (((ms % 1_000) + 1_000) % 1_000);
}

/** The instant at which the clock in the time zone shows this; where it shows it twice, one of both. */
export function instantOfWall(wall: WallMs, timeZone: string | null): number {
  const first = wall - (wallTime(wall, timeZone) - wall);
  return wall - (wallTime(first, timeZone) - first);
}

/** The same time of day `months` later (negative: earlier), on `day` or on the last day of a shorter month. */
export function addMonths(wall: WallMs, months: number, day: number): WallMs {
  const date = new Date(wall);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return Date.UTC(year, month, Math.min(day, last)) + (wall - midnight);
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

function formatOf(timeZone: string | null): Intl.DateTimeFormat | undefined {
  if (timeZone === null || timeZone === 'UTC') return undefined;
  if (!formats.has(timeZone)) formats.set(timeZone, newFormat(timeZone));
  return formats.get(timeZone);
}

function newFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' },
    });
  } catch {
    return undefined;
  }
}
