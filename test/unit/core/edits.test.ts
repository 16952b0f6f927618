import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { canonicalJson } from '../../../src/core/canonicalJson.ts';
import { applyEdits, editsFor, spanOf } from '../../../src/core/edits.ts';
import type { Fix } from '../../../src/core/issue.ts';
import { readJson } from '../../../src/core/jsonTree.ts';

suite('edits', () => {
  const objects = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc.jsonValue({ maxDepth: 1, noUnicodeString: true }),
    { minKeys: 1 },
  );
  const spaces = fc.constantFrom(undefined, 2, '\t');

  test('removing, replacing, and adding change only one member', () => {
    fc.assert(
      fc.property(objects, spaces, fc.nat(3), (value, space, nth) => {
        const json = JSON.stringify(value, null, space);
        const keys = Object.keys(value);
        const key = keys[nth % keys.length]!;
        const after = (fix: Parameters<typeof editsFor>[2]) =>
          readJson(applyEdits(json, editsFor(json, readJson(json), fix)));
        const rest = Object.fromEntries(Object.entries(value).filter(([each]) => each !== key));
        const canonical = (of: unknown) => canonicalJson(readJson(JSON.stringify(of)));

        assert.equal(canonicalJson(after({ kind: 'remove', path: [key] })), canonical(rest));
        assert.equal(
          canonicalJson(after({ kind: 'replace', path: [key], json: '42' })),
          canonical({ ...value, [key]: 42 }),
        );
        assert.equal(
          canonicalJson(after({ kind: 'add', path: ['new'], json: '"x"' })),
          canonical({ ...value, new: 'x' }),
        );
        assert.equal(
          canonicalJson(after({ kind: 'rename', path: [key], key: 'new', json: '[]' })),
          canonical({ ...rest, new: [] }),
        );
      }),
    );
  });

  test('an added member is formatted like the one before it', () => {
    const add = (json: string) =>
      applyEdits(
        json,
        editsFor(json, readJson(json), { kind: 'add', path: ['p', 'k'], json: '1' }),
      );
    assert.equal(add('{"p": {"a" : 1}}'), '{"p": {"a" : 1,"k" : 1}}');
    assert.equal(
      add('{\n  "p": {\n    "a": 1\n  }\n}'),
      '{\n  "p": {\n    "a": 1,\n    "k": 1\n  }\n}',
    );
    assert.equal(add('{"p":{}}'), '{"p":{"k": 1}}');
    assert.equal(add('{"q":{}}'), '{"q":{}}');
    assert.equal(add('{"p":[]}'), '{"p":[]}');
  });

  test('the last one of duplicate keys is fixed or kept', () => {
    const mend = (json: string, fix: Fix) => applyEdits(json, editsFor(json, readJson(json), fix));
    const json = '{"a": 1, "b": 2, "a": 3, "a": 4}';
    assert.equal(mend(json, { kind: 'keepLast', path: ['a'] }), '{"b": 2, "a": 4}');
    assert.equal(mend(json, { kind: 'remove', path: ['a'] }), '{"a": 1, "b": 2, "a": 3}');
    assert.equal(mend(json, { kind: 'keepLast', path: ['b'] }), json);
  });

  test('nothing is fixed in a text that no longer has the problem', () => {
    for (const json of ['{"b": 1}', '{"a": [{"c": 1}]}', '"a"', '{}']) {
      for (const fix of [
        { kind: 'remove', path: ['a', 'c'] },
        { kind: 'remove', path: [] },
        { kind: 'replace', path: ['a', 'c'], json: '1' },
        { kind: 'rename', path: ['a', 'c'], key: 'd', json: '1' },
        { kind: 'keepLast', path: ['a', 'c'] },
        { kind: 'add', path: ['a', 'c'], json: '1' },
      ] satisfies Fix[]) {
        assert.deepEqual(editsFor(json, readJson(json), fix), [], `${fix.kind} in ${json}`);
      }
    }
  });

  test('an issue is on its key, its value, or the opening brace of the object that lacks it', () => {
    const at = (path: readonly string[], onKey = false, json = '{"a": {"b": 12}}') => {
      const { start, end } = spanOf(readJson(json), { path, onKey });
      return json.slice(start, end);
    };
    assert.equal(at(['a', 'b']), '12');
    assert.equal(at(['a', 'b'], true), '"b"');
    assert.equal(at(['a', 'c']), '{');
    assert.equal(at([]), '{');
    assert.equal(at([], false, ' [1, 2]'), '[');
    assert.equal(at([], true, ' "text"'), '"text"');
    assert.equal(at(['a', 'c'], true, '{"a": 12}'), '12');
  });
});
