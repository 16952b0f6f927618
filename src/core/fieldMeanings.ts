/** What each field of an event means, for hovers, completion and schemas. */
import * as l10n from '@vscode/l10n';

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
        "The event's id. Orb counts one event with this key, however often it is sent; search, amend and deprecate find it by it.",
      );
    case 'event_name':
      return l10n.t(
        'What was used. Metrics choose their events by it. No white space by convention.',
      );
    case 'timestamp':
      return l10n.t(
        'When it was used, in UTC: `2026-08-20T11:00:00Z`. It decides the billing period.',
      );
    case 'external_customer_id':
      return l10n.t('Your own id of the customer. Give this or `customer_id`, not both.');
    case 'customer_id':
      return l10n.t("Orb's id of the customer. Give this or `external_customer_id`, not both.");
    case 'properties':
      return l10n.t(
        'What metrics sum, filter and group by: numbers, strings and booleans, not nested. Numbers fit 64 bits.',
      );
  }
}
