/** One price for one customer, evaluated by Orb. */
import type { OrbClient } from '../../orb/orbApi.ts';
import type { Evaluate } from '../../core/usage/readUsage.ts';
import { bothFilters, type UsagePrice } from '../../core/usage/usagePrices.ts';
import { groupValue } from './groupValue.ts';

/** @param customerId Orb's ID. @param typed a condition in SQL, in addition to the subscription's own */
export function evaluatePrice(
  client: OrbClient,
  customerId: string,
  price: UsagePrice,
  typed: string,
  signal: AbortSignal,
): Evaluate {
  const { id: priceId, parameterOverrides } = price;
  const filter = bothFilters(price.filter, typed);
  const asked = {
    priceId,
    ...(filter !== undefined && { filter }),
    ...(parameterOverrides !== undefined && { parameterOverrides }),
  };
  return async ({ startMs, endMs }, groupingKeys) => {
    const timeframeStart = new Date(startMs).toISOString();
    const timeframeEnd = new Date(endMs).toISOString();
    const prices = [{ ...asked, groupingKeys }];
    const query = { customerId, timeframeStart, timeframeEnd, prices };
    const { value } = await client.prices.evaluate(query, { signal });
    const [evaluation] = value;
    return {
      currency: evaluation?.currency ?? price.currency,
      groups: (evaluation?.groups ?? []).map(({ values, quantity, amount }) => ({
        values: values.map(groupValue),
        ...{ quantity, amount },
      })),
    };
  };
}
