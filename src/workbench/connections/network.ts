/**
 * Reads the editor's proxy and certificate settings for the client. PAC and Kerberos proxies aren't
 * supported.
 */
import type { NetworkOptions } from '../../orb/orbApi.ts';
import type { Settings } from '../settings.ts';

/** The settings that change how Orb is reached. */
export const NETWORK_SETTINGS = ['http', 'orb.http'] as const;

export function readNetwork(settings: Pick<Settings, 'editor'>): NetworkOptions {
  const text = (id: string) => {
    const value = settings.editor(id);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const proxy = settings.editor('http.proxySupport') === 'off' ? false : text('http.proxy');
  const proxyAuthorization = text('http.proxyAuthorization');
  const noProxy = settings.editor('http.noProxy');
  return {
    ...(proxy !== undefined && { proxy }),
    ...(Array.isArray(noProxy) && {
      noProxy: noProxy.filter((entry) => typeof entry === 'string'),
    }),
    ...(proxyAuthorization !== undefined && { proxyAuthorization }),
    strictSsl: settings.editor('http.proxyStrictSSL') !== false,
    systemCertificates: settings.editor('http.systemCertificates') !== false,
  };
}
