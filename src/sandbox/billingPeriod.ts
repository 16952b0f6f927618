/** Billing periods of one month in UTC that begin on a customer's cycle day (1 to 28); in Orb they depend on the plan. */
import { HOUR_MS } from '../core/timeframe.ts';

/**
 * The earliest instant whose billing may still change, in milliseconds since 1970: the start of the current period, or of the
 * previous one while its grace period lasts.
 */
export function openSince(nowMs: number, cycleDay: number, graceHours: number): number {
  const now = new Date(nowMs);
  const monthsBack = now.getUTCDate() < cycleDay ? 1 : 0;
  const begins = (months: number) =>
    Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsBack + months, cycleDay);
  return nowMs < begins(0) + graceHours * HOUR_MS ? begins(-1) : begins(0);
}

/** The month of billing that an instant is in, half open, in milliseconds since 1970. */
export function periodAt(
  ms: number,
  cycleDay: number,
): { readonly startMs: number; readonly endMs: number } {
  const date = new Date(ms);
  const month = date.getUTCMonth() - (date.getUTCDate() < cycleDay ? 1 : 0);
  const begins = (months: number) => Date.UTC(date.getUTCFullYear(), month + months, cycleDay);
  return { startMs: begins(0), endMs: begins(1) };
}
