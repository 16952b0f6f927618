import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import type { TrafficProblem } from '../../../../src/core/traffic/problem.ts';
import {
  TrafficValidator,
  type RecordedRequest,
  type Validation,
} from '../../../../src/core/traffic/validateRequest.ts';

const NOW = Date.parse('2026-08-20T12:00:00Z');

const anEvent = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({
  idempotency_key: id,
  event_name: 'api_call',
  timestamp: '2026-08-20T11:00:00Z',
  external_customer_id: 'acme',
  properties: { tokens: 1 },
  ...more,
});

/** Validates one request after the other, as an account records them. */
class Account {
  readonly #validator = new TrafficValidator();
  #n = 0;
  status = 200;
  hasCustomers = false;

  send(body: string | readonly unknown[], more: Partial<RecordedRequest> = {}): Validation {
    this.#n += 1;
    const text = typeof body === 'string' ? body : JSON.stringify({ events: body });
    const customers = {
      hasId: (id: string) => id === 'c1',
      hasExternalId: (id: string) => id === 'acme',
    };
    const request: RecordedRequest = {
      n: this.#n,
      status: this.status,
      idempotencyKey: undefined,
      digest: hash('sha1', text),
      ingest: {
        text,
        keptBytes: text.length,
        bytes: text.length,
        context: { nowMs: NOW, gracePeriodHours: 12, ...(this.hasCustomers && { customers }) },
      },
      ...more,
    };
    const steps = this.#validator.validate(request);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  problems = (...args: Parameters<Account['send']>) => this.send(...args).problems.map(briefly);
}

const briefly = ({ code, path, relatedN, eventId }: TrafficProblem) =>
  [
    code,
    path,
    ...(eventId === null ? [] : [eventId]),
    ...(relatedN === undefined ? [] : [relatedN]),
  ].join(' ');

suite('problems of recorded requests', () => {
  let account: Account;
  setup(() => {
    account = new Account();
  });

  test('events without problems are counted, whatever the order and spacing of the body', () => {
    assert.deepEqual(account.send([anEvent('a'), anEvent('b')]), { events: 2, problems: [] });
    const spaced = JSON.stringify({ events: [anEvent('c'), anEvent('d')] }, undefined, 2);
    assert.deepEqual(account.send(spaced), { events: 2, problems: [] });
    assert.deepEqual(account.send('{"events":[]}'), { events: 0, problems: [] });
  });

  test('each event is validated by the rules of event files, with its place in the request', () => {
    assert.deepEqual(
      account.problems([
        anEvent('a'),
        anEvent('old', { timestamp: '2026-08-01T00:00:00Z' }),
        anEvent('text', { properties: { 'a b': '12' } }),
        anEvent('nested', { properties: { deep: { x: 1 } } }),
        { ...anEvent('odd'), extra: 1 },
        5,
      ]),
      [
        'timestamp-too-old $.events[1].timestamp old',
        "property-numeric-text $.events[2].properties['a b'] text",
        'property-object $.events[3].properties.deep nested',
        'unknown-field $.events[4].extra odd',
        'not-object $.events[5]',
      ],
    );
  });

  test('the body itself must be an object with a list of events', () => {
    assert.deepEqual(account.problems('{"events":['), ['not-json $']);
    assert.deepEqual(account.problems('[]'), ['required $.events']);
    assert.deepEqual(account.problems('{"event":[]}'), [
      'unknown-field $.event',
      'required $.events',
    ]);
    assert.deepEqual(account.problems('{"events":{}}'), ['required $.events']);
    assert.deepEqual(account.problems('{"events":[{"a":tru}]}'), ['not-json $.events[0]']);
    const unread = {
      text: undefined,
      keptBytes: 3,
      bytes: 3,
      context: { nowMs: NOW, gracePeriodHours: 12 },
    };
    assert.deepEqual(account.problems('', { ingest: unread }), ['not-utf8 $']);
    assert.deepEqual(account.problems('', { ingest: { ...unread, bytes: 9 } }), [
      'not-validated $',
    ]);
  });

  test('more than 500 events in a request', () => {
    const events = Array.from({ length: 501 }, (_, index) => anEvent(`e${index}`));
    assert.deepEqual(account.send(events.slice(1)).problems, []);
    const [problem] = account.send(events).problems;
    assert.equal(problem?.message, 'A request can have at most 500 events. This one has 501.');
    assert.equal(briefly(problem), 'batch-too-large $.events');
  });

  test('an ID with other content is linked to the request that used it first; the same event again is a retry', () => {
    account.send([anEvent('a'), anEvent('b')]);
    assert.deepEqual(account.problems([anEvent('b', { properties: { tokens: 2 } })]), [
      'key-conflict $.events[0].idempotency_key b 1',
    ]);
    const { properties, ...rest } = anEvent('a');
    assert.deepEqual(account.problems([{ properties, ...rest }]), [], 'in another order');
    assert.deepEqual(
      account.problems([anEvent('c'), anEvent('c'), anEvent('c', { event_name: 'x' })]),
      ['key-repeated $.events[1].idempotency_key c', 'key-conflict $.events[2].idempotency_key c'],
    );
  });

  test('an ID that is used again for another customer', () => {
    account.send([anEvent('a')]);
    assert.deepEqual(account.problems([anEvent('a', { external_customer_id: 'globex' })]), [
      'key-other-customer $.events[0].idempotency_key a 1',
    ]);
  });

  test('a batch that Orb rejected may be corrected under the same IDs; one without a response may not', () => {
    for (const status of [400, 429]) {
      account.status = status;
      account.send([anEvent(`rejected-${status}`)]);
      account.status = 200;
      assert.deepEqual(
        account.problems([anEvent(`rejected-${status}`, { event_name: 'other' })]),
        [],
      );
    }
    for (const status of [0, 500]) {
      account.status = status;
      account.send([anEvent(`lost-${status}`)]);
      account.status = 200;
      assert.equal(
        account.send([anEvent(`lost-${status}`, { event_name: 'other' })]).problems.length,
        1,
      );
    }
  });

  test('a retry with another Idempotency-Key, unless the first request succeeded', () => {
    const body = JSON.stringify({ events: [anEvent('a')] });
    account.status = 500;
    account.send(body, { idempotencyKey: 'one' });
    assert.deepEqual(account.problems(body, { idempotencyKey: 'one' }), []);
    account.status = 200;
    assert.deepEqual(account.problems(body, { idempotencyKey: 'two' }), ['retry-new-key $ 2']);
    assert.deepEqual(account.problems(body, { idempotencyKey: 'three' }), []);
    account.status = 0;
    account.send('{}', { idempotencyKey: 'four', ingest: undefined } as never);
    assert.deepEqual(account.problems('{}', { ingest: undefined } as never), ['retry-new-key $ 5']);
  });

  test('a property whose type differs from its last values', () => {
    const cached = (id: number, value: unknown) =>
      anEvent(`e${id}`, { properties: { cached: value } });
    account.send(
      Array.from({ length: 42 }, (_, index) => cached(index, index !== 7 && index % 2 === 0)),
    );
    const [problem] = account.send([cached(100, 'yes')]).problems;
    assert.equal(problem?.message, 'This is text. 42 of the last 42 values were true or false.');
    assert.equal(briefly(problem), 'property-type-changed $.events[0].properties.cached e100');
    // The rule about text that is a boolean says more.
    assert.deepEqual(account.problems([cached(101, 'true')]), [
      'property-boolean-text $.events[0].properties.cached e101',
    ]);
    // The same property of another event is another one.
    const other = anEvent('o', { event_name: 'another_event', properties: { cached: 1 } });
    assert.deepEqual(account.problems([other]), []);
    // Once most values are of the new type, it's the usual one.
    account.send(Array.from({ length: 60 }, (_, index) => cached(200 + index, 'yes')));
    assert.deepEqual(account.problems([cached(300, 'no')]), []);
  });

  test('a property with too few values, or with values of several types, has no usual one', () => {
    const of = (id: number, value: unknown) => anEvent(`e${id}`, { properties: { mixed: value } });
    account.send([of(1, 1), of(2, 2), of(3, 3), of(4, 4)]);
    assert.deepEqual(account.problems([of(5, true)]), []);
    account.send(
      Array.from({ length: 20 }, (_, index) => of(10 + index, index % 2 === 0 ? 1 : 'x')),
    );
    assert.deepEqual(account.problems([of(50, true)]), []);
  });

  test('a new event name close to a known one, until it has been used often', () => {
    const named = (id: string, event_name: string) => anEvent(id, { event_name });
    account.send(Array.from({ length: 20 }, (_, index) => named(`a${index}`, 'api_call')));
    const [problem] = account.send([named('b', 'api_cal')]).problems;
    assert.equal(
      problem?.message,
      '"api_cal" is a new event name. 20 earlier events are named "api_call".',
    );
    for (const near of ['API-Call', 'apicall', 'api_clal']) {
      assert.equal(account.send([named(near, near)]).problems[0]?.code, 'event-name-similar', near);
    }
    for (const far of ['api_call_2', 'storage', 'call']) {
      assert.deepEqual(account.problems([named(far, far)]), [], far);
    }
    account.send(Array.from({ length: 10 }, (_, index) => named(`c${index}`, 'api_cal')));
    assert.deepEqual(account.problems([named('d', 'api_cal')]), []);
  });

  test('an unknown customer, if the customers are known', () => {
    const events = [
      anEvent('a', { external_customer_id: undefined, customer_id: 'c1' }),
      anEvent('b', { external_customer_id: undefined, customer_id: 'c2' }),
      anEvent('c', { external_customer_id: 'acme_corp' }),
    ];
    assert.deepEqual(account.problems(events), []);
    account = new Account();
    account.hasCustomers = true;
    const { problems } = account.send(events);
    assert.deepEqual(problems.map(briefly), [
      'customer-unknown $.events[1].customer_id b',
      'customer-unknown $.events[2].external_customer_id c',
    ]);
    assert.deepEqual(
      problems.map(({ severity }) => severity),
      ['error', 'warning'],
    );
  });

  test('the number of recorded IDs is limited: the oldest are dropped', () => {
    account.send([anEvent('first')]);
    for (let at = 0; at < 100_000; at += 500) {
      account.send(Array.from({ length: 500 }, (_, index) => anEvent(`e${at + index}`)));
    }
    assert.deepEqual(account.problems([anEvent('first', { event_name: 'else' })]), []);
    assert.equal(account.send([anEvent('e99999', { event_name: 'else' })]).problems.length, 1);
  });
});
