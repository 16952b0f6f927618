/** What is spoken when Orb has answered. */
import type { BillingTexts } from '../../../core/texts/billing.ts';
import { fill } from '../../fill.ts';
import type { BillingMessage, Figure } from './parts.ts';
import { hasReason } from './reasons.ts';
import type { Shown } from './shown.ts';

export function announcementOf(
  texts: BillingTexts,
  { now }: Shown,
  totals: readonly Figure[],
  message: BillingMessage | undefined,
): string {
  if (message !== undefined) {
    const { sentence, second = [] } = message;
    return [...sentence, ' ', ...second]
      .filter((part) => typeof part === 'string')
      .join('')
      .trim();
  }
  const sums = totals.map(({ text }) => text).join(' + ');
  if (totals.some(({ before }) => before !== undefined)) {
    const before = totals.map((figure) => figure.before ?? figure.text).join(' + ');
    return fill(texts.totalChanged, before, sums);
  }
  const missing = now.prices.filter(hasReason).length;
  if (missing === 0) return fill(texts.total, sums);
  return missing === 1
    ? fill(texts.totalMissingOne, sums)
    : fill(texts.totalMissingMany, sums, missing);
}
