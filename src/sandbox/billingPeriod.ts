/** Billing periods of one month in UTC that begin on a customer's cycle day (1 to 28; Orb's own notion depends on the plan). */

export interface BillingPeriods {
  readonly previousStart: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** The periods around `nowMs`, in milliseconds since 1970. */
export function billingPeriods(nowMs: number, cycleDay: number): BillingPeriods {
  const now = new Date(nowMs);
  const monthsBack = now.getUTCDate() < cycleDay ? 1 : 0;
  const begins = (months: number) =>
    Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsBack + months, cycleDay);
  return { previousStart: begins(-1), start: begins(0), end: begins(1) };
}
