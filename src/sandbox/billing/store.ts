/** The metrics, prices, and subscriptions of one account. */
import { parseJson } from '../../core/json.ts';
import type { Database } from '../database.ts';
import type { CustomerDetails, Plan, PlanMetric, PlanPrice, PlanSubscription } from './plan.ts';

interface Stored {
  readonly plan: Plan;
  readonly customers: Readonly<Record<string, CustomerDetails>>;
}

const nothing: Stored = { plan: { metrics: [], prices: [], subscriptions: [] }, customers: {} };

export class BillingStore {
  #stored: Stored = nothing;

  constructor(
    private readonly db: Database,
    private readonly account: number,
  ) {
    this.reload();
  }

  reload(): void {
    const row = this.db.sql('select body from billing where account = ?').get(this.account);
    this.#stored =
      row === undefined ? nothing : (parseJson(String(row['body'])) as unknown as Stored);
  }

  get plan(): Plan {
    return this.#stored.plan;
  }

  replacePlan(plan: Plan): void {
    this.#save({ ...this.#stored, plan });
  }

  addMetric(metric: PlanMetric): void {
    this.replacePlan({ ...this.plan, metrics: [...this.plan.metrics, metric] });
  }

  detailsOf(customerId: string): CustomerDetails | undefined {
    const { customers } = this.#stored;
    return Object.hasOwn(customers, customerId) ? customers[customerId] : undefined;
  }

  addCustomer(id: string, details: CustomerDetails): void {
    this.#save({ ...this.#stored, customers: { ...this.#stored.customers, [id]: details } });
  }

  metric = (id: string): PlanMetric | undefined => this.plan.metrics.find((each) => each.id === id);
  price = (id: string): PlanPrice | undefined => this.plan.prices.find((each) => each.id === id);
  priceByExternalId = (id: string): PlanPrice | undefined =>
    this.plan.prices.find(({ externalPriceId }) => externalPriceId === id);
  subscription = (id: string): PlanSubscription | undefined =>
    this.plan.subscriptions.find((each) => each.id === id);

  #save(stored: Stored): void {
    this.#stored = stored;
    this.db
      .sql('insert or replace into billing (account, body) values (?, ?)')
      .run(this.account, JSON.stringify(stored));
  }
}
