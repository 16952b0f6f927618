/** Where a request goes: the base URL, the API key, and IDs in paths. Nothing here uses the network. */
import * as l10n from '@vscode/l10n';
import { OrbError } from '../core/errors.ts';
import { trimEnd } from '../std/trimEnd.ts';

const refuse = (message: string): never => {
  throw new OrbError('invalid', message);
};

/** True for names of this computer. `hostname` as `URL.hostname` spells it (`[::1]`, `127.0.0.1`). */
export function isLoopback(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost\.?|127(?:\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\])$/i.test(
    hostname,
  );
}

/**
 * The base URL as the client uses it: with `/v1`, without a trailing slash.
 * @param options.allowInsecure permits plain HTTP to other computers; the key would travel unencrypted.
 * @throws OrbError `invalid` whose message says how to fix it. The URL itself isn't repeated: it may contain a secret.
 */
export function normalizeBaseUrl(
  text: string,
  options: { readonly allowInsecure?: boolean } = {},
): string {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return refuse(l10n.t("The base URL isn't a valid URL. Orb's is https://api.withorb.com/v1."));
  }
  if (url.username !== '' || url.password !== '') {
    return refuse(
      l10n.t(
        'The base URL contains a user name or password. Remove it: the API key is stored separately.',
      ),
    );
  }
  if (/[?#]/.test(text)) {
    return refuse(
      l10n.t(
        'The base URL contains a query (?) or a fragment (#). Remove it: the URL must end in /v1.',
      ),
    );
  }
  const path = trimEnd(url.pathname, '/');
  if (!path.endsWith('/v1')) {
    return refuse(l10n.t('The base URL must end in /v1. Example: https://api.withorb.com/v1'));
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && options.allowInsecure !== true) {
    return refuse(
      l10n.t(
        'Plain HTTP would send the API key over the network unencrypted. Use https:// for anything but this computer.',
      ),
    );
  }
  return url.origin + path;
}

/**
 * Checks what can be checked without asking Orb, which documents no format: a key must fit in a header.
 * @throws OrbError `invalid`; its message never contains the key.
 */
export function checkApiKey(key: string): void {
  if (key.trim() === '')
    refuse(l10n.t('There is no API key. Create one in Orb under Developers > API keys.'));
  if (/[\r\n]/.test(key))
    refuse(l10n.t('The API key contains a line break. Copy it again, as one line.'));
  if (/\s/.test(key))
    refuse(l10n.t('The API key contains a space. Copy it again, without spaces around it.'));
  if (!/^[\x21-\x7e]+$/.test(key)) {
    refuse(
      l10n.t(
        'The API key contains invalid characters. Only ASCII letters, digits, and symbols are allowed.',
      ),
    );
  }
}

/**
 * The ID itself, if a URL can contain it: an empty ID would name something else, and half a character has no UTF-8.
 * @throws OrbError `invalid`
 */
export function addressable(id: string): string {
  if (id === '') refuse(l10n.t('The ID is empty.'));
  if (!id.isWellFormed()) {
    refuse(
      l10n.t(
        "The ID contains half a character (a lone surrogate), so it can't be used in a request.",
      ),
    );
  }
  return id;
}

/**
 * An ID as one segment of a path, where `.` and `..` would lead elsewhere.
 * @throws OrbError `invalid`
 */
export function pathSegment(id: string): string {
  if (id === '.' || id === '..') {
    refuse(
      l10n.t('The ID "{0}" can\'t be used in a request, since it means a folder in a URL.', id),
    );
  }
  return encodeURIComponent(addressable(id));
}
