/** What Orb documents for a deprecation (https://docs.withorb.com/api-reference/event/deprecate-event). */
import type { UsageEvent } from '../event.ts';
import type { Issue } from '../issue.ts';
import { checkCap, checkPeriodIsOpen } from './change.ts';
import type { ChangeContext } from './context.ts';
import { checkCustomerExists } from './customer.ts';

/** @returns nothing for an event that is deprecated already: the call is idempotent. */
export function checkDeprecate(stored: UsageEvent, context: ChangeContext): readonly Issue[] {
  if (stored.deprecated) return [];
  return [
    ...checkStoredCustomer(stored, context),
    ...checkPeriodIsOpen(stored, context),
    ...checkCap(context),
  ];
}

function checkStoredCustomer(
  { customerId, externalCustomerId }: UsageEvent,
  { customers }: ChangeContext,
): readonly Issue[] {
  if (customerId !== null) {
    return checkCustomerExists({ key: 'customer_id', id: customerId }, customers, true);
  }
  if (externalCustomerId === null) return [];
  const named = { key: 'external_customer_id', id: externalCustomerId } as const;
  return checkCustomerExists(named, customers, true);
}
