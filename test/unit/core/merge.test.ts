import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from '../../../src/core/edits.ts';
import { sameEvent } from '../../../src/core/eventChanges.ts';
import { mergeEvents, setFields } from '../../../src/core/merge.ts';
import { MergeRecord } from '../../../src/core/mergeRecord.ts';

type Properties = Readonly<Record<string, string>>;

/** A document's text with these properties, whose values are JSON. */
const text = (properties: Properties, name = 'call') => {
  const members = Object.entries(properties).map(([key, json]) => `    "${key}": ${json}`);
  const inner = members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n  }`;
  return `{\n  "event_name": "${name}",\n  "properties": ${inner}\n}\n`;
};
const merged = (base: string | undefined, yours: string, orbs: string) => {
  const { edits, collisions } = mergeEvents(base, yours, orbs);
  return { text: applyEdits(yours, edits), collisions };
};
const path = (key: string) => ['properties', key];

suite('a merge of two changes to one event', () => {
  test("takes what the other side changed, added, and removed, and keeps the rest as it's written", () => {
    const base = text({ a: '1', b: '1.0', c: 'true' });
    const yours = base.replace('"b": 1.0', '"b":   2.50');
    const orbs = text({ a: '9', b: '1.0', d: '9007199254740993' });
    const { text: result, collisions } = merged(base, yours, orbs);
    assert.deepEqual(collisions, []);
    assert.equal(
      result,
      text({ a: '9', b: '2.50', d: '9007199254740993' }).replace('"b": 2.50', '"b":   2.50'),
    );
  });

  test('leaves a field that both changed, and returns both values', () => {
    const base = text({ a: '1', b: '1' });
    const { text: result, collisions } = merged(
      base,
      text({ a: '2', b: '1' }),
      text({ a: '3', b: '3' }),
    );
    assert.equal(result, text({ a: '2', b: '3' }));
    assert.deepEqual(collisions, [{ path: path('a'), was: '1', yours: '2', orbs: '3' }]);
  });

  test('conflicts if one side removed what the other changed', () => {
    const base = text({ a: '1' });
    assert.deepEqual(merged(base, text({}), text({ a: '3' })).collisions, [
      { path: path('a'), was: '1', yours: null, orbs: '3' },
    ]);
    assert.deepEqual(merged(base, text({ a: '2' }), text({})).collisions, [
      { path: path('a'), was: '1', yours: '2', orbs: null },
    ]);
  });

  test("doesn't conflict if both made the same change, in any notation", () => {
    const base = text({ a: '1', b: '"x"' });
    const { collisions } = merged(
      base,
      text({ a: '2', b: '"\\u0079"' }),
      text({ a: '2', b: '"y"' }),
    );
    assert.deepEqual(collisions, []);
  });

  test("conflicts in every difference if the version that was edited isn't known", () => {
    const { text: result, collisions } = merged(
      undefined,
      text({ a: '1', b: '2' }),
      text({ a: '1', c: '3' }),
    );
    assert.equal(result, text({ a: '1', b: '2' }));
    assert.deepEqual(collisions, [
      { path: path('b'), was: undefined, yours: '2', orbs: null },
      { path: path('c'), was: undefined, yours: null, orbs: '3' },
    ]);
  });

  const values = fc.constantFrom('1', '1.0', '2', '"1"', 'true', '"ü"');
  const properties = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), values, {
    noNullPrototype: true,
  });

  test('loses nothing of either side', () => {
    fc.assert(
      fc.property(properties, properties, properties, (base, yours, orbs) => {
        const { text: result, collisions } = merged(text(base), text(yours), text(orbs));
        const open = new Set(collisions.map((each) => each.path.at(-1)));
        const expected: Record<string, string> = {};
        for (const key of new Set([...Object.keys(yours), ...Object.keys(orbs)])) {
          const isMine = yours[key] !== base[key];
          const value = isMine || open.has(key) ? yours[key] : orbs[key];
          if (value !== undefined) expected[key] = value;
          const isTheirs = orbs[key] !== base[key];
          assert.equal(open.has(key), isMine && isTheirs && yours[key] !== orbs[key], key);
        }
        assert.ok(sameEvent(result, text(expected)), `${result}\n${text(expected)}`);
      }),
    );
  });

  test('fields are set one by one in the text, and nothing else changes', () => {
    fc.assert(
      fc.property(properties, properties, (before, after) => {
        const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
        const fields = keys.map((key) => ({ path: path(key), json: after[key] ?? null }));
        const edits = setFields(text(before), fields);
        assert.ok(sameEvent(applyEdits(text(before), edits), text(after)));
      }),
    );
  });
});

suite('the record of a merge', () => {
  const base = text({ a: '1', b: '1', c: '1' });
  const recorded = (yours: string, orbs: string) => {
    const record = new MergeRecord();
    record.add(mergeEvents(base, yours, orbs), orbs);
    return record;
  };
  const yours = text({ a: '2', b: '2', c: '1' });
  const orbs = text({ a: '3', b: '3', c: '3' });

  test('counts undecided fields, and decides one or all', () => {
    const record = recorded(yours, orbs);
    assert.equal(record.undecided, 2);
    const one = applyEdits(yours, record.decide(yours, path('a'), 'orbs'));
    assert.ok(sameEvent(one, text({ a: '3', b: '2', c: '1' })));
    record.textChanged(one);
    assert.equal(record.undecided, 1);
    const all = applyEdits(one, record.decide(one, null, 'yours'));
    assert.ok(sameEvent(all, yours), 'the value that was typed comes back');
    record.textChanged(all);
    assert.equal(record.undecided, 0);
  });

  test("an undone decision doesn't count", () => {
    const record = recorded(yours, orbs);
    record.textChanged(applyEdits(yours, record.decide(yours, null, 'orbs')));
    assert.equal(record.undecided, 0);
    record.textChanged(yours);
    assert.equal(record.undecided, 2);
  });

  test('follows what is typed into an undecided field', () => {
    const record = recorded(yours, orbs);
    const typed = text({ a: '7', b: '2', c: '1' });
    record.textChanged(typed);
    const took = applyEdits(typed, record.decide(typed, path('a'), 'orbs'));
    record.textChanged(took);
    assert.ok(sameEvent(applyEdits(took, record.decide(took, path('a'), 'yours')), typed));
  });

  test("keeps what was decided while the text isn't JSON", () => {
    const record = recorded(yours, orbs);
    record.decide(yours, null, 'yours');
    record.textChanged('{');
    assert.equal(record.undecided, 0);
  });

  test('undoes a merged field', () => {
    const record = recorded(yours, orbs);
    assert.deepEqual(record.merged, [{ path: path('c'), before: '1', after: '3' }]);
    const text1 = text({ a: '2', b: '2', c: '3' });
    assert.ok(sameEvent(applyEdits(text1, record.takeOut(text1, path('c'))), yours));
    assert.deepEqual(record.takeOut(text1, path('a')), []);
  });

  test('a second version asks again if it differs, and decides if it agrees', () => {
    const record = recorded(yours, orbs);
    record.decide(yours, null, 'yours');
    const second = text({ a: '4', b: '2', c: '3' });
    record.add(mergeEvents(orbs, yours, second), second);
    record.textChanged(yours);
    const [a, b] = record.conflicts;
    assert.deepEqual([a?.was, a?.orbs, a?.choice], ['1', '4', null]);
    assert.deepEqual([b?.orbs, b?.choice], ['2', 'orbs']);
  });
});
