/** What the sandbox's process and the one that runs metrics say to each other. */

/** An event that counts, with both of its customer's IDs, where there is such a customer. */
export interface MetricEvent {
  readonly name: string;
  /** As written. */
  readonly timestamp: string;
  readonly ms: number;
  readonly customer: string | null;
  readonly external: string | null;
  /** JSON text as written. */
  readonly properties: string;
}

export interface MetricQuery {
  /** Of the metric. */
  readonly sql: string;
  /** SQL conditions that must all hold. */
  readonly filters: readonly string[];
  /** Properties or SQL expressions. */
  readonly groupingKeys: readonly string[];
  /** Half open, in milliseconds since 1970. */
  readonly startMs: number;
  readonly endMs: number;
  /** Whose events count. */
  readonly customerIds: readonly string[];
}

export interface MetricGroup {
  readonly values: readonly (string | number | boolean | null)[];
  /** A decimal number. */
  readonly quantity: string;
}

/** `problem`: a sentence for a 400. */
export type MetricResult =
  { readonly groups: readonly MetricGroup[] } | { readonly problem: string };

export type ToMetrics =
  | {
      readonly kind: 'load';
      readonly table: string;
      /** Empties the table first. */
      readonly isNew: boolean;
      readonly events: readonly MetricEvent[];
    }
  | { readonly kind: 'ask'; readonly table: string; readonly queries: readonly MetricQuery[] };

/** The reply to `ask`, in order. */
export type FromMetrics = readonly MetricResult[];
