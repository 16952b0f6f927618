import assert from 'node:assert/strict';
import { eventChanges, sameEvent } from '../../../src/core/eventChanges.ts';
import { eventText } from '../../../src/core/eventText.ts';

const raw =
  '{"id":"evt-1","customer_id":"c1","external_customer_id":"acme","event_name":"api_call","properties":{"n":1.0,"big":9007199254740993,"__proto__":"x","2":"caf\\u00e9","1":true},"timestamp":"2026-08-02T10:00:00Z","deprecated":false,"new_field":1}';

const text = `{
  "event_name": "api_call",
  "timestamp": "2026-08-02T10:00:00Z",
  "external_customer_id": "acme",
  "properties": {
    "n": 1.0,
    "big": 9007199254740993,
    "__proto__": "x",
    "2": "caf\\u00e9",
    "1": true
  }
}
`;

suite('the text of an event', () => {
  test('is the body of an amendment, with every value and the order of properties as Orb wrote them', () => {
    assert.equal(eventText(raw), text);
  });

  test("is the same if it's created from itself", () => {
    assert.equal(eventText(text), text);
  });

  test("names the customer by Orb's ID when there is no external one", () => {
    const internal = raw.replace('"acme"', 'null');
    assert.match(eventText(internal), /"customer_id": "c1"/);
    assert.doesNotMatch(eventText(internal), /external_customer_id/);
  });

  test('names the customer as another text does, if the event has that ID', () => {
    assert.match(eventText(raw, '{"customer_id":"c1"}'), /^ {2}"customer_id": "c1",$/m);
    assert.equal(eventText(raw, '{}'), text);
  });

  test('shows an event without properties or customer as it is', () => {
    assert.equal(
      eventText('{"id":"a","event_name":"x","timestamp":"t","properties":{}}'),
      '{\n  "event_name": "x",\n  "timestamp": "t",\n  "properties": {}\n}\n',
    );
    assert.equal(eventText('{"customer_id":null}'), '{\n  "properties": {}\n}\n');
    assert.equal(eventText('{"properties":[1.0]}'), '{\n  "properties": [1.0]\n}\n');
  });
});

suite('the changes between two texts of an event', () => {
  test("don't include white space, order, and escapes", () => {
    const other =
      '{"properties":{"1":true,"2":"café","__proto__":"x","big":9007199254740993,"n":1.0},"external_customer_id":"acme","timestamp":"2026-08-02T10:00:00Z","event_name":"api_call"}';
    assert.equal(sameEvent(text, other), true);
  });

  test('compare numbers as they are written', () => {
    assert.deepEqual(eventChanges(text, text.replace('1.0', '1')), [
      { path: ['properties', 'n'], kind: 'changed', before: '1.0', after: '1' },
    ]);
    assert.equal(sameEvent(text, text.replace('9007199254740993', '9007199254740992')), false);
  });

  test('compare the timestamp by its instant and other strings by their characters', () => {
    assert.equal(sameEvent(text, text.replace('00Z', '00.000+00:00')), true);
    assert.equal(sameEvent(text, text.replace('"api_call"', '"API_call"')), false);
  });

  test("don't compare other texts by their instant, not even a property of that name", () => {
    const other = (name: string) => name.replace('T10:00:00Z', 'T10:00:00.0Z');
    for (const field of [
      '"event_name":"2026-08-02T10:00:00Z"',
      '"properties":{"timestamp":"2026-08-02T10:00:00Z"}',
      '"timestamp":{"at":"2026-08-02T10:00:00Z"}',
    ]) {
      assert.equal(sameEvent(`{${field}}`, `{${other(field)}}`), false, field);
    }
    assert.equal(sameEvent('{"timestamp":"2026-08-02T10:00:00Z"}', '{"timestamp":1}'), false);
    assert.equal(sameEvent('{"timestamp":1}', '{"timestamp":"2026-08-02T10:00:00Z"}'), false);
  });

  test("compare as a whole what isn't an event", () => {
    assert.deepEqual(eventChanges('{"x":{"a":1}}', '{"x":{"a":2}}'), [
      { path: ['x'], kind: 'changed', before: '{"a":1}', after: '{"a":2}' },
    ]);
    assert.deepEqual(eventChanges('{"properties":[1]}', '{"properties":[2]}'), [
      { path: ['properties'], kind: 'changed', before: '[1]', after: '[2]' },
    ]);
    assert.deepEqual(eventChanges('[1]', ' [2]'), [
      { path: [], kind: 'changed', before: '[1]', after: '[2]' },
    ]);
  });

  test('list what was added and removed, property by property', () => {
    const after = text.replace('    "n": 1.0,', '    "m": "x",').replace('"acme"', '"globex"');
    assert.deepEqual(eventChanges(text, after), [
      { path: ['external_customer_id'], kind: 'changed', before: '"acme"', after: '"globex"' },
      { path: ['properties', 'm'], kind: 'added', after: '"x"' },
      { path: ['properties', 'n'], kind: 'removed', before: '1.0' },
    ]);
  });

  test('tell a missing properties object from an empty one', () => {
    assert.deepEqual(eventChanges('{"properties":{}}', '{}'), [
      { path: ['properties'], kind: 'removed', before: '{}' },
    ]);
  });

  test('treat invalid JSON as different from everything but itself', () => {
    assert.equal(sameEvent('{', '{'), true);
    assert.equal(sameEvent('{', '{}'), false);
  });
});
