/** How an open event is billed, as its page shows it. */
import type { Explanation } from '../core/billing/explanation.ts';

export interface BillingState {
  readonly isAsking: boolean;
  /**
   * Empty until the user has asked. Otherwise for Orb's version, then for the edited text if that was different. Kept while Orb is asked
   * again.
   */
  readonly answers: readonly BillingAnswer[];
  /** Orb limits requests: when it's asked again, in milliseconds since 1970 by the connection's clock. */
  readonly waitsUntilMs?: number;
  /** Why the last question has no answer. A whole sentence, and the link that helps. */
  readonly failure?: {
    readonly sentence: string;
    readonly action: 'askBilling' | 'replaceKey';
  };
  /** If Orb has no customer with the event's external ID: a similar one that events were seen of. */
  readonly similarCustomer?: string;
}

export interface BillingAnswer {
  /** The document's text that was asked about. */
  readonly text: string;
  readonly explanation: Explanation;
}
