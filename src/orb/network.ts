/**
 * Connections to the server: a direct pool, or one through a proxy, with the editor's certificate settings. Always a dispatcher of our
 * own: the extension host's global one is shared with all extensions.
 */
import { getCACertificates } from 'node:tls';
import { EnvHttpProxyAgent, Pool, type Dispatcher } from './undici.ts';
import { OrbError } from '../core/errors.ts';
import { isLoopback } from './address.ts';
import type { NetworkOptions } from './orbApi.ts';
import { ProxyCut } from './requestFailures.ts';

/** TLS options for undici; `ca` replaces Node's list, so the defaults are included. */
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

/** Both `http.noProxy` and the environment's NO_PROXY count. */
function noProxyList(noProxy: readonly string[]): string {
  const fromEnvironment = process.env['no_proxy'] ?? process.env['NO_PROXY'] ?? '';
  const entries = [...noProxy, ...fromEnvironment.split(/[,\s]+/)];
  // undici knows the wildcard only as the whole list.
  return entries.includes('*') ? '*' : entries.join(',');
}

/**
 * The connections to a proxy. If one is cut before the tunnel is open, undici takes that for a temporary failure and keeps trying until the
 * request's time is up. An error that it doesn't know ends the request at once.
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
      throw new ProxyCut('The proxy closed the connection instead of opening a tunnel.', { cause });
    }
  }
}

/**
 * A dispatcher for one origin. Loopback never goes through a proxy.
 * @throws OrbError `tlsOrProxy` when the proxy's URL isn't valid.
 */
export function createDispatcher(origin: string, network: NetworkOptions): Dispatcher {
  const tls = tlsOptions(network);
  if (network.proxy === false || isLoopback(new URL(origin).hostname)) {
    return new Pool(origin, { connect: tls });
  }
  const proxy = network.proxy === '' ? undefined : network.proxy;
  if (proxy !== undefined && !/^https?:\/\/[^/]/i.test(proxy)) {
    throw new OrbError('tlsOrProxy', "The proxy's URL must start with http:// or https://.");
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
    throw new OrbError('tlsOrProxy', "The proxy's URL isn't valid.", undefined, { cause });
  }
}
