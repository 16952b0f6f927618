/** Customers and properties that this editor's recorded data knows, to choose from. */
import type { CustomerRef } from '../../orb/billingApi.ts';
import type { Choice } from '../../protocol/usage.ts';
import type { Services } from '../services.ts';
import { customerKey, customerLabel } from './question.ts';

const MAX_CUSTOMERS = 50;
const MAX_PROPERTIES = 50;
/** The properties of this many events seen last are listed. */
const RECENT = 200;

export async function knownCustomers(
  { ledger }: Pick<Services, 'ledger'>,
  connectionId: string,
  picked: CustomerRef | undefined,
): Promise<readonly Choice[]> {
  const seen = await ledger.seen.customers(connectionId, MAX_CUSTOMERS);
  const customers = seen.flatMap(({ externalCustomerId, customerId }): readonly CustomerRef[] => {
    if (externalCustomerId !== null) return [{ externalCustomerId }];
    return customerId === null ? [] : [{ customerId }];
  });
  const all = new Map(
    [...(picked === undefined ? [] : [picked]), ...customers].map((each) => [
      customerKey(each),
      { value: customerKey(each), label: customerLabel(each) },
    ]),
  );
  return [...all.values()].toSorted((a, b) => a.label.localeCompare(b.label));
}

/** Of events seen last: first those of the customer that the metric's SQL names, then the customer's others. */
export async function knownProperties(
  { ledger }: Pick<Services, 'ledger'>,
  connectionId: string,
  customer: { readonly id: string; readonly externalId: string | null } | undefined,
  sql: string,
): Promise<readonly string[]> {
  if (customer === undefined) return [];
  const names = new Set<string>();
  for (const raw of await ledger.seen.recent(connectionId, RECENT)) {
    for (const name of propertiesOf(raw, customer)) names.add(name);
  }
  const words = new Set(sql.match(/[A-Za-z_][A-Za-z0-9_]*/g));
  const sorted = [...names].toSorted((a, b) => a.localeCompare(b));
  return [
    ...sorted.filter((name) => words.has(name)),
    ...sorted.filter((name) => !words.has(name)),
  ].slice(0, MAX_PROPERTIES);
}

function propertiesOf(
  raw: string,
  { id, externalId }: { readonly id: string; readonly externalId: string | null },
): readonly string[] {
  try {
    const event = JSON.parse(raw) as {
      readonly customer_id?: unknown;
      readonly external_customer_id?: unknown;
      readonly properties?: unknown;
    };
    const isTheirs =
      event.customer_id === id ||
      (externalId !== null && event.external_customer_id === externalId);
    return isTheirs && typeof event.properties === 'object' && event.properties !== null
      ? Object.keys(event.properties)
      : [];
  } catch {
    return [];
  }
}
