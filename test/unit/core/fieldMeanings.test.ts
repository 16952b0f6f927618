import assert from 'node:assert/strict';
import { fieldMeaning } from '../../../src/core/fieldMeanings.ts';

suite('what the fields of an event mean', () => {
  for (const [field, words] of [
    ['idempotency_key', /^The event's ID\./],
    ['event_name', /^What was used\./],
    ['timestamp', /^When it was used, in UTC/],
    ['external_customer_id', /^Your own ID for the customer\./],
    ['customer_id', /^Orb's ID for the customer\./],
    ['properties', /^What metrics sum/],
  ] as const) {
    test(field, () => assert.match(fieldMeaning(field), words));
  }
});
