/**
 * Asks Orb how an event is billed: customer and subscriptions together, then one evaluation of all its usage prices, then the metrics of
 * those that don't count it, and at most three experiments. Nothing is stored in Orb.
 */
import * as l10n from '@vscode/l10n';
import { coverageOf, nearestSubscription } from '../core/billing/coverage.ts';
import { applicablePrice, explained, isCounted, type Tried } from '../core/billing/explain.ts';
import { chooseExperiments } from '../core/billing/experiments.ts';
import type { Explanation } from '../core/billing/explanation.ts';
import { periodsAt } from '../core/billing/periods.ts';
import { readPreviewEvent, type PreviewEvent } from '../core/billing/previewEvent.ts';
import type { Metric, PriceInterval } from '../core/billing/resources.ts';
import { sqlNames } from '../core/billing/sqlNames.ts';
import { isOrbError, OrbError } from '../core/errors.ts';
import { memberOf } from '../core/jsonTree.ts';
import { DAY_MS, type Timeframe } from '../core/timeframe.ts';
import type { BillingApi } from '../orb/billingApi.ts';
import { BillingReader, optional, type AskOptions } from './billingReader.ts';
import { explainTogether, type PeriodsOf } from './explainTogether.ts';

export interface ExplainerOptions {
  readonly client: BillingApi;
  readonly gracePeriodHours: number;
  /** The clock of the connection. */
  readonly nowMs: () => number;
}

export interface ExplainOptions extends AskOptions {
  /** True: the metrics of counted prices too. */
  readonly allMetrics?: boolean;
}

/** For one connection. Answers are kept for some minutes, by event and prices; `forget` before asking again. */
export interface Explainer {
  /**
   * @param text an event's document, or Orb's JSON of it. If that says `deprecated`, Orb isn't asked.
   * @throws OrbError `invalid` when the text isn't a whole event, `cancelled`, and any other; but `forbidden` and `notFound` become `unavailable`
   */
  explain(text: string, options?: ExplainOptions): Promise<Explanation>;
  /**
   * What events cost together, without reasons: one explanation for each customer and billing period.
   * @returns undefined where not all of them can be asked about; an empty list where nothing bills them
   * @throws OrbError of any kind
   */
  explainTogether(
    texts: readonly string[],
    options?: AskOptions,
  ): Promise<readonly Explanation[] | undefined>;
  /** A metric by ID, for its name and SQL; undefined when it can't be read. @throws OrbError `cancelled` */
  metric(metricId: string, options?: AskOptions): Promise<Metric | undefined>;
  forget(): void;
}

export function createExplainer({ client, gracePeriodHours, nowMs }: ExplainerOptions): Explainer {
  const reader = new BillingReader(client, nowMs);

  async function explain(text: string, options: ExplainOptions = {}): Promise<Explanation> {
    const event = readPreviewEvent(text);
    if (event === undefined) {
      throw new OrbError(
        'invalid',
        l10n.t(
          "Can't ask how this event is billed. It must be valid JSON with an event name, a timestamp, a customer, and properties.",
        ),
      );
    }
    const deprecated = memberOf(event.root, 'deprecated');
    if (deprecated?.kind === 'boolean' && deprecated.value) {
      return { ...nothing(nowMs()), deprecated: true };
    }
    try {
      return await explainEvent(event, options);
    } catch (error) {
      const unavailable = unavailableBy(error);
      if (unavailable === undefined) throw error;
      return { ...nothing(nowMs()), unavailable };
    }
  }

  async function explainEvent(event: PreviewEvent, options: ExplainOptions): Promise<Explanation> {
    const billing = await reader.customer(event.customer, options);
    if (billing === undefined) return nothing(nowMs());
    const { customer, subscriptions } = billing;
    const { id, externalId, name } = customer;
    const known = { ...nothing(nowMs()), customer: { id, externalId, name } };
    const coverages = coverageOf(subscriptions, customer, event.timestamp);
    const coverage = coverages.find(({ intervals }) => intervals.length > 0) ?? coverages[0];
    if (coverage === undefined) {
      const nearest = nearestSubscription(subscriptions, event.timestamp);
      return { ...known, ...(nearest !== undefined && { nearest }) };
    }
    const { subscription } = coverage;
    const { period, otherPeriods } = periodsOf(coverages, customer, event);
    const intervals = coverages.flatMap((each) => each.intervals);
    const head = {
      ...known,
      subscription: { id: subscription.id, name: subscription.name, status: subscription.status },
      period,
      ...(otherPeriods.length > 0 && { otherPeriods }),
    };
    if (intervals.length === 0) return head;
    const timeframe = period === null ? dayOf(event) : timeframeOf(period);
    try {
      return { ...head, ...(await askPrices(event, id, { intervals, timeframe }, options)) };
    } catch (error) {
      const unavailable = unavailableBy(error);
      if (unavailable === undefined) throw error;
      const unanswered = unavailable === 'unsupported' ? intervals.map(applicablePrice) : [];
      return { ...head, unanswered, unavailable };
    }
  }

  const periodsOf: PeriodsOf = (coverages, { timezone }, event) =>
    periodsAt(coverages, event.timestamp.ms, {
      nowMs: nowMs(),
      gracePeriodHours,
      timeZone: timezone,
    });

  async function askPrices(
    event: PreviewEvent,
    customerId: string,
    question: { readonly intervals: readonly PriceInterval[]; readonly timeframe: Timeframe },
    options: ExplainOptions,
  ): Promise<Partial<Explanation>> {
    const { intervals } = question;
    const metricsOf = (list: readonly PriceInterval[]) =>
      reader.metrics(
        list.flatMap(({ price }) => price.metricId ?? []),
        options,
      );
    const [{ evaluations, askedAtMs }, all] = await Promise.all([
      reader.evaluate([event], customerId, question, options),
      options.allMetrics === true ? metricsOf(intervals) : undefined,
    ]);
    const isUncounted = (index: number) => {
      const evaluation = evaluations[index];
      return evaluation !== undefined && !isCounted(evaluation);
    };
    const metrics = all ?? (await metricsOf(intervals.filter((_, at) => isUncounted(at))));
    const experiments = chooseExperiments(
      event,
      intervals.flatMap((interval, index) => {
        if (!isUncounted(index)) return [];
        const sql = metrics.get(interval.price.metricId ?? '')?.sql ?? '';
        const { filter } = interval;
        return [{ index, filter, names: sqlNames(sql, filter ?? '') }];
      }),
    );
    const tried = await Promise.all(
      experiments.map(async (experiment): Promise<Tried> => {
        const changed = readPreviewEvent(experiment.change?.text ?? event.text) ?? event;
        const asked = { ...question, isUnfiltered: experiment.change === undefined };
        const answer = await optional(reader.evaluate([changed], customerId, asked, options));
        return { experiment, evaluations: answer?.evaluations ?? [] };
      }),
    );
    return {
      ...explained(intervals, evaluations, metrics, tried),
      answeredAtMs: askedAtMs,
    };
  }

  return {
    explain,
    explainTogether: async (texts, options = {}) =>
      explainTogether(reader, periodsOf, texts, options),
    metric: async (id, options = {}) => (await reader.metrics([id], options)).get(id),
    forget: () => reader.forget(),
  };
}

const unavailableBy = (error: unknown): Explanation['unavailable'] =>
  isOrbError(error, 'notFound')
    ? 'unsupported'
    : isOrbError(error, 'forbidden')
      ? 'forbidden'
      : undefined;

/** An explanation in which nothing is billed, to be completed. */
const nothing = (answeredAtMs: number): Explanation => ({
  customer: null,
  subscription: null,
  period: null,
  prices: [],
  unanswered: [],
  total: [],
  totalIsAtMost: false,
  experiments: 0,
  answeredAtMs,
});

const timeframeOf = ({ start, end }: NonNullable<Explanation['period']>): Timeframe => ({
  timeframeStart: start,
  timeframeEnd: end,
});

function dayOf({ timestamp }: PreviewEvent): Timeframe {
  const start = Math.floor(timestamp.ms / DAY_MS) * DAY_MS;
  return {
    timeframeStart: new Date(start).toISOString(),
    timeframeEnd: new Date(start + DAY_MS).toISOString(),
  };
}
