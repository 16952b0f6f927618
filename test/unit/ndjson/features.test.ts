import assert from 'node:assert/strict';
import { applyEdits } from '../../../src/core/edits.ts';
import { lineFixes, newKeyFix } from '../../../src/ndjson/lineFixes.ts';
import { looksLikeEvents } from '../../../src/ndjson/looksLikeEvents.ts';
import { newEventLine } from '../../../src/ndjson/newEvent.ts';
import { documentKind } from '../../../src/ndjson/documentKind.ts';
import { context, line, NOW } from '../core/rules/codes.ts';
import { judged, told } from './lines.ts';

const newKey = () => 'new-key';

suite('quick fixes of a line', () => {
  /** Line, title, line after the fix. */
  const cases: readonly (readonly [string, string, string])[] = [
    [line({ plan: '1' }), 'Remove', line()],
    [line({ event_name: '5' }), 'Convert to Text', line({ event_name: '"5"' })],
    [line({ properties: '{"a":"1.50"}' }), 'Convert to Number', line({ properties: '{"a":1.50}' })],
    [line({ properties: '{"a":null}' }), 'Remove', line({ properties: '{}' })],
    [
      line({ properties: '{"tokens":{"input":1.0,"output":9007199254740993},"n":1}' }),
      'Flatten to tokens_input, tokens_output',
      line({ properties: '{"tokens_input":1.0,"tokens_output":9007199254740993,"n":1}' }),
    ],
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

  test('gives a line a new event ID, except for invalid JSON', () => {
    assert.equal(
      applyEdits(line(), newKeyFix(line(), 'other')),
      line({ idempotency_key: '"other"' }),
    );
    assert.deepEqual(lineFixes('{', { context, newKey }), []);
    assert.deepEqual(newKeyFix('{', 'other'), []);
  });
});

suite('new lines', () => {
  test('are valid events', () => assert.deepEqual(told(judged(newEventLine('k', NOW))), []));
});

suite('the kind of a file', () => {
  test('is recognized with the line that gives it away', () => {
    const seen = (text: string) => documentKind((at) => text.split('\n')[at]);
    assert.deepEqual(seen(`\n\n${line()}`), { kind: 'lines', line: 2 });
    assert.deepEqual(seen(`\n [\n${line()}]`), { kind: 'array', line: 1 });
    assert.deepEqual(seen(''), { kind: 'lines', line: 0 });
  });

  test('is recognized as an event file by the first line', () => {
    assert.ok(looksLikeEvents(line()));
    assert.ok(looksLikeEvents('{"idempotency_key":"k","errors":[]}'));
    assert.ok(!looksLikeEvents('{"event_name":"x","timestamp":"y"}'));
    assert.ok(!looksLikeEvents('{"level":"info","msg":"idempotency_key"}'));
    assert.ok(!looksLikeEvents(''));
  });
});
