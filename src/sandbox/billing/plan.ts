/** What an account bills: metrics, prices, and subscriptions, as `POST /sandbox/billing` takes them. */
import type { Json } from '../../core/json.ts';

export const MODELS = ['unit', 'tiered', 'package', 'bulk'] as const;
export type Model = (typeof MODELS)[number];

export interface PlanMetric {
  readonly id: string;
  readonly name: string;
  readonly sql: string;
  readonly description: string | null;
  readonly status: 'active' | 'draft' | 'archived';
  readonly itemId: string | null;
}

export interface PlanPrice {
  readonly id: string;
  readonly externalPriceId: string | null;
  readonly name: string;
  readonly metricId: string;
  readonly model: Model;
  /** Orb's own `unit_config`, `tiered_config`, `package_config`, or `bulk_config`, with its numbers as they were written. */
  readonly config: Json;
  readonly currency: string;
  /** A condition in SQL that subscriptions add to the price. */
  readonly filter: string | null;
}

export interface PlanSubscription {
  readonly id: string;
  readonly name: string;
  readonly customerId: string;
  readonly priceIds: readonly string[];
  /** ISO texts in UTC; the end is exclusive. */
  readonly startDate: string;
  readonly endDate: string | null;
  /** Whose events it bills; null: its customer's. */
  readonly usageCustomerIds: readonly string[] | null;
}

export interface Plan {
  readonly metrics: readonly PlanMetric[];
  readonly prices: readonly PlanPrice[];
  readonly subscriptions: readonly PlanSubscription[];
}

/** What Orb keeps about a customer beyond its IDs and name. */
export interface CustomerDetails {
  readonly email: string;
  readonly currency: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: string;
}
