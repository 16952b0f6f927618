import assert from 'node:assert/strict';
import type { UsageEvent } from '../../../src/core/event.ts';
import { amendIssues } from '../../../src/core/amendIssues.ts';

const stored: UsageEvent = {
  id: 'k',
  eventName: 'api_call',
  timestamp: '2026-08-20T11:00:00Z',
  customerId: 'cus_1',
  externalCustomerId: 'acme',
  properties: {},
  deprecated: false,
};
const text = `{
  "event_name": "api call",
  "timestamp": "2026-08-20T12:00:00Z",
  "external_customer_id": "acme",
  "properties": { "n": "5", "list": [1] }
}
`;

suite('the issues of an event document', () => {
  test('are at the exact place, errors first', () => {
    assert.deepEqual(
      amendIssues(text, stored).map(({ issue, span }) => [
        issue.code,
        text.slice(span.start, span.end),
      ]),
      [
        ['timestamp-changed', '"2026-08-20T12:00:00Z"'],
        ['property-list', '[1]'],
        ['event-name-space', '"api call"'],
        ['property-numeric-text', '"5"'],
      ],
    );
  });

  test("are left to the JSON support while the text isn't JSON, and don't exist for a deprecated event", () => {
    assert.deepEqual(amendIssues('{', stored), []);
    assert.deepEqual(amendIssues(text, { ...stored, deprecated: true }), []);
  });
});
