/** What one usage page shows: the state for the page, and the work that changes it. It doesn't know the webview. */
import type { OrbClient } from '../../orb/orbApi.ts';
import { describe } from '../../core/describe.ts';
import { isOrbError, isUnknownId } from '../../core/errors.ts';
import type { TimeBounds } from '../../core/timeSeries.ts';
import { readUsage, TooManyGroups, type UsagePart } from '../../core/usage/readUsage.ts';
import type { UsagePrice } from '../../core/usage/usagePrices.ts';
import { stepOf, type UsageRange } from '../../core/usage/usageRange.ts';
import type { UsageRow } from '../../core/usage/usageSeries.ts';
import type { UsageState } from '../../protocol/usage.ts';
import { Emitter } from '../../std/emitter.ts';
import { isOffline } from '../volume/reader.ts';
import { evaluatePrice } from './evaluatePrice.ts';
import { readBilledCustomer, type BilledCustomer } from './billedCustomer.ts';
import type { Obstacle } from './problem.ts';
import { customerKey, customerLabel, type UsageQuestion } from './question.ts';
import { rangeOf } from './rangeOf.ts';
import { UsageData } from './usageData.ts';

/** What the model needs of the world. */
export interface UsagePort {
  client(): Promise<OrbClient>;
  nowMs(): number;
  /** The question is kept for a reload of the window. */
  keep(question: UsageQuestion): void;
}

export type ModelState = Omit<
  UsageState,
  'connection' | 'connectionId' | 'customers' | 'properties' | 'problem'
>;

export class UsageModel {
  readonly #port: UsagePort;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  #question: UsageQuestion;
  #range: UsageRange;
  #billed: BilledCustomer | undefined;
  #price: UsagePrice | undefined;
  #metric: { readonly id: string; readonly name: string; readonly sql: string } | undefined;
  readonly #data = new UsageData();
  #currency = '';
  #reading: UsageState['reading'] = null;
  #failure: string | null = null;
  #filterProblem: string | null = null;
  #offline = false;
  #readAtMs: number | null = null;
  #obstacle: Obstacle | null = null;
  #work = new AbortController();

  constructor(port: UsagePort, question: UsageQuestion) {
    this.#port = port;
    this.#question = question;
    this.#range = rangeOf(question, undefined, port.nowMs());
    if (question.customer === undefined) this.#obstacle = { kind: 'noCustomer' };
  }

  get question(): UsageQuestion {
    return this.#question;
  }

  /** As Orb reported them, for an export and for the command. */
  get rows(): readonly UsageRow[] {
    return this.#data.rows;
  }

  get currency(): string {
    return this.#currency;
  }

  /** Both IDs of the customer, once they are known. */
  get customer(): BilledCustomer['customer'] | undefined {
    return this.#billed?.customer;
  }

  /** The definition of the price's metric, once it was read. */
  get sql(): string {
    return this.#metric?.sql ?? '';
  }

  /** Why there is nothing to show; null when there is. */
  get obstacle(): Obstacle | null {
    return this.#obstacle;
  }

  get range(): TimeBounds {
    return this.#range;
  }

  get state(): ModelState {
    const { customer, groupBy, filter, granularity, range } = this.#question;
    return {
      range,
      series: this.#data.series(this.#range, stepOf(granularity), this.#port.nowMs()),
      granularity,
      customer: customer ? { value: customerKey(customer), label: customerLabel(customer) } : null,
      prices: (this.#billed?.prices(this.#range) ?? []).map(({ id, name }) => ({
        value: id,
        label: name,
      })),
      priceId: this.#price?.id ?? null,
      isUnitPrice: this.#price?.isUnitPrice ?? true,
      metricName: this.#metric?.name ?? this.#price?.name ?? '',
      currency: this.#currency,
      groupBy: groupBy ?? null,
      filter,
      filterProblem: this.#filterProblem,
      isCut: this.#range.isCut,
      reading: this.#reading,
      offline: this.#offline ? { readAtMs: this.#readAtMs } : null,
      failure: this.#failure,
    };
  }

  /** Asks something else. @throws OrbError when reading failed, after the state says so */
  ask(changes: Partial<UsageQuestion>): Promise<void> {
    this.#question = { ...this.#question, ...changes };
    if (changes.customer !== undefined) this.#billed = this.#price = undefined;
    this.#port.keep(this.#question);
    return this.read();
  }

  /** Asks Orb again; a named range moves on with the clock. @throws OrbError */
  refresh(): Promise<void> {
    this.#billed = undefined;
    return this.read();
  }

  cancel(): void {
    this.#work.abort();
  }

  /** @param onlyMissing leaves the steps that were read as they are. @throws OrbError */
  async read(onlyMissing = false): Promise<void> {
    this.#work.abort();
    const work = (this.#work = new AbortController());
    const { signal } = work;
    const question = this.#question;
    this.#failure = null;
    this.#filterProblem = null;
    this.#obstacle = question.customer === undefined ? { kind: 'noCustomer' } : null;
    if (!onlyMissing) this.#data.clear();
    this.#range = rangeOf(question, this.#price, this.#port.nowMs());
    this.#reading = this.#obstacle === null ? { part: 0, of: 1 } : null;
    this.#tell();
    if (question.customer === undefined) return;
    try {
      const client = await this.#port.client();
      const stopped = client.onRequest(({ status }) => this.#wait(work, status === 429));
      try {
        const billed =
          this.#billed ?? (await readBilledCustomer(client, question.customer, signal));
        signal.throwIfAborted();
        this.#billed = billed;
        await this.#readPrice(client, billed, question, signal);
      } finally {
        stopped();
      }
      this.#offline = false;
      this.#readAtMs = this.#port.nowMs();
    } catch (error) {
      // A newer read reports for itself, and after a cancel the missing steps are shown as not read.
      if (this.#work !== work || signal.aborted) return;
      this.#explain(error, question);
    } finally {
      if (this.#work === work) {
        this.#reading = null;
        this.#tell();
      }
    }
  }

  dispose(): void {
    this.#work.abort();
    this.#changed.dispose();
  }

  /** Says that Orb limits the requests, until the next one is answered. */
  #wait(work: AbortController, isWaiting: boolean): void {
    if (this.#work !== work || this.#reading === null) return;
    if ((this.#reading.isWaiting === true) === isWaiting) return;
    this.#reading = { ...this.#reading, isWaiting };
    this.#tell();
  }

  async #readPrice(
    client: OrbClient,
    billed: BilledCustomer,
    question: UsageQuestion,
    signal: AbortSignal,
  ): Promise<void> {
    const listed = billed.prices(this.#range);
    const asked = listed.find(({ id }) => id === question.priceId);
    const price = asked ?? listed[0];
    this.#price = price;
    if (price === undefined) {
      this.#obstacle = { kind: 'noPrices', customer: customerLabel(billed.asked) };
      return;
    }
    this.#currency = price.currency;
    // The period is known only with the price.
    const range = (this.#range = rangeOf(question, price, this.#port.nowMs()));
    const metric = this.#readMetric(client, price.metricId, signal);
    const stepMs = stepOf(question.granularity);
    const wanted = this.#data.missing(range, stepMs);
    if (wanted !== undefined) {
      await readUsage(
        { range: wanted, stepMs, groupBy: question.groupBy },
        evaluatePrice(client, billed.customer.id, price, question.filter, signal),
        (part) => this.#add(part, signal),
      );
    }
    await metric;
  }

  #add(part: UsagePart, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#data.add(part, stepOf(this.#question.granularity));
    this.#currency = part.currency;
    this.#reading = { part: part.part, of: part.of };
    this.#tell();
  }

  /** Its name and its SQL; the page does without them. */
  async #readMetric(
    client: OrbClient,
    metricId: string | null,
    signal: AbortSignal,
  ): Promise<void> {
    if (metricId === null || this.#metric?.id === metricId) return;
    this.#metric = undefined;
    try {
      const { value } = await client.metrics.fetch(metricId, { signal });
      this.#metric = value;
      this.#tell();
    } catch (error) {
      if (!isOrbError(error)) throw error;
    }
  }

  /** @throws the error, unless it's about what was asked */
  #explain(error: unknown, { customer, filter, groupBy, granularity }: UsageQuestion): void {
    const billed = this.#billed;
    const { message } = describe(error);
    if (error instanceof TooManyGroups) {
      this.#obstacle = { kind: 'tooManyGroups', property: groupBy ?? '', granularity };
    } else if (isOrbError(error, 'forbidden')) this.#obstacle = { kind: 'forbidden' };
    else if (isUnknownId(error) && billed === undefined && customer !== undefined) {
      this.#obstacle = { kind: 'unknownCustomer', customer: customerLabel(customer) };
    } else if (isOrbError(error, 'notFound')) {
      const prices = billed?.prices(this.#range).length ?? 0;
      this.#obstacle = { kind: 'unsupported', prices };
    } else if (isOrbError(error, 'rejected') && filter !== '') this.#filterProblem = message;
    else {
      this.#offline = isOffline(error);
      this.#failure = message;
      throw error;
    }
  }

  #tell(): void {
    this.#changed.fire();
  }
}
