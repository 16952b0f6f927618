/** Puts Orb's answers about one event together. Amounts are only added up. */
import { addDecimals, isZero } from './decimal.ts';
import type { Experiment } from './experiments.ts';
import type {
  ApplicablePrice,
  ExplainedPrice,
  Explanation,
  Reason,
  WouldCount,
} from './explanation.ts';
import { sumMoney, type Money } from './money.ts';
import { priceModel } from './priceModel.ts';
import type { Evaluation, Metric, PriceInterval } from './resources.ts';

/** For each interval, in their order; undefined where Orb's response has nothing for it. */
export type Evaluated = readonly (Evaluation | undefined)[];

/** An experiment with Orb's answer about the changed event. */
export interface Tried {
  readonly experiment: Experiment;
  readonly evaluations: Evaluated;
}

const quantityOf = ({ groups }: Evaluation): string =>
  groups.reduce((sum, { quantity }) => addDecimals(sum, quantity), '0');
const amountOf = ({ groups }: Evaluation): string =>
  groups.reduce((sum, { amount }) => addDecimals(sum, amount), '0');

/** True when the price counts any of the events that it was evaluated for. */
export const isCounted = ({ groups }: Evaluation): boolean =>
  groups.some(({ quantity, amount }) => !isZero(quantity) || !isZero(amount));

/** What the event costs: the sums of the prices that count it, one for each currency. */
const totalOf = (evaluations: Evaluated): readonly Money[] =>
  sumMoney(
    evaluations
      .filter((each) => each !== undefined)
      .filter(isCounted)
      .map((each) => ({ currency: each.currency, amount: amountOf(each) })),
  );

export const applicablePrice = ({ price, filter }: PriceInterval): ApplicablePrice => ({
  priceId: price.id,
  name: price.name,
  currency: price.currency,
  metricId: price.metricId,
  filter,
  model: priceModel(price),
});

/** What Orb's evaluations say about each price, and all of them together. */
export function explained(
  intervals: readonly PriceInterval[],
  evaluations: Evaluated,
  metrics: ReadonlyMap<string, Metric>,
  tried: readonly Tried[],
): Pick<Explanation, 'prices' | 'unanswered' | 'total' | 'totalIsAtMost' | 'experiments'> {
  const prices = explainPrices(intervals, evaluations, metrics, tried);
  return {
    prices,
    unanswered: intervals
      .filter((_, index) => evaluations[index] === undefined)
      .map(applicablePrice),
    total: totalOf(evaluations),
    totalIsAtMost: isAtMost(prices),
    experiments: tried.length,
  };
}

/** Those that count the event first, then those with a known reason why not, then the others; otherwise in the subscription's order. */
function explainPrices(
  intervals: readonly PriceInterval[],
  evaluations: Evaluated,
  metrics: ReadonlyMap<string, Metric>,
  tried: readonly Tried[],
): readonly ExplainedPrice[] {
  const rank = ({ counted, reason }: ExplainedPrice) =>
    counted ? 0 : reason?.code === 'unknown' ? 2 : 1;
  return intervals
    .flatMap((interval, index) => {
      const evaluation = evaluations[index];
      if (evaluation === undefined) return [];
      const metric = metrics.get(interval.price.metricId ?? '');
      const counted = isCounted(evaluation);
      return [
        {
          ...applicablePrice(interval),
          currency: evaluation.currency,
          metricName: metric?.name ?? null,
          ...(metric !== undefined && { sql: metric.sql }),
          quantity: quantityOf(evaluation),
          amount: amountOf(evaluation),
          counted,
          ...(!counted && whyNot(index, interval, tried)),
        },
      ];
    })
    .toSorted((a, b) => rank(a) - rank(b));
}

/** The first experiment, in the order of likelihood, in which the price counts the event. */
function whyNot(
  index: number,
  { filter }: PriceInterval,
  tried: readonly Tried[],
): { readonly reason: Reason; readonly wouldCount?: WouldCount } {
  for (const { experiment, evaluations } of tried) {
    const evaluation = evaluations[index];
    if (!experiment.prices.includes(index)) continue;
    if (evaluation === undefined || !isCounted(evaluation)) continue;
    const { reason, change } = experiment;
    // One request left out the filters of several prices.
    if (change === undefined) return { reason: { code: 'filter', filter: filter ?? '' } };
    return {
      reason,
      wouldCount: {
        fix: change.fix,
        change: change.description,
        quantity: quantityOf(evaluation),
        amount: amountOf(evaluation),
        total: totalOf(evaluations),
      },
    };
  }
  return { reason: { code: 'unknown' } };
}

/** True when a counted price may bill less than it says, and none may bill more. */
function isAtMost(prices: Explanation['prices']): boolean {
  const certainties = prices.filter(({ counted }) => counted).map(({ model }) => model.certainty);
  return certainties.includes('atMost') && !certainties.includes('alone');
}
