/** What each field of an event means, for hovers, completion and schemas. */
import * as l10n from '@vscode/l10n';
import { TIME_FORMAT } from './timestamp.ts';

export type EventField =
  | 'idempotency_key'
  | 'event_name'
  | 'timestamp'
  | 'external_customer_id'
  | 'customer_id'
  | 'properties';

/** One or two sentences, in Markdown. */
export function fieldMeaning(field: EventField): string {
  switch (field) {
    case 'idempotency_key':
      return l10n.t(
        "The event's ID. Orb counts one event per ID, however often it's sent. Search, amend, and deprecate find the event by it.",
      );
    case 'event_name':
      return l10n.t(
        'What was used. Metrics select events by it. By convention it has no white space.',
      );
    case 'timestamp':
      return l10n.t(
        'When it was used, in UTC (`{0}`). It decides the billing period.',
        TIME_FORMAT,
      );
    case 'external_customer_id':
      return l10n.t('Your own ID for the customer. Use this or `customer_id`, not both.');
    case 'customer_id':
      return l10n.t("Orb's ID for the customer. Use this or `external_customer_id`, not both.");
    case 'properties':
      return l10n.t(
        'What metrics sum, filter, and group by: strings, numbers, and booleans, not nested. Numbers must fit in 64 bits.',
      );
  }
}
