/** Every text about recorded requests beyond the rules of one event (those are in core/rules). */
import * as l10n from '@vscode/l10n';
import { countText } from '../language.ts';

export const bodyNotJson = (detail: string): string =>
  l10n.t("The request body isn't JSON. {0}", detail);
export const bodyNotUtf8 = (): string => l10n.t("The request body isn't UTF-8 text.");
/** @param kept bytes @param all bytes */
export const bodyNotKept = (kept: number, all: number): string =>
  l10n.t(
    "Only {0} of the request's {1} bytes were kept, so its events weren't validated.",
    countText(kept),
    countText(all),
  );
export const noEvents = (): string => l10n.t('An ingest request needs "events", a list.');
export const unknownMember = (key: string): string =>
  l10n.t('An ingest request has no field "{0}".', key);
/** @param limit of events @param events how many there are */
export const batchTooLarge = (limit: number, events: number): string =>
  l10n.t(
    'A request can have at most {0} events. This one has {1}.',
    countText(limit),
    countText(events),
  );

export const sameIdInRequest = (): string =>
  l10n.t('This request has another event with this event ID and different content.');
export const sameEventInRequest = (): string =>
  l10n.t('This request has this event more than once.');
/** @param request its number */
export const sameIdEarlier = (request: number): string =>
  l10n.t('Request {0} used this event ID with different content.', request);
/** @param request its number */
export const sameIdOtherCustomer = (request: number): string =>
  l10n.t('Request {0} used this event ID for another customer.', request);
/** @param request its number */
export const retryWithNewKey = (request: number): string =>
  l10n.t(
    'This repeats request {0} with another Idempotency-Key. A retry needs the same key.',
    request,
  );
export const noCustomerYet = (): string =>
  l10n.t("No customer has this external_customer_id yet, so the event isn't billed.");

/** @param events how many have the known name */
export const similarName = (name: string, known: string, events: number): string =>
  l10n.t(
    '"{0}" is a new event name. {1} earlier events are named "{2}".',
    name,
    countText(events),
    known,
  );

/** The short text about a problem in a list of requests. @param field the property that it's about */
export function problemInShort(code: string, field: string): string | undefined {
  switch (code) {
    case 'timestamp-too-old':
      return l10n.t('older than the grace period');
    case 'timestamp-ahead':
      return l10n.t('timestamp in the future');
    case 'property-numeric-text':
    case 'property-boolean-text':
      return l10n.t('{0} is text', field);
    case 'property-type-changed':
      return l10n.t('{0} changed its type', field);
    case 'event-name-similar':
      return l10n.t('new event name');
    case 'key-conflict':
      return l10n.t('same event ID, different content');
    case 'key-other-customer':
      return l10n.t('same event ID, other customer');
    case 'key-repeated':
      return l10n.t('same event twice');
    case 'customer-unknown':
      return l10n.t('no such customer yet');
    case 'batch-too-large':
      return l10n.t('too many events');
    case 'retry-new-key':
      return l10n.t('retry with another key');
    case 'not-validated':
      return l10n.t('not validated');
    default:
      return undefined;
  }
}
/** @param short the text @param count how many problems they are about */
export const severalInShort = (short: string, count: number): string =>
  l10n.t('{0} ({1})', short, countText(count));
export const problemCount = (count: number): string => l10n.t('{0} problems', countText(count));
export const injectedFault = (): string => l10n.t('injected fault');
export const unreachable = (): string => l10n.t("Orb didn't respond");

export type ValueKind = 'text' | 'number' | 'boolean';

/**
 * @param kind of this value
 * @param usual the kind of most earlier values
 * @param count how many of them
 * @param total how many earlier values there are
 */
export function typeChanged(
  kind: ValueKind,
  usual: ValueKind,
  count: number,
  total: number,
): string {
  const [some, all] = [countText(count), countText(total)];
  if (kind === 'text') {
    return usual === 'number'
      ? l10n.t('This is text. {0} of the last {1} values were numbers.', some, all)
      : l10n.t('This is text. {0} of the last {1} values were true or false.', some, all);
  }
  if (kind === 'number') {
    return usual === 'text'
      ? l10n.t('This is a number. {0} of the last {1} values were text.', some, all)
      : l10n.t('This is a number. {0} of the last {1} values were true or false.', some, all);
  }
  return usual === 'text'
    ? l10n.t('This is true or false. {0} of the last {1} values were text.', some, all)
    : l10n.t('This is true or false. {0} of the last {1} values were numbers.', some, all);
}
