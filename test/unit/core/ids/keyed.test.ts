import assert from 'node:assert/strict';
import { idsInFields, jsonOf, plainArray } from '../../../../src/core/ids/json.ts';
import { namedIds } from '../../../../src/core/ids/keyed.ts';

const keyedIds = (text: string) =>
  text.split(/\r\n?|\n/).flatMap((line) => namedIds(line).map(({ id }) => id));

suite('IDs after a field name', () => {
  for (const [text, ids] of [
    ['idempotencykey=a', ['a']],
    ['IDEMPOTENCY_KEY = a', ['a']],
    ['eventId:a', ['a']],
    ['eventids: a', ['a']],
    ['event_ids := a', ['a']],
    ['"event_id"  :  "a b"', ['a b']],
    ["'event_id' => 'a'", ['a']],
    ['`event_id`=a', ['a']],
    ['x.event_id=a', ['a']],
    // Other names that only contain one of these.
    ['my_event_id2=a', []],
    ['revent_id=a', []],
    ['event_id_old=a', []],
    // Without a sign in between, only what has a digit.
    ['event_id   evt_1', ['evt_1']],
    ['event_id evt', []],
    ['event_id=evt', ['evt']],
    // No value, and types.
    ['event_id=', []],
    ['event_id=""', []],
    ["event_id=''", []],
    [String.raw`event_id=\"\"`, []],
    ['event_id=null', []],
    ['event_id: Optional', []],
    ['event_id=nullable', ['nullable']],
    ['event_id=annul', ['annul']],
    ['event_id=not_found', ['not_found']],
    ['event_id=the_text', ['the_text']],
    ['event_id=uuid4()', []],
    ['event_id=$(id)', []],
    // The end of a sentence isn't part of the ID.
    ['event_id=a.b.c...', ['a.b.c']],
    ['event_id=a:b!?', ['a:b']],
    ['event_id=...', []],
    ['event_id=a,b', ['a']],
    ['event_id=(a)', []],
    ['event_id=<a>', []],
    // Lists.
    ['event_ids=["a","b c"]', ['a', 'b c']],
    ["event_ids: ['a', 'b'] and \"c\"", ['a', 'b']],
    ['event_ids=["a"', ['a']],
    ['event_ids=[]', []],
    // JSON in JSON, at any depth.
    [String.raw`{"m":"{\"event_id\":\"a b\"}`, ['a b']],
    [String.raw`"{\\\"event_id\\\":\\\"a\\\"}"x`, ['a']],
    [String.raw`event_id=x\"a\"`, ['x']],
    // Line by line.
    ['event_id=a\revent_id=b\r\nevent_id=c\nevent_id=d', ['a', 'b', 'c', 'd']],
    ['x\n{"event_id":"a"}\nevent_id=b', ['a', 'b']],
  ] as const) {
    test(JSON.stringify(text), () => {
      assert.deepEqual(keyedIds(text), ids);
    });
  }
});

suite('IDs listed in JSON', () => {
  test("a lone number or word isn't JSON, and neither is a text that only contains some", () => {
    for (const text of ['1', '"a"', 'null', 'x [1]', '{', '']) {
      assert.equal(jsonOf(text), undefined, text);
    }
    assert.equal(jsonOf(' \n[1]')?.kind, 'array');
  });
  test('fields take precedence over plain texts, and an empty text has no list', () => {
    const named = (text: string) => idsInFields(jsonOf(text)!).map(({ id }) => id);
    assert.deepEqual(named('["a",{"event_id":"b"}]'), ['b']);
    const listed = (text: string) => plainArray(jsonOf(text)!);
    assert.deepEqual(listed('["a",1.50,["b"],true,null,{}]'), ['a', '1.50', 'b']);
    for (const none of ['[]', '{}', '[""]', '{"a":"b"}', '[true,{"a":1}]']) {
      assert.equal(listed(none), undefined, none);
    }
  });
});

suite('ambiguous names', () => {
  for (const [line, ids] of [
    ['12:00 INFO billed id=evt_1 in 3 ms', ['evt_1']],
    ['WARN event=evt_1 late', ['evt_1']],
    ['{"level":"info","id":"evt_1"}', ['evt_1']],
    ['id: evt_1', ['evt_1']],
    ['"event" => "evt 1"', []],
    // The name of an event, a number, another thing's ID.
    ['event=chat_completion', []],
    ['id=77310', []],
    ['request id=req_1', []],
    ['user.id=u_1 user_id=u_2', []],
    // There's a better name on the line.
    ['event_id=evt_1 id=req_1', ['evt_1']],
  ] as const) {
    test(line, () => {
      assert.deepEqual(keyedIds(line), ids);
    });
  }
});
