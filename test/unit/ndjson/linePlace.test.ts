import assert from 'node:assert/strict';
import { LinePlace, type LineChange } from '../../../src/ndjson/linePlace.ts';

/** A file that is edited as the editor does it: all changes of one edit use positions of the text before it. */
class File {
  #lines: string[];
  constructor(text: string) {
    this.#lines = text.split('\n');
  }
  get lineCount(): number {
    return this.#lines.length;
  }
  get text(): string {
    return this.#lines.join('\n');
  }
  lineAt(line: number): { readonly text: string } {
    const text = this.#lines[line];
    assert.ok(text !== undefined, `there is no line ${line}`);
    return { text };
  }
  edit(place: LinePlace, ...changes: readonly (readonly [string, string])[]): void {
    const before = this.text;
    const found = changes.map(([from, text]): LineChange & { readonly at: number } => {
      const at = before.indexOf(from);
      assert.ok(at >= 0, `${from} is not in the file`);
      const range = { start: positionAt(before, at), end: positionAt(before, at + from.length) };
      return { at, range, text };
    });
    let after = before;
    for (const { at, text } of found.toSorted((a, b) => b.at - a.at)) {
      const from = changes[found.findIndex((each) => each.at === at)]![0];
      after = after.slice(0, at) + text + after.slice(at + from.length);
    }
    this.#lines = after.split('\n');
    place.change(found, this);
  }
}

function positionAt(text: string, offset: number) {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}

const event = (id: string, n = 1) => `{"idempotency_key":"${id}","n":${n}}`;
const [a, b, c] = [event('a'), event('b'), event('c')];
const three = () => new File(`${a}\n${b}\n${c}\n`);
const second = () => new LinePlace(1, b);

suite('following a line while its file is edited', () => {
  for (const [name, changes, line, text] of [
    ['a line inserted above', [[a, `\n${a}`]], 2, b],
    ['a line inserted between', [[b, `${event('x')}\n${b}`]], 2, b],
    ['Enter at its end', [[`${b}\n`, `${b}\n\n`]], 1, b],
    ['the line above removed', [[`${a}\n`, '']], 0, b],
    ['the line above joined with the one above that', [[`${a}\n${b}`, b]], 0, b],
    ['a change below', [[c, event('c', 2)]], 1, b],
    [
      'lines inserted above and below',
      [
        [a, `${a}\n\n\n`],
        [c, `\n${c}`],
      ],
      4,
      b,
    ],
    ['an edit inside it', [['"b","n":1', '"b","n":12']], 1, event('b', 12)],
    [
      'an edit inside it that breaks it',
      [['"b","n":1', '"b","n":']],
      1,
      '{"idempotency_key":"b","n":}',
    ],
    [
      'an edit inside it and a line inserted above',
      [
        [a, `${a}\n`],
        ['"b","n":1', '"b","n":2'],
      ],
      2,
      event('b', 2),
    ],
    ['the whole file replaced, the line moved', [[`${a}\n${b}\n${c}`, `${c}\n${a}\n${b}`]], 2, b],
    [
      'the whole file replaced, the line changed',
      [[`${a}\n${b}\n${c}`, `${event('b', 9)}\n${c}`]],
      0,
      event('b', 9),
    ],
    [
      'moved up by the editor',
      [
        [a, `${b}\n${a}`],
        [`\n${b}`, ''],
      ],
      0,
      b,
    ],
    ['copied down', [[b, `${b}\n${b}`]], 1, b],
    ['removed', [[`${b}\n`, '']], undefined, b],
    ['replaced with others', [[`${a}\n${b}`, `${event('x')}\n${event('y')}`]], undefined, b],
    [
      'replaced with two lines with its event ID',
      [[`${a}\n${b}`, `${event('b', 2)}\n${event('b', 3)}`]],
      undefined,
      b,
    ],
    ['cut in two', [[b, b.replace(',', '\n,')]], undefined, b],
    ['the file emptied', [[`${a}\n${b}\n${c}\n`, '']], undefined, b],
  ] as const) {
    test(`${name}: ${line === undefined ? 'gone' : `line ${line + 1}`}`, () => {
      const file = three();
      const place = second();
      file.edit(place, ...changes);
      assert.deepEqual([place.line, place.text], [line, text]);
    });
  }

  test('finds the line again where it is put back', () => {
    const file = three();
    const place = second();
    file.edit(place, [`${b}\n`, '']);
    file.edit(place, [a, event('a', 2)]);
    assert.equal(place.line, undefined);
    file.edit(place, [`${c}\n`, `${c}\n${b}\n`]);
    assert.equal(place.line, 2);
  });

  test('finds a changed line again by its event ID', () => {
    const file = three();
    const place = second();
    file.edit(place, [`${b}\n`, '']);
    file.edit(place, [`${c}\n`, `${c}\n${event('b', 5)}\n`]);
    assert.deepEqual([place.line, place.text], [2, event('b', 5)]);
  });

  test("doesn't confuse an emptied line with another empty one", () => {
    const file = new File(`\n${b}\n\n`);
    const place = second();
    file.edit(place, [b, '']);
    assert.deepEqual([place.line, place.text], [1, '']);
    file.edit(place, ['\n\n\n', '\n']);
    assert.equal(place.line, undefined);
  });

  test('finds the line in a file that was read again', () => {
    for (const [text, line] of [
      [`${b}\n`, 0],
      [`${c}\n\n${event('b', 3)}\n`, 2],
      [`${b}\n${a}\n${b}\n${b}`, 0],
      [`${a}\n${c}\n`, undefined],
      ['', undefined],
    ] as const) {
      const place = second();
      place.relocate(new File(text));
      assert.equal(place.line, line, text);
    }
  });
});
