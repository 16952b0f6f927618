/** The server that a recorder forwards requests to, and its key. */
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { isOrbError } from '../core/errors.ts';
import { checkApiKey, normalizeBaseUrl } from '../orb/address.ts';
import { createDispatcher } from '../orb/network.ts';
import type { NetworkOptions } from '../orb/orbApi.ts';
import { StartError } from './database.ts';
import { endToEnd, type HeaderList } from './headers.ts';

export interface UpstreamOptions {
  /** A base URL that ends with /v1. */
  readonly url: string;
  readonly apiKey: string;
  /** Permits plain HTTP to other computers; the key then travels unencrypted. */
  readonly allowInsecure?: boolean;
  readonly network?: NetworkOptions;
}

/** Replaced or set by the connection to the upstream. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['host', 'expect']);

export class Upstream {
  readonly #base: URL;
  readonly #dispatcher: Dispatcher;
  readonly apiKey: string;

  /** @throws StartError */
  constructor(options: UpstreamOptions) {
    try {
      checkApiKey(options.apiKey);
      this.#base = new URL(normalizeBaseUrl(options.url, options));
      this.#dispatcher = createDispatcher(this.#base.origin, options.network ?? {});
    } catch (error) {
      if (!isOrbError(error)) throw error;
      throw new StartError(`--upstream: ${error.message}`);
    }
    this.apiKey = options.apiKey;
  }

  /** Name and port. */
  get host(): string {
    return this.#base.host;
  }

  /**
   * Sends a request. Its headers stay as they are, but for the key and those that apply to one connection only.
   * @param request.url path and query, which begin with /v1
   */
  dispatch(
    request: {
      readonly method: string;
      readonly url: string;
      readonly headers: HeaderList;
      readonly body: Readable | null;
    },
    handler: Dispatcher.DispatchHandler,
  ): void {
    const options = {
      origin: this.#base.origin,
      method: request.method,
      path: this.#base.pathname + request.url.slice('/v1'.length),
      headers: this.#headers(request.headers),
      body: request.body,
      // The caller's own limit ends a request.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    this.#dispatcher.dispatch(options, handler);
  }

  #headers(headers: HeaderList): string[] {
    return endToEnd(headers).flatMap(([name, value]) => {
      const lower = name.toLowerCase();
      if (OWN_HEADERS.has(lower)) return [];
      return [name, lower === 'authorization' ? `Bearer ${this.apiKey}` : value];
    });
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }
}
