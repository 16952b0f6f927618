import assert from 'node:assert/strict';
import { KeptRequests } from '../../../../src/core/traffic/keptRequests.ts';
import type { TrafficProblem } from '../../../../src/core/traffic/problem.ts';
import type { ValidatedCall } from '../../../../src/core/traffic/recordedCall.ts';
import { MAX_SHOWN, requestDetail } from '../../../../src/core/traffic/requestDetail.ts';
import { requestRow } from '../../../../src/core/traffic/requestRow.ts';

const call = (n: number, more: Partial<ValidatedCall> = {}): ValidatedCall => ({
  n,
  time: '2026-08-20T12:00:00.500Z',
  method: 'POST',
  path: '/v1/ingest',
  query: '',
  status: 200,
  ms: 5,
  origin: 'orb',
  requestHeaders: [],
  responseHeaders: [],
  requestBody: '',
  responseBody: '',
  requestBytes: 0,
  responseBytes: 0,
  requestCut: false,
  responseCut: false,
  events: 0,
  problems: [],
  ...more,
});

const problem = (path: string, code = 'property-numeric-text'): TrafficProblem => ({
  eventId: 'a',
  severity: 'warning',
  code,
  message: 'A whole sentence.',
  path,
});

suite('recorded requests in a list', () => {
  const markOf = (more: Partial<ValidatedCall>) => requestRow(call(1, more)).mark;

  test('one problem, several of one kind, and several kinds each have a short text', () => {
    const tokens = problem('$.events[0].properties.tokens');
    const odd = problem("$.events[1].properties['it\\'s \\\\odd']");
    assert.deepEqual(markOf({ problems: [tokens] }), {
      kind: 'warning',
      text: 'tokens is text',
      problems: 1,
    });
    assert.equal(markOf({ problems: [odd] })?.text, "it's \\odd is text");
    const again = problem('$.events[7].properties.tokens');
    assert.equal(markOf({ problems: [tokens, again] })?.text, 'tokens is text (2)');
    assert.equal(markOf({ problems: [tokens, odd] })?.text, '2 problems');
    assert.equal(markOf({ problems: [problem('$', 'unheard-of')] })?.text, 'A whole sentence.');
  });

  test('an error counts more than a warning, and a fault and no response more than both', () => {
    const problems = [problem('$.a'), { ...problem('$.b'), severity: 'error' as const }];
    assert.equal(markOf({ problems })?.kind, 'error');
    assert.equal(markOf({ problems, origin: 'fault' })?.text, 'injected fault');
    assert.equal(markOf({ problems, origin: 'unreachable' })?.text, "Orb didn't respond");
    assert.equal(markOf({}), null);
  });

  test('the query is part of the path', () => {
    assert.equal(requestRow(call(1, { query: 'a=1' })).path, '/v1/ingest?a=1');
  });
});

suite('recorded requests in detail', () => {
  const event = (id: string, customer = 'acme') =>
    `{"idempotency_key":"${id}","event_name":"x","external_customer_id":"${customer}","properties":{"cached":"true"}}`;
  const body = (...events: readonly string[]) => `{"events":[${events.join(',')}]}`;

  test('each event has its ID, name, and problems; their place is marked in the formatted body', () => {
    const requestBody = body(event('a'), event('b'));
    const problems = [problem('$.events[1].properties.cached'), problem('$.events')];
    const detail = requestDetail(call(1, { requestBody, events: 2, problems }));
    assert.deepEqual(
      detail.events.map(({ id, name, problems: { length } }) => [id, name, length]),
      [
        ['a', 'x', 0],
        ['b', 'x', 1],
      ],
    );
    assert.equal(detail.customer, 'acme');
    assert.deepEqual(detail.problems, [problems[1]]);
    const [mark] = detail.request.marks.filter(({ start, end }) => end - start < 10);
    assert.equal(detail.request.text.slice(mark?.start, mark?.end), '"true"');
    assert.match(detail.request.text, /^\{\n {2}"events": \[/);
  });

  test('events of several customers have no common one', () => {
    const requestBody = body(event('a'), event('b', 'globex'));
    assert.equal(requestDetail(call(1, { requestBody, events: 2 })).customer, null);
  });

  test('of many events the first ones are listed, and all with problems', () => {
    const requestBody = body(...Array.from({ length: 300 }, (_, index) => event(`e${index}`)));
    const problems = [problem('$.events[299].properties.cached')];
    const detail = requestDetail(call(1, { requestBody, events: 300, problems }));
    assert.deepEqual([detail.events.length, detail.events.at(-1)?.id], [101, 'e299']);
  });

  test('what is no JSON stays as it is, and long texts are cut', () => {
    const page = requestDetail(call(1, { responseBody: '<html>', responseCut: true }));
    assert.deepEqual(page.response, {
      text: '<html>',
      isJson: false,
      bytes: 0,
      cut: 'recorded',
      marks: [],
    });
    const long = requestDetail(call(1, { responseBody: JSON.stringify('x'.repeat(100_000)) }));
    assert.deepEqual([long.response.cut, long.response.text.length], ['shown', MAX_SHOWN]);
  });
});

suite('requests that are kept', () => {
  test('the oldest leave, by their number and by the size of their bodies', () => {
    const kept = new KeptRequests({ requests: 3, bytes: 25 });
    for (let n = 1; n <= 5; n += 1) kept.add(call(n));
    assert.deepEqual([kept.first, kept.last, kept.all.length], [3, 5, 3]);
    assert.equal(kept.get(2), undefined);
    assert.equal(kept.get(4)?.n, 4);
    kept.add(call(6, { requestBody: 'x'.repeat(20) }));
    kept.add(call(7, { requestBody: 'x'.repeat(20) }));
    assert.deepEqual([kept.first, kept.last], [7, 7]);
    kept.add(call(8, { requestBody: 'x'.repeat(90) }));
    assert.equal(kept.last, 8, 'the newest stays');
    kept.clear();
    assert.deepEqual([kept.first, kept.last], [0, 0]);
  });

  test('are found by a text in their body, whatever it means in a pattern', () => {
    const kept = new KeptRequests({ requests: 9, bytes: 1e6 });
    kept.add(call(1, { requestBody: '{"id":"EVT.1"}' }));
    kept.add(call(2, { requestBody: '{"id":"evtx1"}' }));
    assert.deepEqual(kept.containing('evt.1'), [1]);
    assert.deepEqual(kept.containing('('), []);
  });
});
