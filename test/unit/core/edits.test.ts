import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { canonicalJson } from '../../../src/core/canonicalJson.ts';
import { applyEdits, editsFor, spanOf } from '../../../src/core/edits.ts';
import { readJson } from '../../../src/core/jsonTree.ts';

suite('edits', () => {
  const objects = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc.jsonValue({ maxDepth: 1, noUnicodeString: true }),
    { minKeys: 1 },
  );
  const spaces = fc.constantFrom(undefined, 2, '\t');

  test('removing, replacing and adding change one member and nothing else', () => {
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

  test('an added member is set like the one before it', () => {
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
  });

  test('an issue stands on its key, its value, or the brace of what lacks it', () => {
    const json = '{"a": {"b": 12}}';
    const at = (path: readonly string[], onKey = false) => {
      const { start, end } = spanOf(readJson(json), { path, onKey });
      return json.slice(start, end);
    };
    assert.equal(at(['a', 'b']), '12');
    assert.equal(at(['a', 'b'], true), '"b"');
    assert.equal(at(['a', 'c']), '{');
    assert.equal(at([]), '{');
  });
});
