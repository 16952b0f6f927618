/** What asking about the billing of one open event needs: its connection's explainer, its texts, and customers seen before. */
import { isSimilarName } from '../../core/billing/similarNames.ts';
import { memberOf, tryReadJson } from '../../core/jsonTree.ts';
import { explainerFor } from '../explainers.ts';
import type { EventAddress } from '../eventStore.ts';
import type { Services } from '../services.ts';
import type { BillingParts } from './eventBilling.ts';
import type { EventFile } from './eventFile.ts';
import { heldText } from './heldText.ts';

const MAX_CUSTOMERS = 1_000;

export function billingParts(
  services: Services,
  address: EventAddress,
  file: EventFile,
  changed: () => void,
): BillingParts {
  const { connectionId } = address;
  return {
    asker: () => explainerFor(services, connectionId),
    texts: () => {
      const held = heldText(services, address, file);
      return held === undefined ? undefined : { held, document: file.document?.getText() ?? held };
    },
    async similarCustomer(text) {
      const wanted = externalCustomerOf(text);
      if (wanted === undefined) return undefined;
      const seen = await services.ledger.seen.customers(connectionId, MAX_CUSTOMERS);
      const known = seen.map(({ externalCustomerId }) => externalCustomerId ?? '');
      return known.find((id) => isSimilarName(id, wanted));
    },
    nowMs: () => services.connections.now(connectionId),
    changed,
  };
}

function externalCustomerOf(json: string): string | undefined {
  const root = tryReadJson(json);
  const value = root && memberOf(root, 'external_customer_id');
  return value?.kind === 'string' ? value.value : undefined;
}
