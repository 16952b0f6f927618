import assert from 'node:assert/strict';
import type { NewBackfill } from '../../../../src/core/backfill.ts';
import { applyEdits, editsFor } from '../../../../src/core/edits.ts';
import type { UsageEvent } from '../../../../src/core/event.ts';
import { readJson } from '../../../../src/core/jsonTree.ts';
import { checkAmend } from '../../../../src/core/rules/amend.ts';
import { checkNewBackfill } from '../../../../src/core/rules/backfill.ts';
import type { ChangeContext } from '../../../../src/core/rules/context.ts';
import { checkDeprecate } from '../../../../src/core/rules/deprecate.ts';
import { briefly, line, NOW } from './codes.ts';

const stored: UsageEvent = {
  id: 'k',
  eventName: 'api_call',
  timestamp: '2026-08-20T11:00:00+00:00',
  customerId: 'cus_1',
  externalCustomerId: 'acme',
  properties: {},
  deprecated: false,
};
const body = (fields: Parameters<typeof line>[0] = {}) =>
  line({ idempotency_key: undefined, ...fields });
const amend = (text: string, event = stored, context: ChangeContext = {}) =>
  checkAmend(readJson(text), event, context);

suite('rules of amend', () => {
  test("another notation of the same instant is valid, and so is the customer's other ID", () => {
    assert.deepEqual(amend(body()), []);
    assert.deepEqual(amend(body({ timestamp: '"2026-08-20T11:00:00.000Z"' })), []);
    assert.deepEqual(amend(body({ external_customer_id: undefined, customer_id: '"cus_1"' })), []);
  });

  /** Text → message → the text after the first fix. */
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    [
      body({ timestamp: '"2026-08-20T11:00:00.001Z"' }),
      "An event's timestamp can't be amended.",
      body({ timestamp: '"2026-08-20T11:00:00+00:00"' }),
    ],
    [
      body({ timestamp: '"x"' }),
      'The timestamp must be ISO 8601 in UTC (YYYY-MM-DDThh:mm:ssZ).',
      body({ timestamp: '"2026-08-20T11:00:00+00:00"' }),
    ],
    [
      body({ timestamp: undefined }),
      'An event needs timestamp.',
      `${body({ timestamp: undefined }).slice(0, -1)},"timestamp":"2026-08-20T11:00:00+00:00"}`,
    ],
    [body({ external_customer_id: '"globex"' }), "An event's customer can't be amended.", body()],
    [
      body({ external_customer_id: undefined, customer_id: '"cus_2"' }),
      "An event's customer can't be amended.",
      body({ external_customer_id: undefined }).slice(0, -1) + ',"external_customer_id":"acme"}',
    ],
    [
      body({ external_customer_id: undefined }),
      'Add customer_id or external_customer_id.',
      body({ external_customer_id: undefined }).slice(0, -1) + ',"external_customer_id":"acme"}',
    ],
    [
      body({ customer_id: '"cus_1"' }),
      'Use customer_id or external_customer_id, not both.',
      body(),
    ],
    [
      body({ event_name: undefined }),
      'An event needs event_name.',
      `${body({ event_name: undefined }).slice(0, -1)},"event_name":"api_call"}`,
    ],
    [
      body({ properties: undefined }),
      'An event needs properties.',
      `${body({ properties: undefined }).slice(0, -1)},"properties":{}}`,
    ],
    [
      body().replace('{', '{"event_name":"other", '),
      '"event_name" appears more than once. Only the last one counts.',
      body(),
    ],
    [line(), "An amendment can't have an idempotency_key.", body()],
    [body({ plan: '1' }), 'An event has no field "plan".', body()],
    [
      body({ properties: '{"a":{}}' }),
      "A property can't be an object.",
      body({ properties: '{}' }),
    ],
    [
      body({ properties: '{"a":[1], "b":2}' }),
      "A property can't be a list.",
      body({ properties: '{"a_0":1, "b":2}' }),
    ],
    [
      body({ properties: '{"b":2, "a":null}' }),
      "A property can't be null.",
      body({ properties: '{"b":2}' }),
    ],
    [
      body({ properties: '{"a":1e400}' }),
      "This number doesn't fit in 64 bits.",
      body({ properties: '{"a":"1e400"}' }),
    ],
    [
      body({ properties: '{"a":0.12345678901234567}' }),
      'This number has more digits than a float can hold.',
      body({ properties: '{"a":"0.12345678901234567"}' }),
    ],
    [
      body({ properties: '{"a":"1.50"}' }),
      'This is text, not a number.',
      body({ properties: '{"a":1.50}' }),
    ],
    [
      body({ properties: '{"a":"True"}' }),
      'This is text, not a boolean.',
      body({ properties: '{"a":true}' }),
    ],
    [
      body({ event_name: '"api  call"' }),
      'By convention, event names have no white space.',
      body({ event_name: '"api_call"' }),
    ],
    [
      body({ event_name: '" api\\t call "' }),
      'By convention, event names have no white space.',
      body({ event_name: '"api_call"' }),
    ],
    [
      body({ timestamp: '"2026-08-20T11:00:00"' }),
      "The timestamp doesn't say that it's UTC.",
      body({ timestamp: '"2026-08-20T11:00:00Z"' }),
    ],
    [
      body({ properties: '{"a":1, "b":3, "a":2}' }),
      '"a" appears more than once. Only the last one counts.',
      body({ properties: '{"b":3, "a":2}' }),
    ],
  ];
  for (const [text, message, mended] of cases) {
    test(message, () => {
      const issues = amend(text);
      assert.deepEqual(
        issues.map((issue) => issue.message),
        [message],
      );
      const fix = issues[0]?.fixes[0]?.fix;
      assert.ok(fix);
      assert.equal(applyEdits(text, editsFor(text, readJson(text), fix)), mended);
    });
  }

  test('each issue has its path and a stable code', () => {
    const codes: readonly (readonly [string, string])[] = [
      ['[]', 'not-object'],
      [line(), 'key of idempotency_key: idempotency-key'],
      [body({ timestamp: '"2026-08-20T11:00:01Z"' }), 'timestamp: timestamp-changed'],
      [body({ external_customer_id: '"globex"' }), 'external_customer_id: customer-changed'],
      [body({ external_customer_id: undefined }), 'customer-missing'],
      [body().replace('{', '{"event_name":"x",'), 'key of event_name: doubled-key'],
    ];
    for (const [text, code] of codes) assert.deepEqual(briefly(amend(text)), [code]);
  });

  test('a name of white space only has no fix', () => {
    assert.deepEqual(amend(body({ event_name: '"  "' }))[0]?.fixes, []);
  });

  test("an event without an external ID uses Orb's own, and nothing is restored if Orb has no customer", () => {
    const own = { ...stored, externalCustomerId: null };
    const mend = (text: string, event: UsageEvent) => {
      const [issue] = amend(text, event);
      return issue?.fixes.map(({ fix }) => applyEdits(text, editsFor(text, readJson(text), fix)));
    };
    const nobody = body({ external_customer_id: undefined });
    const globex = body();
    assert.deepEqual(mend(nobody, own), [`${nobody.slice(0, -1)},"customer_id":"cus_1"}`]);
    assert.deepEqual(mend(globex, own), [
      globex.replace('"external_customer_id":"acme"', '"customer_id":"cus_1"'),
    ]);
    assert.deepEqual(mend(nobody, { ...own, customerId: null }), []);
    assert.deepEqual(amend(globex, { ...own, customerId: null }), []);
  });

  test('what depends on the account: deprecated events, closed periods, the cap, unknown customers', () => {
    assert.deepEqual(briefly(amend(body(), { ...stored, deprecated: true })), ['event-deprecated']);
    assert.deepEqual(briefly(amend(body(), stored, { openSinceMs: NOW })), [
      'timestamp: period-closed',
    ]);
    const storedMs = Date.parse(stored.timestamp);
    assert.deepEqual(briefly(amend(body(), stored, { openSinceMs: storedMs })), []);
    assert.deepEqual(briefly(amend(body(), stored, { openSinceMs: storedMs + 1 })), [
      'timestamp: period-closed',
    ]);
    assert.deepEqual(briefly(amend(body(), stored, { othersChanged: 99 })), []);
    assert.deepEqual(briefly(amend(body(), stored, { othersChanged: 100 })), ['change-cap']);
    const customers = { hasId: () => true, hasExternalId: () => false };
    assert.deepEqual(briefly(amend(body(), stored, { customers })), [
      'external_customer_id: customer-unknown',
    ]);
  });
});

suite('rules of deprecate and backfill', () => {
  test('deprecate: the customer, the period, the cap; an event that is already deprecated is fine', () => {
    const customers = { hasId: () => false, hasExternalId: () => false };
    const context: ChangeContext = { customers, openSinceMs: NOW, othersChanged: 100 };
    assert.deepEqual(briefly(checkDeprecate(stored, {})), []);
    assert.deepEqual(briefly(checkDeprecate(stored, context)), [
      'customer_id: customer-unknown',
      'timestamp: period-closed',
      'change-cap',
    ]);
    assert.deepEqual(checkDeprecate({ ...stored, deprecated: true }, context), []);
    const external = { ...stored, customerId: null };
    assert.deepEqual(briefly(checkDeprecate(external, { customers })), [
      'external_customer_id: customer-unknown',
    ]);
    assert.deepEqual(checkDeprecate({ ...external, externalCustomerId: null }, { customers }), []);
  });

  const month: NewBackfill = {
    timeframeStart: '2026-07-01T00:00:00Z',
    timeframeEnd: '2026-08-01T00:00:00Z',
    replaceExistingEvents: true,
  };
  const other = (status: 'pending' | 'reflected' | 'pending_revert', from: string, to: string) => ({
    status,
    timeframeStart: from,
    timeframeEnd: to,
  });

  test('backfill: 31 days at most, end after start, one customer, readable times', () => {
    const check = (change: Partial<NewBackfill>) =>
      briefly(checkNewBackfill({ ...month, ...change }, { nowMs: NOW }));
    assert.deepEqual(check({}), []);
    assert.deepEqual(check({ timeframeEnd: '2026-08-01T00:00:01Z' }), [
      'timeframeEnd: backfill-too-long',
    ]);
    assert.deepEqual(check({ timeframeEnd: month.timeframeStart }), [
      'timeframeEnd: backfill-empty',
    ]);
    assert.deepEqual(check({ timeframeStart: 'July' }), ['timeframeStart: timestamp-format']);
    assert.deepEqual(check({ customerId: 'a', externalCustomerId: 'b' }), [
      'externalCustomerId: customer-both',
    ]);
    assert.deepEqual(check({ customerId: 'a' }), []);
    assert.deepEqual(check({ externalCustomerId: 'b' }), []);
    assert.deepEqual(check({ closeTime: '2026-08-20T12:00:00Z' }), ['closeTime: close-time-past?']);
    assert.deepEqual(check({ closeTime: '2026-08-20T12:00:00.001Z' }), []);
    assert.deepEqual(check({ closeTime: 'soon' }), ['closeTime: timestamp-format']);
  });

  test('backfill: its customer must exist, by whichever ID it is named', () => {
    const customers = {
      hasId: (id: string) => id === 'cus_1',
      hasExternalId: (id: string) => id === 'acme',
    };
    const check = (change: Partial<NewBackfill>) =>
      briefly(checkNewBackfill({ ...month, ...change }, { nowMs: NOW, customers }));
    assert.deepEqual(check({}), []);
    assert.deepEqual(check({ customerId: 'cus_1' }), []);
    assert.deepEqual(check({ externalCustomerId: 'acme' }), []);
    assert.deepEqual(check({ customerId: 'acme' }), ['customerId: customer-unknown']);
    assert.deepEqual(check({ externalCustomerId: 'cus_1' }), [
      'externalCustomerId: customer-unknown',
    ]);
  });

  test("backfill: no overlap with pending ones; touching isn't an overlap", () => {
    const check = (...backfills: readonly ReturnType<typeof other>[]) =>
      briefly(checkNewBackfill(month, { nowMs: NOW, backfills }));
    const inside = ['2026-07-31T23:00:00Z', '2026-08-03T00:00:00Z'] as const;
    assert.deepEqual(check(other('pending', ...inside)), ['timeframeStart: backfill-overlap']);
    assert.deepEqual(check(other('pending_revert', ...inside)), [
      'timeframeStart: backfill-overlap',
    ]);
    assert.deepEqual(check(other('reflected', ...inside)), []);
    assert.deepEqual(check(other('pending', month.timeframeEnd, '2026-08-02T00:00:00Z')), []);
    assert.deepEqual(check(other('pending', '2026-06-30T00:00:00Z', month.timeframeStart)), []);
    assert.deepEqual(check(other('pending', '2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z')), []);
    assert.deepEqual(check(other('pending', 'x', 'y')), []);
  });
});
