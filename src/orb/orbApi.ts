/**
 * The client's interface: one method per operation of Orb's Events API, and those of billing that explain events (billingApi.ts).
 * client.ts implements it over HTTP.
 * Every method rejects with an OrbError (core/errors.ts) and with nothing else.
 */
import type { Backfill, NewBackfill } from '../core/backfill.ts';
import type { AmendBody, FoundEvent, IngestEvent } from '../core/event.ts';
import type { EventRefusal } from '../core/errors.ts';
import type { Timeframe } from '../core/timeframe.ts';
import type { VolumeHour } from '../core/volume.ts';
import type { BillingApi } from './billingApi.ts';
import type { Answer, CallOptions } from './callOptions.ts';

export type { Answer, CallOptions };

export interface SearchQuery extends Partial<Timeframe> {
  /** Any number of IDs; duplicates are requested once. */
  readonly eventIds: readonly string[];
}

export interface SearchResult {
  /** In the order of the requested IDs. */
  readonly events: readonly FoundEvent[];
  /** The IDs that Orb didn't find in the time frame, in the requested order. */
  readonly missing: readonly string[];
  /** The responses' texts, one per request. */
  readonly raw: readonly string[];
}

export interface IngestOptions extends CallOptions {
  readonly backfillId?: string;
  /** Asks servers that still support it to list duplicates and new events separately. */
  readonly debug?: boolean;
}

export interface IngestResult {
  readonly validationFailed: readonly EventRefusal[];
  /** Only from servers that still support `debug`. */
  readonly debug?: { readonly duplicate: readonly string[]; readonly ingested: readonly string[] };
}

/** What to ingest: events in Orb's spelling, or ready-made lines, each the UTF-8 bytes of one JSON event, sent as they are. */
export type IngestInput =
  { readonly events: readonly IngestEvent[] } | { readonly lines: readonly Uint8Array[] };

/** Backfills, one by one or, for Orb's text of them, page by page. Each iteration sends its own requests. */
export interface BackfillList extends AsyncIterable<Backfill> {
  pages(): AsyncIterable<Answer<readonly Backfill[]>>;
}

export interface VolumeOptions extends CallOptions {
  /** Called after each window of at most 100 hours. */
  readonly onWindow?: (done: number, of: number, hours: readonly VolumeHour[]) => void;
}

/** One attempt of one request, as the log shows it. Never contains the key. */
export interface RequestRecord {
  readonly method: string;
  /** With query, without the base URL. */
  readonly path: string;
  /** Undefined when there was no response. */
  readonly status?: number;
  readonly ms: number;
  /** 1 for the first. */
  readonly attempt: number;
  /** The response's. */
  readonly headers: Readonly<Record<string, string>>;
  /** The request's, without `Authorization`. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody?: string | undefined;
  readonly responseBody?: string | undefined;
  /** Why there was no response. */
  readonly error?: string;
}

export interface OrbClient extends BillingApi {
  readonly events: {
    search(query: SearchQuery, options?: CallOptions): Promise<SearchResult>;
    /** @param body an object, or the JSON text to send as it is. */
    amend(
      eventId: string,
      body: AmendBody | string,
      options?: CallOptions,
    ): Promise<Answer<{ readonly amended: string }>>;
    deprecate(
      eventId: string,
      options?: CallOptions,
    ): Promise<Answer<{ readonly deprecated: string }>>;
    ingest(input: IngestInput, options?: IngestOptions): Promise<Answer<IngestResult>>;
  };
  readonly backfills: {
    create(backfill: NewBackfill, options?: CallOptions): Promise<Answer<Backfill>>;
    /** All pages, newest first. */
    list(options?: CallOptions & { readonly pageSize?: number }): BackfillList;
    fetch(backfillId: string, options?: CallOptions): Promise<Answer<Backfill>>;
    close(backfillId: string, options?: CallOptions): Promise<Answer<Backfill>>;
    revert(backfillId: string, options?: CallOptions): Promise<Answer<Backfill>>;
  };
  readonly volume: {
    /** Any range, requested in windows of at most 100 hours; hours ascending, each once. */
    list(
      query: { readonly timeframeStart: string; readonly timeframeEnd: string },
      options?: VolumeOptions,
    ): Promise<Answer<readonly VolumeHour[]>>;
  };
  /** `serverTimeMs` is the response's `Date` header. */
  ping(
    options?: CallOptions,
  ): Promise<Answer<{ readonly response: string; readonly serverTimeMs?: number }>>;
  /** Reports every attempt. @returns the function that stops listening */
  onRequest(listener: (record: RequestRecord) => void): () => void;
  /** Closes the connection pool. Requests in progress are canceled. */
  close(): Promise<void>;
}

/** How to reach the network: the editor's proxy and certificate settings. */
export interface NetworkOptions {
  /** `http.proxy`; undefined: HTTP(S)_PROXY decide. `false`: no proxy at all. */
  readonly proxy?: string | false;
  readonly noProxy?: readonly string[];
  readonly proxyAuthorization?: string;
  /** False accepts any certificate; default true. */
  readonly strictSsl?: boolean;
  /** More certificate authorities, PEM. */
  readonly extraCertificates?: readonly string[];
  readonly systemCertificates?: boolean;
}

export interface ClientOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Default 60,000. */
  readonly timeoutMs?: number;
  /** Default 4. */
  readonly maxRetries?: number;
  /** False: a refused connection isn't tried again, since nothing is listening there. Default true. */
  readonly retryRefused?: boolean;
  readonly network?: NetworkOptions;
  /** A response larger than this is rejected; default 64 MiB. */
  readonly maxAnswerBytes?: number;
  /** Returns 0 to 1, for the jitter of pauses; random by default. */
  readonly random?: () => number;
  /** The pause before the first retry, twice as long for each further one, up to 8 s; default 500. */
  readonly firstPauseMs?: number;
  /** Permits plain HTTP to another computer. The key travels unencrypted; for networks that protect it themselves. */
  readonly allowInsecure?: boolean;
}
