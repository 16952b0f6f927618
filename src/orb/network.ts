/**
 * The way to the server: a direct pool, or one through a proxy, with the editor's certificate settings. Always a dispatcher of
 * our own: the extension host's global one is shared with everybody.
 */
import { getCACertificates } from 'node:tls';
import { EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';
import { OrbError } from '../core/errors.ts';
import { isLoopback } from './address.ts';
import type { NetworkOptions } from './api.ts';

/** TLS options for undici; `ca` replaces Node's list, so the defaults are always part of it. */
function tlsOptions({ strictSsl, extraCertificates, systemCertificates }: NetworkOptions): {
  readonly rejectUnauthorized?: boolean;
  readonly ca?: string[];
} {
  const more = [
    ...(systemCertificates === true ? getCACertificates('system') : []),
    ...(extraCertificates ?? []),
  ];
  return {
    ...(strictSsl === false && { rejectUnauthorized: false }),
    ...(more.length > 0 && { ca: [...getCACertificates('default'), ...more] }),
  };
}

/** `http.noProxy` and the environment's NO_PROXY count both. */
function noProxyList(noProxy: readonly string[]): string {
  const fromEnvironment = process.env['no_proxy'] ?? process.env['NO_PROXY'] ?? '';
  const entries = [...noProxy, ...fromEnvironment.split(/[,\s]+/)];
  // undici knows the wildcard only when it stands alone.
  return entries.includes('*') ? '*' : entries.join(',');
}

/**
 * A dispatcher for one origin. Loopback never goes through a proxy.
 * @throws OrbError `tlsOrProxy` when the proxy's address is not one.
 */
export function createDispatcher(origin: string, network: NetworkOptions): Dispatcher {
  const tls = tlsOptions(network);
  if (network.proxy === false || isLoopback(new URL(origin).hostname)) {
    return new Pool(origin, { connect: tls });
  }
  const proxy = network.proxy === '' ? undefined : network.proxy;
  if (proxy !== undefined && !/^https?:\/\/[^/]/i.test(proxy)) {
    throw new OrbError(
      'tlsOrProxy',
      'The proxy must be an address with http:// or https:// in front.',
    );
  }
  try {
    return new EnvHttpProxyAgent({
      connect: tls,
      requestTls: tls,
      proxyTls: tls,
      ...(proxy !== undefined && { httpProxy: proxy, httpsProxy: proxy }),
      ...(network.proxyAuthorization !== undefined && { token: network.proxyAuthorization }),
      noProxy: noProxyList(network.noProxy ?? []),
    });
  } catch (cause) {
    throw new OrbError('tlsOrProxy', "The proxy's address is not one.", undefined, { cause });
  }
}
