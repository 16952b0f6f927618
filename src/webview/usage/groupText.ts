/** The name of a group, as the legend and the table show it. */
import type { UsageTexts } from '../../core/texts/usage.ts';
import type { UsageGroup } from '../../core/usage/usageSeries.ts';
import { visible } from '../../std/visible.ts';
import { fill } from '../fill.ts';

/** Text that looks like a number or a boolean is in quotes: for Orb it is another group than the number. */
export function groupText({ value, size }: UsageGroup, texts: UsageTexts): string {
  if (value === undefined) return size === 1 ? texts.oneOther : fill(texts.others, size);
  if (value === null) return texts.missingGroup;
  if (value === '') return texts.emptyGroup;
  if (typeof value !== 'string') return String(value);
  return /^(true|false|null|[+-]?\d[\d.eE+-]*)$/.test(value) ? `"${value}"` : visible(value, 60);
}
