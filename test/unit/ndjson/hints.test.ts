import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { applyEdits } from '../../../src/core/edits.ts';
import { eventCompletions, type CompletionContext } from '../../../src/ndjson/completion.ts';
import { eventHover } from '../../../src/ndjson/hover.ts';
import { Vocabulary, vocabularyOf } from '../../../src/ndjson/vocabulary.ts';
import { line, NOW } from '../core/rules/codes.ts';

const others = [
  line({ properties: '{"tokens":1,"model":"gpt-4.1"}' }),
  line({ properties: '{"tokens":2,"model":"o3","streamed":true}' }),
  line({ properties: '{"tokens":3,"model":"o3"}' }),
  line({ event_name: '"chat"', external_customer_id: '"globex"', properties: '{"seats":1}' }),
  '{',
];
const vocabularies = [vocabularyOf(9, (at) => others[at])];

/** Suggestions at ▮ in the text, and the text after taking the first one. */
function completed(marked: string, needs: Partial<CompletionContext> = {}) {
  const offset = marked.indexOf('▮');
  const text = marked.replace('▮', '');
  const items = eventCompletions(text, offset, {
    use: 'ingest',
    vocabularies,
    nowMs: NOW,
    newKey: () => 'new-key',
    ...needs,
  });
  const [first] = items;
  const after = first && applyEdits(text, [{ ...first.span, text: first.insert }]);
  return { labels: items.map(({ label }) => label), after };
}
const labels = (marked: string, needs?: Partial<CompletionContext>) =>
  completed(marked, needs).labels;
const after = (marked: string, needs?: Partial<CompletionContext>) =>
  completed(marked, needs).after;

suite('suggestions in an event', () => {
  test('include missing fields, with values where they are known', () => {
    assert.deepEqual(labels('{▮"event_name":"x","timestamp":"y"}'), [
      'idempotency_key',
      'customer_id',
      'external_customer_id',
      'properties',
    ]);
    assert.equal(
      after('{▮"event_name":"x","timestamp":"y"}'),
      '{"idempotency_key":"new-key","event_name":"x","timestamp":"y"}',
    );
    assert.equal(after('{"▮":1}'), '{"idempotency_key":1}');
    assert.equal(
      after('{"prop▮": {"idempotency_key": 1}}'),
      '{"idempotency_key": {"idempotency_key": 1}}',
    );
  });

  test('include only one customer field', () =>
    assert.ok(!labels('{"customer_id":"c",▮}').includes('external_customer_id')));

  test('include known event names and customers, most frequent first', () => {
    assert.deepEqual(completed('{"event_name":"▮"}'), {
      labels: ['api_call', 'chat'],
      after: '{"event_name":"api_call"}',
    });
    assert.deepEqual(labels('{"external_customer_id":▮}'), ['acme', 'globex']);
    assert.equal(after('{"timestamp":"▮"}'), '{"timestamp":"2026-08-20T12:00:00Z"}');
  });

  test('include properties and values of events with the same name', () => {
    assert.deepEqual(labels('{"event_name":"api_call","properties":{"n":1,▮}}'), [
      'tokens',
      'model',
      'streamed',
    ]);
    assert.deepEqual(labels('{"event_name":"chat","properties":{▮}}'), ['seats']);
    assert.ok(labels('{"event_name":"new","properties":{▮}}').includes('seats'));
    assert.deepEqual(labels('{"properties":{"model":▮}}'), ['o3', 'gpt-4.1']);
    assert.equal(after('{"properties":{"streamed":▮}}'), '{"properties":{"streamed":true}}');
    assert.deepEqual(labels('{"properties":{"tokens":▮}}'), []);
    assert.deepEqual(labels('{"properties":{"a":{▮}}}'), []);
  });

  test('continue with the value of a new property when values are known', () => {
    const text = '{"event_name":"api_call","properties":{}}';
    const needs = { use: 'amend', vocabularies, nowMs: NOW, newKey: () => '' } as const;
    const goesOn = eventCompletions(text, text.indexOf('}'), needs).map(
      ({ insert, hasValues }) => [insert, hasValues] as const,
    );
    assert.deepEqual(goesOn, [
      ['"tokens":', false],
      ['"model":', true],
      ['"streamed":', true],
    ]);
  });

  test('replace the whole string and keep its quotes and what follows', () => {
    assert.equal(after('{"event_name":"ch▮at_old","n":1}'), '{"event_name":"api_call","n":1}');
    assert.equal(after('{"event_name":▮"x"}'), '{"event_name":"api_call"}');
    assert.equal(
      after('{"event_name":"ap▮,"timestamp":"y"}'),
      '{"event_name":"api_call","timestamp":"y"}',
    );
    assert.equal(
      after('{\n  "event_name": "ap▮\n  "n": 1\n}'),
      '{\n  "event_name": "api_call",\n  "n": 1\n}',
    );
    assert.equal(after('{"properties":{"streamed":t▮}}'), '{"properties":{"streamed":true}}');
    assert.equal(
      after('{\n  "event_name": "api_call",\n  "properties": {\n    "to▮\n  }\n}'),
      '{\n  "event_name": "api_call",\n  "properties": {\n    "tokens": \n  }\n}',
    );
  });

  test('are empty while typing a number, after a value and in an array', () => {
    for (const marked of [
      '{"properties":{"model":4▮}}',
      '{"properties":{"model":▮4}}',
      '{"properties":{"model":-▮}}',
      '{"properties":{"model":1.5e▮}}',
      '{"event_name":1▮}',
      '{"timestamp":2▮}',
      '{"event_name":"x"▮}',
      '{"event_name":"x" ▮}',
      '{"event_name":["▮"]}',
      '{"event_name":▮ "x"}',
      '{"properties":{"model":▮{}}}',
      '▮',
    ]) {
      assert.deepEqual(labels(marked), [], marked);
    }
  });

  test('leave out what is there already', () => {
    assert.deepEqual(labels('{"properties":{"streamed":tr▮ue}}'), []);
    assert.deepEqual(labels('{"event_name":"ch▮at"}'), ['api_call', 'chat']);
  });

  test("leave out values that can't be amended", () => {
    const amend = { use: 'amend' } as const;
    assert.deepEqual(labels('{"timestamp":"▮"}', amend), []);
    assert.deepEqual(labels('{"external_customer_id":"▮"}', amend), []);
    assert.deepEqual(labels('{"event_name":"▮"}', amend), ['api_call', 'chat']);
    assert.deepEqual(labels('{"event_name":"x","customer_id":"c",▮}', amend), [
      'timestamp',
      'properties',
    ]);
  });

  test('list the most relevant source first, each name once', () => {
    const near = new Vocabulary();
    near.add(line({ event_name: '"chat"' }));
    near.add(line({ event_name: '"near"' }));
    assert.deepEqual(labels('{"event_name":"▮"}', { vocabularies: [near, ...vocabularies] }), [
      'chat',
      'near',
      'api_call',
    ]);
  });

  test('keep valid JSON valid, and work in invalid JSON', () => {
    const text = JSON.stringify(
      JSON.parse(line({ properties: '{"model":"o\\"3","streamed":true,"n":-1.5e3,"t":["x"]}' })),
      null,
      2,
    );
    const all = { use: 'ingest', vocabularies, nowMs: NOW, newKey: () => 'new-key' } as const;
    let accepted = 0;
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(text.length), (offset, cut) => {
        for (const { span, insert } of eventCompletions(text, offset, all)) {
          // A new key still needs a value.
          if (insert.trimEnd().endsWith(':')) continue;
          accepted += 1;
          JSON.parse(applyEdits(text, [{ ...span, text: insert }]));
        }
        const broken = text.slice(0, offset) + text.slice(cut);
        eventCompletions(broken, offset, all);
        eventHover(broken, offset, { nowMs: NOW, local: String });
      }),
      { numRuns: 2_000 },
    );
    assert.ok(accepted > 500, `${accepted} were accepted`);
  });

  test('leave out values of properties that are identifiers', () => {
    const requests = new Vocabulary();
    for (let index = 0; index < 30; index += 1) {
      requests.add(line({ properties: `{"request":"r-${index}","region":"eu"}` }));
    }
    assert.deepEqual(requests.values('request', 'api_call'), []);
    assert.deepEqual(requests.values('region', 'api_call'), ['"eu"']);
  });
});

suite('hover in an event', () => {
  const needs = { nowMs: NOW, local: (ms: number) => `local ${String(ms)}` };
  const text = line({ timestamp: '"2026-08-20T11:00:00+02:00"' });
  const at = (search: string, of = text) => eventHover(of, of.indexOf(search) + 1, needs);

  test("shows a timestamp in UTC, local time and age, then the field's meaning", () => {
    const hover = at('"2026');
    assert.deepEqual(hover?.paragraphs.slice(0, 2), [
      '2026-08-20 09:00:00 UTC',
      `local ${String(Date.parse('2026-08-20T09:00:00Z'))} local time, 3 hours ago`,
    ]);
    assert.match(hover.paragraphs[2] ?? '', /^\*\*timestamp\*\* – /);
    assert.equal(text.slice(hover.span.start, hover.span.end), '"2026-08-20T11:00:00+02:00"');
    assert.deepEqual(at('"timestamp"')?.paragraphs, hover.paragraphs);
  });

  test("explains fields but not the user's own properties", () => {
    assert.match(at('"idempotency_key"')?.paragraphs[0] ?? '', /^\*\*idempotency_key\*\*/);
    assert.match(at('"api_call"')?.paragraphs[0] ?? '', /^\*\*event_name\*\*/);
    assert.equal(at('"n"'), undefined);
    assert.equal(at(':{"n"'), undefined);
  });

  test('works in invalid JSON and over several lines', () => {
    const broken = '{\n  "event_name": "x"\n  "timestamp": "2026-08-20T09:00:00Z",\n  "n": \n';
    assert.equal(at('"2026', broken)?.paragraphs[0], '2026-08-20 09:00:00 UTC');
  });
});
