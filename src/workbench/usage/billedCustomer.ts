/** A customer with the usage prices that bill their events: their own, and those of a parent that pays for them. */
import type { CustomerRef } from '../../orb/billingApi.ts';
import type { OrbClient } from '../../orb/orbApi.ts';
import type { Customer } from '../../core/billing/resources.ts';
import type { TimeBounds } from '../../core/timeSeries.ts';
import { usagePrices, type UsagePrice } from '../../core/usage/usagePrices.ts';

export interface BilledCustomer {
  /** As the user named it. */
  readonly asked: CustomerRef;
  readonly customer: Customer;
  prices(bounds: TimeBounds): readonly UsagePrice[];
}

/** @throws OrbError: `notFound` for an ID that no customer has, `forbidden` if the API key can't read billing data */
export async function readBilledCustomer(
  client: OrbClient,
  asked: CustomerRef,
  signal: AbortSignal,
): Promise<BilledCustomer> {
  const [{ value: customer }, { value: own }] = await Promise.all([
    client.customers.fetch(asked, { signal }),
    client.subscriptions.list(asked, { signal }),
  ]);
  const { parentId } = customer;
  const parents =
    parentId === null
      ? []
      : (await client.subscriptions.list({ customerId: parentId }, { signal })).value;
  // Of a parent, only what it says it pays for this customer.
  const paid = parents.map((each) => ({
    ...each,
    priceIntervals: each.priceIntervals.filter(({ usageCustomerIds }) => usageCustomerIds !== null),
  }));
  return {
    asked,
    customer,
    prices: (bounds) => usagePrices([...own, ...paid], customer.id, bounds),
  };
}
