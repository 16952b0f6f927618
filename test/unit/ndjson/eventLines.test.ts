import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { EventLines } from '../../../src/ndjson/eventLines.ts';
import { context, line, NOW } from '../core/rules/codes.ts';
import { judged, told, unhurried } from './lines.ts';

const keyed = (key: string, properties = '{"n":1}') =>
  line({ idempotency_key: JSON.stringify(key), properties });

suite('the lines of an event file', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['good lines, blank ones between, no end', `${keyed('a')}\n\n  \n${keyed('b')}`, []],
    ['a carriage return at the end', `${keyed('a')}\r`, []],
    ['broken JSON', '{"idempotency_key":x}', ['1: not-json «x»']],
    ['a line that stops', '{"idempotency_key":', ['1: not-json «:»']],
    ['an unknown field', line({ plan: '"pro"' }), ['1: unknown-field «"plan"»']],
    ['a missing field', line({ timestamp: undefined }), ['1: required «{»']],
    [
      'an object as property',
      line({ properties: '{"a":{"b":1}}' }),
      ['1: property-object «{"b":1}»'],
    ],
    ['a null property', line({ properties: '{"a":null}' }), ['1: property-null «null»']],
    ['a number as text', line({ properties: '{"a":"12"}' }), ['1: property-numeric-text? «"12"»']],
    [
      'digits a float drops',
      line({ properties: '{"a":0.1000000000000000055}' }),
      ['1: number-digits? «0.1000000000000000055»'],
    ],
    ['a float as JavaScript prints it', line({ properties: '{"a":0.14285714285714285}' }), []],
    [
      'too old',
      line({ timestamp: '"2026-08-01T00:00:00Z"' }),
      ['1: timestamp-too-old «"2026-08-01T00:00:00Z"»'],
    ],
    [
      'too far ahead',
      line({ timestamp: '"2026-08-20T12:06:00Z"' }),
      ['1: timestamp-ahead «"2026-08-20T12:06:00Z"»'],
    ],
    ['both customers', line({ customer_id: '"c"' }), ['1: customer-both «"external_customer_id"»']],
    ['a doubled key', `{"timestamp":1,${line().slice(1)}`, ['1: doubled-key «"timestamp"»']],
    [
      'the same event twice',
      `${keyed('a')}\n${keyed('b')}\n${keyed('a')}`,
      ['3: key-repeated? «"a"»'],
    ],
    [
      'one key, two bodies',
      `${keyed('a')}\n${keyed('a', '{"n":1.0}')}`,
      ['1: key-conflict «"a"»', '2: key-conflict «"a"»'],
    ],
    [
      'a dead letter',
      '{"idempotency_key":"k","errors":["too old"]}',
      ['1: dead-letter? «{"idempotency_key":"k","errors":["too old"]}»'],
    ],
  ];
  for (const [name, text, expected] of cases) {
    test(`${name}: ${expected.join(', ') || 'fine'}`, () =>
      assert.deepEqual(told(judged(text)), expected));
  }

  test('doubles name and link the other lines', () => {
    const [, second] = judged(`${keyed('a')}\n\n${keyed('a', '{}')}`).problems(10).found;
    assert.equal(
      second?.message,
      'Line 1 uses this event ID with different content. Neither line will be sent.',
    );
    assert.deepEqual(second.related, [{ line: 0, message: 'The same key, another body' }]);
  });

  test('mending one of two doubles clears the other, which was not touched', () => {
    const lines = judged(`${keyed('a')}\n${keyed('a', '{}')}`);
    const at = {
      startLine: 1,
      startCharacter: 0,
      endLine: 1,
      endCharacter: keyed('a', '{}').length,
    };
    lines.change({ ...at, text: keyed('b', '{}') });
    lines.check(context, unhurried);
    assert.deepEqual(told(lines), []);
  });

  test('a line becomes too old as time goes by, and only such lines are checked again', () => {
    const lines = judged([keyed('a'), line({ timestamp: '"2026-08-20T00:30:00Z"' })].join('\n'));
    const untouched = lines.factsOf(0);
    const later = { ...context, nowMs: NOW + 3_600_000 };
    lines.age(later);
    lines.check(later, unhurried);
    assert.deepEqual(told(lines), ['2: timestamp-too-old «"2026-08-20T00:30:00Z"»']);
    assert.equal(lines.factsOf(0), untouched);
  });

  test('an edit checks the touched lines only, and checking can pause', () => {
    const lines = judged(
      Array.from({ length: 1_000 }, (_, index) => keyed(String(index))).join('\n'),
    );
    const before = lines.factsOf(500);
    lines.change({
      startLine: 499,
      startCharacter: 0,
      endLine: 499,
      endCharacter: 1,
      text: '\n\n',
    });
    assert.equal(lines.factsOf(499), undefined);
    assert.equal(lines.factsOf(502), before);
    assert.ok(lines.check(context, unhurried));
    assert.equal(lines.counts().broken, 1);

    const large = new EventLines(Array.from({ length: 200 }, () => '{}'));
    assert.equal(
      large.check(context, () => true),
      false,
    );
    assert.ok(large.factsOf(0) !== undefined && large.factsOf(199) === undefined);
  });

  test('problems are bounded, errors before warnings, the rest counted', () => {
    const text = [
      ...Array.from({ length: 5 }, (_, index) =>
        line({ idempotency_key: `"${index}"`, properties: '{"a":"1"}' }),
      ),
      '{',
    ];
    const { found, more } = judged(text.join('\n')).problems(3);
    assert.deepEqual(
      found.map(({ line: number, code }) => [number, code]),
      [
        [5, 'not-json'],
        [0, 'property-numeric-text'],
        [1, 'property-numeric-text'],
      ],
    );
    assert.equal(more, 3);
  });

  test('after any edits it knows the same as if it had read the text anew', () => {
    const piece = fc.constantFrom(
      keyed('a'),
      keyed('b'),
      keyed('a', '{}'),
      '',
      '{',
      '\n',
      '\r\n',
      '"',
      'x',
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('\n'));
    const edit = fc.tuple(fc.nat(300), fc.nat(300), text);
    fc.assert(
      fc.property(text, fc.array(edit, { maxLength: 5 }), (first, edits) => {
        let whole = first;
        const lines = new EventLines(whole.split(/\r\n|\n/));
        for (const [from, to, inserted] of edits) {
          // Never between the two characters of a line end: the editor has no such place.
          const place = (offset: number) => {
            const at = Math.min(offset, whole.length);
            return whole[at] === '\n' && whole[at - 1] === '\r' ? at - 1 : at;
          };
          const [start, end] = [place(Math.min(from, to)), place(Math.max(from, to))];
          const position = (offset: number) => {
            const before = whole.slice(0, offset).split(/\r\n|\n/);
            return [before.length - 1, before.at(-1)!.length] as const;
          };
          const [startLine, startCharacter] = position(start);
          const [endLine, endCharacter] = position(end);
          lines.change({ startLine, startCharacter, endLine, endCharacter, text: inserted });
          whole = whole.slice(0, start) + inserted + whole.slice(end);
          lines.check(context, unhurried);
        }
        lines.check(context, unhurried);
        const anew = judged(whole.replaceAll('\r\n', '\n'));
        assert.deepEqual(told(lines), told(anew));
      }),
    );
  });
});
