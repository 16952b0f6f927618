/**
 * The way to the server: a direct pool, or one through a proxy, with the editor's certificate settings. Always a dispatcher of
 * our own: the extension host's global one is shared with everybody.
 */
import { getCACertificates } from 'node:tls';
import { EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';
import { OrbError } from '../core/errors.ts';
import { isLoopback } from './address.ts';
import type { NetworkOptions } from './orbApi.ts';
import { ProxyCut } from './requestFailures.ts';

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
 * The connections to a proxy. Where one is cut before the tunnel stands, undici takes that for a passing fault and asks the proxy again and
 * again until the call's time is up: an error that it doesn't know ends the call at once.
 */
class ProxyPool extends Pool {
  override async connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData>;
  override async connect(options: never): Promise<never>;
  override async connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
    try {
      return await super.connect(options);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== 'UND_ERR_SOCKET' && code !== 'UND_ERR_INFO') throw cause;
      throw new ProxyCut('The proxy closed the connection instead of leading on.', { cause });
    }
  }
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
      clientFactory: (address, connection) => new ProxyPool(address, connection),
      ...(proxy !== undefined && { httpProxy: proxy, httpsProxy: proxy }),
      ...(network.proxyAuthorization !== undefined && { token: network.proxyAuthorization }),
      noProxy: noProxyList(network.noProxy ?? []),
    });
  } catch (cause) {
    throw new OrbError('tlsOrProxy', "The proxy's address is not one.", undefined, { cause });
  }
}
