/** Where a request goes: the base URL, the key that opens it, and ids in paths. Nothing here touches the network. */
import * as l10n from '@vscode/l10n';
import { OrbError } from '../core/errors.ts';
import { trimEnd } from '../std/trimEnd.ts';

const refuse = (sentence: string): never => {
  throw new OrbError('invalid', sentence);
};

/** True for names that never leave this machine. `hostname` as `URL.hostname` spells it (`[::1]`, `127.0.0.1`). */
export function isLoopback(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost\.?|127(?:\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\])$/i.test(
    hostname,
  );
}

/**
 * The base URL as the client uses it: with `/v1`, without a trailing slash.
 * @param options.allowInsecure permits plain http to other machines; the key would travel readable.
 * @throws OrbError `invalid` with a sentence that names the fix. The text itself is not repeated: it may hold a secret.
 */
export function normalizeBaseUrl(
  text: string,
  options: { readonly allowInsecure?: boolean } = {},
): string {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return refuse(
      l10n.t(
        "The base URL is not a web address. Orb's own is https://api.withorb.com/v1, with https:// in front.",
      ),
    );
  }
  if (url.username !== '' || url.password !== '') {
    return refuse(
      l10n.t(
        'The base URL holds a user name or password. Leave them out: the API key is kept apart.',
      ),
    );
  }
  if (/[?#]/.test(text)) {
    return refuse(
      l10n.t('The base URL holds a query (?) or a fragment (#). Leave it out: it must end in /v1.'),
    );
  }
  const path = trimEnd(url.pathname, '/');
  if (!path.endsWith('/v1')) {
    return refuse(l10n.t('The base URL must end in /v1, for example https://api.withorb.com/v1.'));
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && options.allowInsecure !== true) {
    return refuse(
      l10n.t(
        'Plain http would send the API key readable over the network. Use https:// for any address but this machine.',
      ),
    );
  }
  return url.origin + path;
}

/**
 * Checks what can be known of a key without asking Orb, which documents no format: it must fit into a header.
 * @throws OrbError `invalid`; the sentence never holds the key.
 */
export function checkApiKey(key: string): void {
  if (key.trim() === '')
    refuse(l10n.t('There is no API key. Create one in Orb under Developers > API keys.'));
  if (/[\r\n]/.test(key))
    refuse(l10n.t('The API key holds a line break. Copy it again, as one line.'));
  if (/\s/.test(key))
    refuse(l10n.t('The API key holds a space. Copy it again, without spaces around it.'));
  if (!/^[\x21-\x7e]+$/.test(key)) {
    refuse(
      l10n.t(
        'The API key holds characters that no key has (only plain letters, digits and signs fit).',
      ),
    );
  }
}

/**
 * The id itself, if an address can hold it: the empty id would address something else, and half a character has no UTF-8.
 * @throws OrbError `invalid`
 */
export function addressable(id: string): string {
  if (id === '') refuse(l10n.t('The id is empty.'));
  if (!id.isWellFormed()) {
    refuse(l10n.t('The id holds half a character (a lone surrogate), so it cannot be addressed.'));
  }
  return id;
}

/**
 * An id as one segment of a path, where `.` and `..` would lead elsewhere.
 * @throws OrbError `invalid`
 */
export function pathSegment(id: string): string {
  if (id === '.' || id === '..') {
    refuse(l10n.t('The id "{0}" cannot be addressed: in a web address it means a folder.', id));
  }
  return encodeURIComponent(addressable(id));
}
