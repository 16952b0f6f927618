/** What changes of events change in money, in sentences. */
import * as l10n from '@vscode/l10n';
import { visible } from '../../std/visible.ts';
import { listText } from '../language.ts';
import { dayMonth } from '../timeText.ts';
import { parseTimestamp } from '../timestamp.ts';
import { isZero } from './decimal.ts';
import type { Explanation } from './explanation.ts';
import { moneyChange, moneyFormat, sumMoney, type Money } from './money.ts';

/**
 * @param before events as Orb holds them: an explanation for each customer and period, or several
 * @param after the same events as they would be sent; without those that would be deprecated
 * @returns a sentence for each customer, period, and currency; undefined where nothing is billed or an amount can't be compared
 */
export function describeCostChanges(
  before: readonly Explanation[],
  after: readonly Explanation[],
): string | undefined {
  const [old, changed] = [byPeriod(before), byPeriod(after)];
  const keys = [...new Set([...old.keys(), ...changed.keys()])];
  const sentences = keys.map((key) => {
    const [from, to] = [old.get(key), changed.get(key)];
    const known = from ?? to;
    return known && describeCostChange(from ?? withoutEvents(known), to ?? withoutEvents(known));
  });
  const said = sentences.filter((sentence) => sentence !== undefined);
  return said.length === 0 || said.length < keys.length ? undefined : said.join('\n');
}

function byPeriod(list: readonly Explanation[]): ReadonlyMap<string, Explanation> {
  const found = new Map<string, Explanation>();
  for (const each of list) {
    const periods = [each.period, ...(each.otherPeriods ?? [])];
    const key = JSON.stringify([each.customer?.id, periods.map((period) => period?.start)]);
    const earlier = found.get(key);
    found.set(key, earlier === undefined ? each : together(earlier, each));
  }
  return found;
}

const together = (a: Explanation, b: Explanation): Explanation => ({
  ...a,
  prices: [...a.prices, ...b.prices],
  unanswered: [...a.unanswered, ...b.unanswered],
  total: sumMoney([...a.total, ...b.total]),
  totalIsAtMost: a.totalIsAtMost || b.totalIsAtMost,
});

const withoutEvents = (explanation: Explanation): Explanation => ({
  ...explanation,
  ...{ prices: [], unanswered: [], total: [], totalIsAtMost: false },
});

/**
 * @param before the event as Orb holds it
 * @param after the event as it would be sent
 * @returns a sentence for each currency that changes; undefined where nothing is billed or an amount can't be compared: prices whose
 * rates may rise with usage say nothing about the invoice
 */
export function describeCostChange(before: Explanation, after: Explanation): string | undefined {
  const { customer, period, otherPeriods = [] } = after;
  const isBilled = customer !== null && customer.id === before.customer?.id && period !== null;
  if (!isBilled || !canCompare(before) || !canCompare(after)) return undefined;
  const name = visible(customer.externalId ?? customer.name);
  const days = listText([period, ...otherPeriods].map(daysOf));
  const changes = moneyChange(before.total, after.total).filter(({ amount }) => !isZero(amount));
  if (changes.length === 0) return l10n.t('{0} pays the same for {1}.', name, days);
  const isAtMost = before.totalIsAtMost || after.totalIsAtMost;
  const { amount } = moneyFormat(changes.map(unsigned));
  return changes
    .map((change) => {
      const money = amount(unsigned(change));
      if (change.amount.startsWith('-')) {
        return isAtMost
          ? l10n.t('{0} pays at most {1} less for {2}.', name, money, days)
          : l10n.t('{0} pays {1} less for {2}.', name, money, days);
      }
      return isAtMost
        ? l10n.t('{0} pays at most {1} more for {2}.', name, money, days)
        : l10n.t('{0} pays {1} more for {2}.', name, money, days);
    })
    .join('\n');
}

const canCompare = ({ prices, unanswered, unavailable }: Explanation) =>
  unavailable === undefined &&
  unanswered.length === 0 &&
  prices.every(({ counted, model }) => !counted || model.certainty !== 'alone');

const unsigned = ({ currency, amount }: Money): Money => ({
  currency,
  amount: amount.replace(/^-/, ''),
});

/** `1 Oct – 31 Oct`: the last day is the one before the period's end. */
function daysOf({ start, end }: NonNullable<Explanation['period']>): string {
  const [from, to] = [parseTimestamp(start)?.ms ?? 0, (parseTimestamp(end)?.ms ?? 0) - 1];
  return l10n.t('{0} – {1}', dayMonth(from), dayMonth(to));
}
