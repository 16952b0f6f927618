/** Evaluated usage as CSV (RFC 4180): one line for each step and group, as Orb reported it. */
import { csvText } from '../csv.ts';
import type { TimeBounds } from '../timeSeries.ts';
import type { GroupValue } from './groups.ts';
import type { UsageRow } from './usageSeries.ts';

function cell(value: GroupValue): string {
  if (value === null) return '';
  return typeof value === 'string' ? csvText(value) : String(value);
}

/** @param property the grouping property; undefined where the usage isn't grouped */
export function usageCsv(
  rows: readonly UsageRow[],
  stepMs: number,
  shown: TimeBounds,
  property: string | undefined,
  currency: string,
): string {
  const isGrouped = property !== undefined;
  const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
  const head = ['timeframe_start', 'timeframe_end', ...(isGrouped ? [cell(property)] : [])];
  const lines = [[...head, 'quantity', 'amount', 'currency'].join(',')];
  for (const { startMs, group, quantity, amount } of rows) {
    if (startMs < shown.startMs || startMs >= shown.endMs) continue;
    const when = [iso(startMs), iso(startMs + stepMs)];
    const grouped = isGrouped ? [cell(group ?? null)] : [];
    lines.push([...when, ...grouped, quantity, amount, cell(currency)].join(','));
  }
  return [...lines, ''].join('\r\n');
}
