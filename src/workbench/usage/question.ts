/** What a usage page asks: chosen in the page or by the command, and kept for a reload of the window. */
import type { Granularity } from '../../core/usage/usageRange.ts';
import type { UsageRangeChoice } from '../../protocol/usage.ts';
import { number, object, oneOf, text } from '../../std/shape.ts';
import type { CustomerRef } from '../../orb/billingApi.ts';

export interface UsageQuestion {
  readonly customer: CustomerRef | undefined;
  readonly priceId: string | undefined;
  readonly groupBy: string | undefined;
  readonly filter: string;
  readonly granularity: Granularity;
  readonly range: UsageRangeChoice;
  /** Of a custom range. */
  readonly bounds: { readonly startMs: number; readonly endMs: number } | undefined;
}

export const firstQuestion: UsageQuestion = {
  customer: undefined,
  priceId: undefined,
  groupBy: undefined,
  filter: '',
  granularity: 'hour',
  range: 'week',
  bounds: undefined,
};

const stored = object(
  {
    filter: text,
    granularity: oneOf('hour', 'day'),
    range: oneOf('day', 'days3', 'week', 'days30', 'days90', 'period', 'custom'),
  },
  {
    customer: text,
    priceId: text,
    groupBy: text,
    bounds: object({ startMs: number, endMs: number }),
  },
);

/** Of a customer as one text: an entry of a drop-down. External IDs and Orb's can't be mixed up. */
export const customerKey = (customer: CustomerRef): string =>
  customer.customerId === undefined
    ? `external:${customer.externalCustomerId}`
    : `orb:${customer.customerId}`;

export function customerOf(key: string): CustomerRef | undefined {
  const [, kind, id] = /^(external|orb):([^]+)$/.exec(key) ?? [];
  if (id === undefined) return undefined;
  return kind === 'orb' ? { customerId: id } : { externalCustomerId: id };
}

export const customerLabel = (customer: CustomerRef): string =>
  customer.customerId ?? customer.externalCustomerId;

export const toStored = ({ customer, ...rest }: UsageQuestion): unknown => ({
  ...rest,
  customer: customer && customerKey(customer),
});

/** Anything else than what `toStored` made is the first question. */
export function fromStored(value: unknown): UsageQuestion {
  const read = stored(value);
  if (read === undefined) return firstQuestion;
  const customer = read.customer === undefined ? undefined : customerOf(read.customer);
  return { ...firstQuestion, ...read, customer };
}
