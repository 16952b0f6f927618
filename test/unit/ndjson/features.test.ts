import assert from 'node:assert/strict';
import { applyEdits } from '../../../src/core/edits.ts';
import { lineCompletions } from '../../../src/ndjson/completion.ts';
import { lineHover } from '../../../src/ndjson/hover.ts';
import { lineFixes, newKeyFix } from '../../../src/ndjson/lineFixes.ts';
import { looksLikeEvents } from '../../../src/ndjson/looksLikeEvents.ts';
import { newEventLine } from '../../../src/ndjson/newEvent.ts';
import { vocabularyOf } from '../../../src/ndjson/vocabulary.ts';
import { wholeFile } from '../../../src/ndjson/wholeFile.ts';
import { context, line, NOW } from '../core/rules/codes.ts';
import { judged, told } from './lines.ts';

const newKey = () => 'new-key';

suite('quick fixes of a line', () => {
  /** Line, title, line after the fix. */
  const cases: readonly (readonly [string, string, string])[] = [
    [line({ plan: '1' }), 'Remove', line()],
    [line({ event_name: '5' }), 'Make Text', line({ event_name: '"5"' })],
    [line({ properties: '{"a":"1.50"}' }), 'Make Number', line({ properties: '{"a":1.50}' })],
    [line({ properties: '{"a":null}' }), 'Remove', line({ properties: '{}' })],
    [
      line({ properties: '{"a":null,"b":1,"c":null}' }),
      'Remove All Null Properties',
      line({ properties: '{"b":1}' }),
    ],
    [
      line({ timestamp: '"2026-08-20T13:00:00.5+02:00"' }),
      'Convert to UTC',
      line({ timestamp: '"2026-08-20T11:00:00.5Z"' }),
    ],
    [line({ timestamp: '"2026-08-20T11:00:00"' }), 'Add Z', line()],
    [line({ customer_id: '"c"' }), 'Remove customer_id', line()],
    [
      line({ customer_id: '"c"' }),
      'Remove external_customer_id',
      line({ external_customer_id: undefined, customer_id: '"c"' }),
    ],
    [
      line({ idempotency_key: undefined }),
      'Generate an Event ID',
      `${line({ idempotency_key: undefined }).slice(0, -1)},"idempotency_key":"new-key"}`,
    ],
    [
      line({ idempotency_key: '""' }),
      'Generate an Event ID',
      line({ idempotency_key: '"new-key"' }),
    ],
    [
      line({ timestamp: undefined }),
      'Add the Current Time',
      `${line({ timestamp: undefined }).slice(0, -1)},"timestamp":"2026-08-20T12:00:00Z"}`,
    ],
  ];
  for (const [text, title, expected] of cases) {
    test(`${title}: ${text}`, () => {
      const fix = lineFixes(text, { context, newKey }).find((each) => each.title === title);
      assert.ok(fix);
      assert.equal(applyEdits(text, fix.edits), expected);
    });
  }

  test('a new key for a line whose key another one has; nothing for broken JSON', () => {
    assert.equal(
      applyEdits(line(), newKeyFix(line(), 'other')),
      line({ idempotency_key: '"other"' }),
    );
    assert.deepEqual(lineFixes('{', { context, newKey }), []);
    assert.deepEqual(newKeyFix('{', 'other'), []);
  });
});

suite('hover, completion and new lines', () => {
  test('a timestamp is told in UTC, local time and age, then what the field means', () => {
    const text = line({ timestamp: '"2026-08-20T11:00:00+02:00"' });
    const needs = { nowMs: NOW, local: (ms: number) => `local ${String(ms)}` };
    const hover = lineHover(text, text.indexOf('2026'), needs);
    assert.deepEqual(hover?.paragraphs.slice(0, 2), [
      '2026-08-20 09:00:00 UTC',
      `local ${String(Date.parse('2026-08-20T09:00:00Z'))} local time, 3 hours ago`,
    ]);
    assert.equal(text.slice(hover.span.start, hover.span.end), '"2026-08-20T11:00:00+02:00"');
    assert.match(lineHover(text, 3, needs)?.paragraphs[0] ?? '', /^\*\*idempotency_key\*\*/);
    assert.equal(lineHover(text, text.indexOf('"n"') + 1, needs), undefined);
  });

  const others = [
    line({ properties: '{"tokens":1,"model":"x"}' }),
    line({ event_name: '"chat"' }),
    '{',
  ];
  const vocabulary = vocabularyOf(3, (at) => others[at]);
  /** The text with ▮ at the place; what is offered, and the line after the first offer. */
  function completed(marked: string) {
    const offset = marked.indexOf('▮');
    const text = marked.replace('▮', '');
    const items = lineCompletions(text, offset, { vocabulary, nowMs: NOW, newKey });
    const [first] = items;
    const after = first && applyEdits(text, [{ ...first.span, text: first.insert }]);
    return { labels: items.map(({ label }) => label), after };
  }

  test('fields that the line still lacks', () => {
    const { labels, after } = completed('{▮"event_name":"x","timestamp":"y"}');
    assert.deepEqual(labels, [
      'idempotency_key',
      'customer_id',
      'external_customer_id',
      'properties',
    ]);
    assert.equal(after, '{"idempotency_key":"new-key","event_name":"x","timestamp":"y"}');
    assert.equal(completed('{"▮":1}').after, '{"idempotency_key":1}');
  });

  test('names and customers that are known, as values; property names as keys', () => {
    assert.deepEqual(completed('{"event_name":"▮"}'), {
      labels: ['api_call', 'chat'],
      after: '{"event_name":"api_call"}',
    });
    assert.deepEqual(completed('{"external_customer_id":▮}').labels, ['acme']);
    assert.deepEqual(completed('{"properties":{"n":1,▮}}').labels, ['tokens', 'model']);
    assert.equal(completed('{"timestamp":"▮"}').after, '{"timestamp":"2026-08-20T12:00:00Z"}');
    assert.deepEqual(completed('{"properties":{"n":▮}}').labels, []);
  });

  test('a new line is a valid event', () =>
    assert.deepEqual(told(judged(newEventLine('k', NOW))), []));
});

suite('the file as a whole', () => {
  test('is known with the line that shows it', () => {
    const seen = (text: string) => wholeFile((at) => text.split('\n')[at]);
    assert.deepEqual(seen(`\n\n${line()}`), { kind: 'lines', line: 2 });
    assert.deepEqual(seen(`\n [\n${line()}]`), { kind: 'array', line: 1 });
    assert.deepEqual(seen(''), { kind: 'lines', line: 0 });
  });

  test('a first line shows whether a file is about events', () => {
    assert.ok(looksLikeEvents(line()));
    assert.ok(looksLikeEvents('{"idempotency_key":"k","errors":[]}'));
    assert.ok(!looksLikeEvents('{"event_name":"x","timestamp":"y"}'));
    assert.ok(!looksLikeEvents('{"level":"info","msg":"idempotency_key"}'));
    assert.ok(!looksLikeEvents(''));
  });
});
