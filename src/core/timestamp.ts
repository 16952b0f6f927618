/**
 * Timestamps as Orb reads them: ISO 8601 with `Z`, an offset, or neither (Orb's documents say "no timezone offset", so
 * neither means UTC: https://docs.withorb.com/api-reference/event/ingest-events). Digits below the millisecond count: an amended event must have exactly the
 * stored instant.
 */
import { trimEnd } from '../std/trimEnd.ts';

export interface Instant {
  /** Milliseconds since 1970, rounded down. */
  readonly ms: number;
  /** The digits below the millisecond without trailing zeros, for example `25` for .12325 s; usually empty. */
  readonly fine: string;
  readonly zone: 'utc' | 'offset' | 'none';
}

/** How texts describe a timestamp. An example would show a date that ages. */
export const TIME_FORMAT = 'YYYY-MM-DDThh:mm:ssZ';

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/;

/** Parses a timestamp; undefined when it isn't one, or names a day or hour that doesn't exist. */
export function parseTimestamp(text: string): Instant | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const part = (index: number) => Number(match[index] ?? 0);
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(part) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59 || part(10) > 23 || part(11) > 59) return undefined;
  const fraction = match[7] ?? '';
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A day that its month doesn't have, and a month that doesn't exist, both end up in another month.
  if (date.getUTCMonth() !== month - 1) return undefined;
  date.setUTCHours(hour, minute, second, Number(fraction.slice(0, 3).padEnd(3, '0')));
  const offsetMinutes = (match[9] === '-' ? -1 : 1) * (part(10) * 60 + part(11));
  return {
    ms: date.getTime() - offsetMinutes * 60_000,
    fine: withoutEndingZeros(fraction.slice(3)),
    zone: match[8] !== undefined ? 'utc' : match[9] === undefined ? 'none' : 'offset',
  };
}

/** By hand: /0+$/ starts over at each zero, which takes minutes for a long run of zeros before another digit. */
export function withoutEndingZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

/** Orders instants: negative when `a` is earlier. Equal instants in other notations compare as 0. */
export function compareInstants(a: Instant, b: Instant): number {
  return a.ms - b.ms || (a.fine === b.fine ? 0 : a.fine < b.fine ? -1 : 1);
}

/** True when both texts name the same instant, however they are written. */
export function sameInstant(a: string, b: string): boolean {
  const [x, y] = [parseTimestamp(a), parseTimestamp(b)];
  return x !== undefined && y !== undefined && compareInstants(x, y) === 0;
}

/** The instant in UTC with as many digits as it has, for example `2026-08-20T03:12:04.25Z`. */
export function toUtc(instant: Instant): string {
  const iso = new Date(instant.ms).toISOString();
  if (instant.fine !== '') return `${iso.slice(0, -1)}${instant.fine}Z`;
  return `${trimEnd(trimEnd(iso.slice(0, -1), '0'), '.')}Z`;
}

const FOREIGN =
  /^(\d{4}-\d{2}-\d{2})[Tt ]?\s*(\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*(?:(Z|z|UTC|GMT|Etc\/UTC)|([+-]\d{2})(?::?(\d{2}))?)?$/;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
/** RFC 9110, 5.6.7, and the dates of mail (RFC 5322): `Fri, 27 Nov 2026 20:13:23 GMT`. */
const MAIL =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}(?::\d{2})?) (?:(GMT|UTC|Z)|([+-]\d{2}):?(\d{2}))$/;

/**
 * The timestamp in a notation that Orb accepts, if it can only mean one instant: PostgreSQL (`2026-11-27 20:13:23+00`), the words UTC
 * and GMT, a comma before the fraction of a second, dates of mail and HTTP, seconds, milliseconds or microseconds since 1970.
 * @returns a timestamp in UTC with all its digits, or undefined
 */
export function toOrbTimestamp(text: string): string | undefined {
  const instant = parseTimestamp(text.trim()) ?? parseForeign(text.trim());
  return instant && toUtc({ ...instant, zone: 'utc' });
}

function parseForeign(text: string): Instant | undefined {
  const [, date, time, utc, hours, minutes = '00'] = FOREIGN.exec(text) ?? [];
  if (date !== undefined && time !== undefined) {
    const zone = utc !== undefined || hours === undefined ? 'Z' : `${hours}:${minutes}`;
    return parseTimestamp(`${date}T${time.replace(',', '.')}${zone}`);
  }
  const mail = MAIL.exec(text);
  if (mail !== null) {
    const [, day = '', name = '', year = '', clock = '', , offset, rest = '00'] = mail;
    const month = String(MONTHS.indexOf(name) / 3 + 1).padStart(2, '0');
    const zone = offset === undefined ? 'Z' : `${offset}:${rest}`;
    return parseTimestamp(`${year}-${month}-${day.padStart(2, '0')}T${clock}${zone}`);
  }
  return parseEpoch(text);
}

/** Seconds, milliseconds and microseconds of the years 2001 to 2286 have 10, 13 and 16 digits. */
function parseEpoch(text: string): Instant | undefined {
  const [, digits = '', fraction = ''] =
    /^([1-9]\d{9}|[1-9]\d{12}|[1-9]\d{15})(?:\.(\d+))?$/.exec(text) ?? [];
  if (digits === '' || (fraction !== '' && digits.length > 10)) return undefined;
  const below = (digits.slice(10) + fraction).padEnd(3, '0');
  return {
    ms: Number(digits.slice(0, 10)) * 1_000 + Number(below.slice(0, 3)),
    fine: trimEnd(below.slice(3), '0'),
    zone: 'utc',
  };
}
