/** The events of an account that count: not deprecated, not replaced by a backfill, not in one that isn't reflected. */
import type { Account } from '../account.ts';
import type { MetricEvent } from './messages.ts';

/** So that one read takes only some milliseconds. */
const MOST = 5_000;

interface Row {
  readonly seq: number;
  readonly ms: number;
  readonly name: string;
  readonly timestamp: string;
  readonly customer: string | null;
  readonly external: string | null;
  readonly properties: string;
}

/** @param after only events stored after this one @returns the next ones, with the last one's number */
export function readEvents(
  account: Account,
  after: number,
): { readonly events: readonly MetricEvent[]; readonly seq: number; readonly isLast: boolean } {
  const rows = account.db
    .sql(
      `select seq, ms, name, timestamp, customer, external, properties
       from event join layer on layer.number = layer
       where seq > ? and account = ? and live = 1 and replaced_by is null and deprecated = 0
       order by seq limit ${String(MOST)}`,
    )
    .all(after, account.number) as unknown as readonly Row[];
  return {
    events: rows.map(({ ms, name, timestamp, customer, external, properties }) => {
      const known = account.customers.of({ customer, external });
      return {
        ...{ ms, name, timestamp, properties },
        customer: known?.id ?? customer,
        external: known?.externalCustomerId ?? external,
      };
    }),
    seq: rows.at(-1)?.seq ?? after,
    isLast: rows.length < MOST,
  };
}
