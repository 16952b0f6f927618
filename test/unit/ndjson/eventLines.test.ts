import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { EventLines } from '../../../src/ndjson/eventLines.ts';
import type { TextChange } from '../../../src/ndjson/textChange.ts';
import { context, line, NOW } from '../core/rules/codes.ts';
import { judged, told, unhurried } from './lines.ts';

const keyed = (key: string, properties = '{"n":1}') =>
  line({ idempotency_key: JSON.stringify(key), properties });

suite('the lines of an event file', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['good lines, blank ones between, no end', `${keyed('a')}\n\n  \n${keyed('b')}`, []],
    ['a blank line too long for an event', ' '.repeat((1 << 20) + 1), ['1: line-too-long « »']],
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
      'one event ID, different content',
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

  test('names and links the other lines of a duplicate', () => {
    const [, second] = judged(`${keyed('a')}\n\n${keyed('a', '{}')}`).problems(10).found;
    assert.equal(
      second?.message,
      'Line 1 uses this event ID with different content. Neither line will be sent.',
    );
    assert.deepEqual(second.related, [{ line: 0, message: 'Same event ID, different content' }]);
  });

  test('shows a single problem when many lines share an event ID', () => {
    const one = (count: number, properties: (index: number) => string) =>
      judged(
        Array.from({ length: count }, (_, index) => keyed('undefined', properties(index))).join(
          '\n',
        ),
      );
    const { found, more } = one(20_000, (index) => `{"n":${index}}`).problems(999);
    assert.deepEqual(
      [found.length, more, found[0]?.message, found[0]?.related?.length],
      [
        1,
        0,
        '20,000 lines share this event ID with different content. None of them will be sent.',
        19,
      ],
    );
    // One different line is enough, wherever it is.
    assert.deepEqual(told(one(21, (index) => (index === 20 ? '{"n":1.0}' : '{"n":1}'))), [
      '1: key-conflict «"undefined"»',
    ]);
    const same = one(1_000, () => '{"n":1}').problems(999);
    assert.equal(same.found[0]?.message, '1,000 lines have this same event. It will be sent once.');
    assert.deepEqual([same.found.length, same.more], [1, 0]);
    assert.equal(told(one(20, (index) => `{"n":${index}}`)).length, 20);
  });

  test('treats another notation as the same content, but not other digits of a number', () => {
    const same =
      '{"properties":{"a":1,"b":2},"idempotency_key":"a","event_name":"api_call","timestamp":"2026-08-20T11:00:00Z", "external_customer_id":"acme"}';
    assert.deepEqual(told(judged(`${keyed('a', '{ "b": 2, "a":1 }')}\n${same}`)), [
      '2: key-repeated? «"a"»',
    ]);
    assert.equal(told(judged(`${keyed('a', '{"a":1,"b":2.0}')}\n${same}`)).length, 2);
  });

  test('can pause while comparing lines with one event ID', () => {
    const lines = new EventLines(Array.from({ length: 1_000 }, () => keyed('a')));
    let looks = 0;
    // All lines are validated before the time is up for the first time.
    const isTimeUp = () => ++looks > 16;
    let pauses = 0;
    for (; !lines.check(context, isTimeUp); pauses++) looks = 16;
    assert.ok(pauses > 1);
    assert.equal(lines.problems(10).found.length, 1);
  });

  test("marks U+FFFD as bytes that aren't UTF-8 only in a file that has such bytes", () => {
    const lines = judged(`${keyed('a')}\n${line({ event_name: '"caf\uFFFD"' })}`);
    assert.deepEqual(told(lines), []);
    assert.ok(lines.setWrongBytes(true));
    lines.check(context, unhurried);
    assert.deepEqual(told(lines), ['2: not-utf8 «\uFFFD»']);
    assert.ok(!lines.setWrongBytes(true), 'nothing is checked again for nothing');
  });

  test("shows Orb's rejection reason as a problem until the line is edited", () => {
    const rejection = (key: string, text: string) =>
      key === 'a' && text === keyed('a') ? 'Orb rejected this event: too old' : undefined;
    const lines = new EventLines([keyed('a'), keyed('b')], { rejection });
    lines.check(context, unhurried);
    assert.deepEqual(told(lines), ['1: rejected-by-orb? «"a"»']);
    lines.change([{ startLine: 0, startCharacter: 1, endLine: 0, endCharacter: 1, text: ' ' }]);
    lines.check(context, unhurried);
    assert.deepEqual(told(lines), []);
  });

  test('counts dead letters by reason and returns the time span of late ones', () => {
    const late =
      'Event timestamp 2026-08-19T00:30:00+00:00 must be later than 2026-08-20T00:00:00+00:00 based on account grace period';
    const letter = (error: string) => JSON.stringify({ idempotency_key: 'k', errors: [error] });
    const lines = judged([letter(late), letter('x'), letter(late)].join('\n'));
    assert.deepEqual(
      [...lines.reasons()],
      [
        ['late', 2],
        ['other', 1],
      ],
    );
    const at = Date.parse('2026-08-19T00:30:00Z');
    assert.deepEqual(lines.lateSpan(), { firstMs: at, lastMs: at });
    assert.deepEqual(lines.problems(10, 'dead-letter').found, []);
  });

  test('clears the problem of the other line when one of two duplicates is fixed', () => {
    const lines = judged(`${keyed('a')}\n${keyed('a', '{}')}`);
    const at = {
      startLine: 1,
      startCharacter: 0,
      endLine: 1,
      endCharacter: keyed('a', '{}').length,
    };
    lines.change([{ ...at, text: keyed('b', '{}') }]);
    lines.check(context, unhurried);
    assert.deepEqual(told(lines), []);
  });

  test('validates only lines again whose events got too old', () => {
    const lines = judged([keyed('a'), line({ timestamp: '"2026-08-20T00:30:00Z"' })].join('\n'));
    const untouched = lines.factsOf(0);
    const later = { ...context, nowMs: NOW + 3_600_000 };
    lines.age(later);
    lines.check(later, unhurried);
    assert.deepEqual(told(lines), ['2: timestamp-too-old «"2026-08-20T00:30:00Z"»']);
    assert.equal(lines.factsOf(0), untouched);
  });

  test('validates only edited lines, and can pause', () => {
    const lines = judged(
      Array.from({ length: 1_000 }, (_, index) => keyed(String(index))).join('\n'),
    );
    const before = lines.factsOf(500);
    lines.change([
      { startLine: 499, startCharacter: 0, endLine: 499, endCharacter: 1, text: '\n\n' },
    ]);
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

  test('limits the number of problems, errors first, and counts the rest', () => {
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

  test('has the same problems after any edits as after reading the text again', () => {
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
    const part = fc.tuple(fc.nat(300), fc.nat(300), text);
    // Several positions at once, like Replace All or multiple cursors.
    const edit = fc.array(part, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(text, fc.array(edit, { maxLength: 5 }), (first, edits) => {
        let whole = first;
        const lines = new EventLines(whole.split(/\r\n|\n/));
        for (const parts of edits) {
          // Never inside CRLF, since the editor has no such position.
          const place = (offset: number) => {
            const at = Math.min(offset, whole.length);
            return whole[at] === '\n' && whole[at - 1] === '\r' ? at - 1 : at;
          };
          const position = (offset: number) => {
            const before = whole.slice(0, offset).split(/\r\n|\n/);
            return [before.length - 1, before.at(-1)!.length] as const;
          };
          const before = whole;
          const bounds = parts
            .flatMap(([from, to]) => [place(from), place(to)])
            .sort((a, b) => a - b);
          const changes: TextChange[] = [];
          let after = '';
          let kept = 0;
          for (const [index, [, , inserted]] of parts.entries()) {
            const [start, end] = [bounds[2 * index]!, bounds[2 * index + 1]!];
            // Two changes never start at the same position.
            if (index > 0 && start === bounds[2 * index - 2]) continue;
            const [startLine, startCharacter] = position(start);
            const [endLine, endCharacter] = position(end);
            changes.push({ startLine, startCharacter, endLine, endCharacter, text: inserted });
            after += before.slice(kept, start) + inserted;
            kept = end;
          }
          lines.change(changes);
          whole = after + before.slice(kept);
          lines.check(context, unhurried);
        }
        lines.check(context, unhurried);
        const anew = judged(whole.replaceAll('\r\n', '\n'));
        assert.deepEqual(told(lines), told(anew));
      }),
    );
  });
});
