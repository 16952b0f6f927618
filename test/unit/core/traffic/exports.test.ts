import assert from 'node:assert/strict';
import { eventLines } from '../../../../src/core/traffic/eventLines.ts';
import { har } from '../../../../src/core/traffic/har.ts';
import type { RecordedCall } from '../../../../src/core/traffic/recordedCall.ts';

const call = (requestBody: string, more: Partial<RecordedCall> = {}): RecordedCall => ({
  n: 1,
  time: '2026-08-20T12:00:00.500Z',
  method: 'POST',
  path: '/v1/ingest',
  query: '',
  status: 200,
  ms: 500,
  origin: 'orb',
  requestHeaders: [['Content-Type', 'application/json']],
  responseHeaders: [],
  requestBody,
  responseBody: '{}',
  requestBytes: requestBody.length,
  responseBytes: 2,
  requestCut: false,
  responseCut: false,
  ...more,
});

suite('exports of recorded requests', () => {
  test('each accepted event is a line, as it was written', () => {
    const spaced = '{"events":[{"a":1.0, "b":"x"},\n{\n "c" : [ 1e5 ],\r\n "d":"\\n"}]}';
    const lines = eventLines([
      call(spaced),
      call('{"events":[{"a":2}]}', { status: 400 }),
      call('{"events":[{"a":3}]}', { status: 0 }),
      call('{"events":[{"a":4}]', { requestCut: true }),
      call('{"events":[{"a":5}]}', { path: '/v1/events/search' }),
      call('{"events":[{"a":tru}]}'),
      call('{"events":[{"a":6}]}'),
    ]);
    assert.equal(lines, '{"a":1.0, "b":"x"}\n{"c":[1e5],"d":"\\n"}\n{"a":6}\n');
  });

  test('an archive has every request with its times, headers, and bodies', () => {
    const text = har(
      [
        call('{}', { query: 'a=1&b=%20' }),
        call('', { method: 'GET', path: '/v1/ping', responseCut: true }),
      ],
      'http://127.0.0.1:4511',
      '0.2.0',
    );
    const { log } = JSON.parse(text) as {
      log: {
        version: string;
        creator: unknown;
        entries: readonly Record<string, Record<string, unknown>>[];
      };
    };
    assert.deepEqual([log.version, log.creator], ['1.2', { name: 'Orb Events', version: '0.2.0' }]);
    const [first, second] = log.entries;
    assert.equal(first?.['startedDateTime'], '2026-08-20T12:00:00.000Z');
    assert.equal(first['request']?.['url'], 'http://127.0.0.1:4511/v1/ingest?a=1&b=%20');
    assert.deepEqual(first['request']['queryString'], [
      { name: 'a', value: '1' },
      { name: 'b', value: ' ' },
    ]);
    assert.deepEqual(first['request']['postData'], { mimeType: 'application/json', text: '{}' });
    assert.equal(second?.['request']?.['postData'], undefined);
    assert.equal(
      (second?.['response']?.['content'] as { comment: string }).comment,
      'Only the beginning was kept.',
    );
    // All that HAR 1.2 requires of an entry.
    assert.deepEqual(Object.keys(first), [
      'startedDateTime',
      'time',
      'request',
      'response',
      'cache',
      'timings',
    ]);
    for (const each of log.entries) {
      for (const key of [
        'method',
        'url',
        'httpVersion',
        'cookies',
        'headers',
        'queryString',
        'headersSize',
        'bodySize',
      ]) {
        assert.ok(key in (each['request'] ?? {}), key);
      }
      for (const key of [
        'status',
        'statusText',
        'httpVersion',
        'cookies',
        'headers',
        'content',
        'redirectURL',
        'headersSize',
        'bodySize',
      ]) {
        assert.ok(key in (each['response'] ?? {}), key);
      }
    }
  });
});
