/** The customers of one account. Orb has its own API for them; in the sandbox they are added through /sandbox/customers. */
import type { Database } from './database.ts';
import { invalid } from './problems.ts';

export interface Customer {
  readonly id: string;
  readonly externalCustomerId: string | null;
  readonly name: string | null;
  /** Day of the month (1 to 28) on which the billing period begins, in UTC. */
  readonly billingCycleDay: number;
}

export class Customers {
  #byId = new Map<string, Customer>();
  #byExternalId = new Map<string, Customer>();

  constructor(
    private readonly db: Database,
    private readonly account: number,
  ) {
    this.reload();
  }

  reload(): void {
    this.#byId.clear();
    this.#byExternalId.clear();
    const rows = this.db
      .sql('select id, external_id, name, cycle_day from customer where account = ? order by id')
      .all(this.account) as unknown as readonly {
      readonly id: string;
      readonly external_id: string | null;
      readonly name: string | null;
      readonly cycle_day: number;
    }[];
    for (const row of rows) {
      this.#remember({
        id: row.id,
        externalCustomerId: row.external_id,
        name: row.name,
        billingCycleDay: row.cycle_day,
      });
    }
  }

  get all(): readonly Customer[] {
    return [...this.#byId.values()];
  }

  hasId(id: string): boolean {
    return this.#byId.has(id);
  }

  hasExternalId(id: string): boolean {
    return this.#byExternalId.has(id);
  }

  /** The customer that an event or a backfill names by either ID. */
  of(event: {
    readonly customer: string | null;
    readonly external: string | null;
  }): Customer | undefined {
    if (event.customer !== null) return this.#byId.get(event.customer);
    return event.external === null ? undefined : this.#byExternalId.get(event.external);
  }

  /** @throws Problem 400 when one of the IDs is taken */
  add(customer: Customer): void {
    if (this.#byId.has(customer.id)) throw invalid(`A customer ${customer.id} already exists.`);
    const alias = customer.externalCustomerId;
    if (alias !== null && this.#byExternalId.has(alias)) {
      throw invalid(`A customer with the external ID ${alias} already exists.`);
    }
    this.db
      .sql(
        'insert into customer (account, id, external_id, name, cycle_day) values (?, ?, ?, ?, ?)',
      )
      .run(this.account, customer.id, alias, customer.name, customer.billingCycleDay);
    this.#remember(customer);
  }

  #remember(customer: Customer): void {
    this.#byId.set(customer.id, customer);
    if (customer.externalCustomerId !== null) {
      this.#byExternalId.set(customer.externalCustomerId, customer);
    }
  }
}
