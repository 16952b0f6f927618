import assert from 'node:assert/strict';
import {
  amendedJson,
  deprecatedJson,
  jsonFromText,
  readEvent,
} from '../../../src/core/eventJson.ts';
import { printJson } from '../../../src/core/json.ts';

const raw =
  '{"id":"e","customer_id":"c","external_customer_id":"acme","event_name":"call","properties":{"2":1.0,"1":"x"},"timestamp":"2026-08-20T11:00:00Z","deprecated":false,"new":1.0}';

suite('the JSON of an event', () => {
  test('is read with its numbers as they are written', () => {
    const { properties, ...rest } = readEvent(raw);
    assert.deepEqual(rest, {
      id: 'e',
      eventName: 'call',
      timestamp: '2026-08-20T11:00:00Z',
      customerId: 'c',
      externalCustomerId: 'acme',
      deprecated: false,
    });
    assert.equal(printJson(properties), '{"1":"x","2":1.0}');
  });

  test('is read with empty parts where parts are missing or of another kind', () => {
    const empty = {
      id: '',
      eventName: '',
      timestamp: '',
      customerId: null,
      externalCustomerId: null,
      properties: {},
      deprecated: false,
    };
    assert.deepEqual(readEvent('{}'), empty);
    assert.deepEqual(
      readEvent('{"id":5,"customer_id":null,"properties":[],"deprecated":1}'),
      empty,
    );
  });

  test('takes the name and properties of an amendment, and nothing else', () => {
    const sent =
      '{ "event_name": "other", "timestamp": "2026-08-20T11:00:00.000Z", "properties": {"b": 2.50} }';
    assert.equal(
      amendedJson(raw, sent),
      raw.replace('"call"', '"other"').replace('{"2":1.0,"1":"x"}', '{"b": 2.50}'),
    );
    assert.equal(amendedJson(raw, '{}'), raw);
  });

  test('is made deprecated in place, or with a new member', () => {
    assert.equal(deprecatedJson(raw), raw.replace('false', 'true'));
    assert.equal(deprecatedJson('{ }'), '{ "deprecated":true}');
    assert.equal(deprecatedJson('[1]'), '[1]');
  });

  test('is made of a sent text and the ID', () => {
    assert.equal(
      jsonFromText('a "b"', '\n{"event_name":"call"}\n'),
      '{"event_name":"call","deprecated":false,"id":"a \\"b\\""}',
    );
  });
});
