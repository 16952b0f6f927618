/** What commands return about events and ingests. */

/** An event as commands return it: plain JSON. */
export interface EventJson {
  readonly id: string;
  readonly eventName: string;
  readonly timestamp: string;
  readonly customerId: string | null;
  readonly externalCustomerId: string | null;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deprecated: boolean;
}

export interface IngestSummary {
  readonly runId: string;
  readonly lines: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly notTried: number;
  readonly requests: number;
  readonly retries: number;
  readonly durationMs: number;
  readonly rejectedFile?: string;
  readonly cancelled: boolean;
}
