import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventChanges } from '../../../../src/core/eventChanges.ts';
import { eventEditorTexts } from '../../../../src/core/texts/eventEditor.ts';
import type { Conflict, MergedChange, MergeState } from '../../../../src/protocol/eventEditor.ts';
import {
  analyse,
  countChanges,
  labelOf,
  restore,
  type Analysis,
} from '../../../../src/webview/eventEditor/json/analysis.ts';
import { mergeMarks } from '../../../../src/webview/eventEditor/json/mergeMarks.ts';

const held = `{
  "event_name": "call",
  "timestamp": "2026-08-20T03:12:04Z",
  "external_customer_id": "acme",
  "properties": {
    "tokens": 120,
    "big": 9007199254740993,
    "ratio": 1.0
  }
}
`;

function valid(text: string, merge: MergeState | null = null): Analysis & { kind: 'valid' } {
  const analysis = analyse(held, text, merge);
  assert.ok(analysis.kind === 'valid');
  return analysis;
}
const put = (text: string, edits: ReturnType<typeof restore>) =>
  edits
    .toReversed()
    .reduce((now, { start, end, text: part }) => now.slice(0, start) + part + now.slice(end), text);

suite('what the user changed', () => {
  test('is where its field is', () => {
    const text = held.replace('120', '150');
    const [change] = valid(text).changes;
    assert.equal(change?.label, 'properties.tokens');
    assert.equal(text.slice(change.span.start, change.span.end), '"tokens": 150');
    assert.equal(text.slice(change.value?.start, change.value?.end), '150');
  });

  test("is after the preceding field if it's missing", () => {
    const text = held.replace('    "big": 9007199254740993,\n', '');
    const [change] = valid(text).changes;
    assert.equal(change?.kind, 'removed');
    assert.equal(text.slice(0, change.span.start).endsWith('"tokens": 120'), true);
  });

  test("is unknown while the text isn't JSON; the error says where", () => {
    assert.deepEqual(analyse(held, '{ "a": }', null), { kind: 'invalid', offset: 7 });
  });

  test('locks timestamp and customer, whether or not they changed', () => {
    const { locked } = valid(held);
    assert.deepEqual(
      locked.map((at) => held.slice(at, at + 7)),
      ['"timest', '"extern'],
    );
  });

  test("quotes unusual keys so that they don't look like paths", () => {
    assert.equal(labelOf(['properties', 'a.b']), 'properties["a.b"]');
    assert.equal(labelOf(['properties', 'größe']), 'properties.größe');
  });
});

suite('what someone else changed', () => {
  const mergedField = (
    name: string,
    before: string | null,
    after: string | null,
  ): MergedChange => ({
    path: ['properties', name],
    before,
    after,
  });
  const conflict = (name: string, parts: Partial<Conflict>): Conflict => ({
    path: ['properties', name],
    was: '100',
    yours: null,
    orbs: null,
    choice: null,
    ...parts,
  });
  const marks = (text: string, merge: Partial<MergeState>) => {
    const analysis = valid(text, { conflicts: [], merged: [], ...merge });
    return mergeMarks(analysis, eventEditorTexts()).map(({ span, icon, bar, note }) => ({
      at: text.slice(span.start, span.end),
      icon,
      bar,
      note,
    }));
  };

  test('is on its lines, with what was there before', () => {
    const merged = [
      mergedField('tokens', '100', '120'),
      mergedField('big', null, '9007199254740993'),
      mergedField('plan', '"scale"', null),
    ];
    assert.deepEqual(marks(held, { merged }), [
      { at: '"tokens": 120', icon: 'git-merge', bar: 'merged', note: 'Orb changed this from 100' },
      { at: '"big": 9007199254740993', icon: 'git-merge', bar: 'merged', note: 'New from Orb' },
      { at: '', icon: 'git-merge', bar: 'mergedAway', note: 'plan: Removed in Orb' },
    ]);
  });

  test("isn't shown if the text has another value now", () => {
    const merged = [
      mergedField('tokens', '100', '120'),
      mergedField('ratio', '2.0', '1.0'),
      mergedField('plan', '"scale"', null),
    ];
    const text = held.replace('120', '100').replace('1.0', '1.0,\n    "plan": "scale"');
    const analysis = valid(text, { conflicts: [], merged });
    assert.deepEqual(
      analysis.merged.map(({ label }) => label),
      ['properties.ratio'],
    );
    assert.deepEqual(
      analysis.changes.map(({ label }) => label),
      ['properties.tokens', 'properties.plan'],
    );
  });

  test("asks if both sides changed a field, and counts it as a change only once it's decided", () => {
    const text = held.replace('120', '150');
    const open = conflict('tokens', { yours: '150', orbs: '120' });
    assert.deepEqual(marks(text, { conflicts: [open] }), [
      {
        at: '"tokens": 150',
        icon: 'warning',
        bar: 'changed',
        note: 'Orb now holds 120, it was 100',
      },
    ]);
    const undecided = valid(text, { conflicts: [open], merged: [] });
    assert.deepEqual(undecided.changes, []);
    assert.equal(countChanges(undecided), 1);
    const decided = valid(text, { conflicts: [{ ...open, choice: 'yours' }], merged: [] });
    assert.deepEqual(decided.conflicts, []);
    assert.deepEqual(
      decided.changes.map(({ label }) => label),
      ['properties.tokens'],
    );
  });

  test("names a field that isn't in the text, and leaves out an unknown version", () => {
    const text = held
      .replace('    "big": 9007199254740993,\n', '')
      .replace('1.0', '1.0, "mine": 5');
    const unknown: Conflict = {
      path: ['properties', 'tokens'],
      yours: '120',
      orbs: '7',
      choice: null,
    };
    const conflicts = [
      conflict('big', { orbs: '9007199254740993' }),
      conflict('mine', { yours: '5', was: '4' }),
      unknown,
    ];
    assert.deepEqual(
      marks(text, { conflicts }).map(({ bar, note }) => [bar, note]),
      [
        ['removed', 'big: Orb now holds 9007199254740993, it was 100'],
        ['added', 'Removed in Orb, it was 4'],
        ['changed', 'Orb now holds 7'],
      ],
    );
  });
});

suite('restoring one field', () => {
  for (const [what, text] of [
    ['a changed value', held.replace('120', '150')],
    ['a changed name', held.replace('"call"', '"other"')],
    ['an added property at the end', held.replace('1.0', '1.0,\n    "more": "x"')],
    ['an added property at the start', held.replace('"tokens"', '"more": true,\n    "tokens"')],
    ['a removed first property', held.replace('    "tokens": 120,\n', '')],
    ['a removed last property', held.replace(',\n    "ratio": 1.0', '')],
  ] as const) {
    test(`restores the exact text: ${what}`, () => {
      const { changes } = valid(text);
      assert.equal(changes.length, 1);
      assert.equal(put(text, restore(held, text, changes[0]!)), held);
    });
  }

  test('keeps numbers as Orb wrote them', () => {
    const text = held.replace(',\n    "big": 9007199254740993,\n    "ratio": 1.0', '');
    let now = text;
    for (const change of valid(text).changes) now = put(now, restore(held, now, change));
    assert.equal(now, held);
  });

  test('of every change, one after another, gives the event that Orb holds', () => {
    const value = fc
      .oneof(fc.integer(), fc.boolean(), fc.string())
      .map((each) => JSON.stringify(each));
    const properties = fc.dictionary(fc.constantFrom('tokens', 'big', 'a b', '1', 'x.y'), value);
    fc.assert(
      fc.property(properties, (some) => {
        const members = Object.entries(some).map(
          ([key, each]) => `${JSON.stringify(key)}: ${each}`,
        );
        let text = held.replace(
          /"properties": \{[^}]*\}/,
          () => `"properties": {${members.join(', ')}}`,
        );
        for (const change of eventChanges(held, text))
          text = put(text, restore(held, text, change));
        assert.deepEqual(eventChanges(held, text), []);
      }),
    );
  });
});
