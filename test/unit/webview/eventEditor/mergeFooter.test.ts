import assert from 'node:assert/strict';
import { eventEditorTexts } from '../../../../src/core/texts/eventEditor.ts';
import { eventLineTexts } from '../../../../src/core/texts/eventLine.ts';
import type {
  Conflict,
  EventState,
  MergeState,
  Status,
} from '../../../../src/protocol/eventEditor.ts';
import type {
  FooterInput,
  FooterView,
  Part,
} from '../../../../src/webview/eventEditor/footerParts.ts';
import { footerView } from '../../../../src/webview/eventEditor/footerView.ts';

const texts = eventEditorTexts();
const event = {
  status: { kind: 'idle' },
  event: { state: 'active' },
  connection: { name: 'Acme test', mode: 'test', host: 'api.withorb.com' },
  heldAtMs: Date.parse('2026-08-20T09:14:22Z'),
  merge: null,
} as EventState;
const base = { state: event, merged: 0, errors: 0, saveKey: 'Ctrl+S', undoKey: 'Ctrl+Z' };

function view(status: Status, changes: number | undefined, errors = 0): FooterView {
  return footerView(texts, { ...base, state: { ...event, status }, changes, errors });
}
/** @param choices of each conflict; null where none was made */
function afterMerge(
  status: Status,
  choices: readonly Conflict['choice'][],
  more: Partial<FooterInput>,
  was: string | null = '1',
): FooterView {
  const conflicts = choices.map((choice, index): Conflict => ({
    path: ['properties', `p${index}`],
    ...(was === null ? {} : { was }),
    yours: '2',
    orbs: '3',
    choice,
  }));
  const merge: MergeState = { conflicts, merged: [] };
  return footerView(texts, { ...base, changes: 1, ...more, state: { ...event, status, merge } });
}
const textOf = (parts: readonly Part[] | undefined) =>
  parts
    ?.map((part) => (typeof part === 'string' ? part : 'text' in part ? part.text : ''))
    .join('')
    .trim();
const said = ({ sentence }: FooterView) => textOf(sentence);
const offered = ({ buttons }: FooterView) =>
  buttons.map(
    ({ label, primary, disabled }) => `${label}${primary ? '*' : ''}${disabled ? ' (off)' : ''}`,
  );

suite('the footer after someone else changed the event', () => {
  const atMs = Date.parse('2026-08-20T09:15:02Z');
  const [idle, merged] = [{ kind: 'idle' }, { kind: 'merged' }] as const;
  for (const [state, shown, icon, sentence, second, buttons] of [
    [
      'all merged',
      afterMerge(merged, [], { merged: 2 }),
      'git-merge',
      'Someone else amended this event. Their 2 changes were merged. Nothing was sent.',
      "Your change doesn't conflict. Ctrl+S amends this event in Acme test.",
      ['Discard', 'Amend*'],
    ],
    [
      'all merged, one of theirs and several of yours',
      afterMerge(merged, [], { merged: 1, changes: 3 }),
      'git-merge',
      'Someone else amended this event. Their change was merged. Nothing was sent.',
      "Your 3 changes don't conflict. Ctrl+S amends this event in Acme test.",
      ['Discard', 'Amend*'],
    ],
    [
      'all merged, with an error',
      afterMerge(merged, [], { merged: 1, errors: 1 }),
      'git-merge',
      'Someone else amended this event. Their change was merged. Nothing was sent.',
      '1 error stops the amendment.',
      ['Discard', 'Amend* (off)'],
    ],
    [
      'one field collides',
      afterMerge(merged, [null], { merged: 2 }),
      'warning',
      'Someone else amended this event. Nothing was sent. Choose a value for 1 field.',
      '2 of their changes were merged; Ctrl+Z takes them out again.',
      ['Discard', 'Amend* (off)'],
    ],
    [
      'two fields collide and nothing is merged',
      afterMerge(merged, [null, 'yours', null], {}),
      'warning',
      'Someone else amended this event. Nothing was sent. Choose a value for 2 fields.',
      undefined,
      ['Discard', 'Amend* (off)'],
    ],
    [
      'a field collides, after another edit, which is what undo would take back',
      afterMerge(idle, [null], { merged: 1, changes: 2 }),
      'warning',
      'Someone else amended this event. Nothing was sent. Choose a value for 1 field.',
      '1 of their changes was merged.',
      ['Discard', 'Amend* (off)'],
    ],
    [
      'a field collides, and there is an error',
      afterMerge(idle, [null], { merged: 1, errors: 2 }),
      'warning',
      'Someone else amended this event. Nothing was sent. Choose a value for 1 field.',
      '2 errors stop the amendment.',
      ['Discard', 'Amend* (off)'],
    ],
    [
      'edits of an unknown version',
      afterMerge(idle, [null], { changes: 1 }, null),
      'warning',
      "These edits may be older than Orb's version. Nothing was sent. Choose a value for 1 field.",
      undefined,
      ['Discard', 'Amend* (off)'],
    ],
    [
      'a field collides, and the text is not JSON any more',
      afterMerge(idle, [null], { changes: undefined, errors: 1 }),
      'error',
      "Changed, not sent. The text isn't JSON. 1 error stops the amendment.",
      'Choose a value for 1 field.',
      ['Discard', 'Amend* (off)'],
    ],
    [
      'all decided',
      afterMerge(merged, ['yours'], { merged: 2, changes: 2 }),
      'circle-filled',
      '2 changes, not sent. Ctrl+S amends this event in Acme test.',
      '2 changes made elsewhere stay as they are.',
      ['Discard', 'Amend*'],
    ],
    [
      "all decided for Orb's",
      afterMerge(merged, ['orbs'], { changes: 0 }),
      'check',
      'Same as Orb at 09:14:22 UTC. Nothing to send.',
      undefined,
      ['Discard (off)', 'Amend* (off)'],
    ],
    [
      'rejected while a field is undecided',
      afterMerge({ kind: 'rejected', reason: 'no' }, [null], {}),
      'error',
      'Orb rejected the amendment: no. Your edits are kept.',
      'Choose a value for 1 field.',
      ['Discard', 'Amend* (off)'],
    ],
    [
      'no response while a field is undecided',
      afterMerge({ kind: 'noResponse' }, [null], {}),
      'warning',
      "Orb didn't respond. The amendment may have arrived; sending it again is safe.",
      'Choose a value for 1 field.',
      ['Discard', 'Retry* (off)'],
    ],
    [
      'same change',
      view({ kind: 'sameChange', atMs }, 0),
      'check',
      'Someone else made the same change. Same as Orb at 09:15:02 UTC. Nothing to send.',
      undefined,
      ['Discard (off)', 'Amend* (off)'],
    ],
    [
      'same change, edited since',
      view({ kind: 'sameChange', atMs }, 1),
      'circle-filled',
      '1 change, not sent. Ctrl+S amends this event in Acme test.',
      undefined,
      ['Discard', 'Amend*'],
    ],
    [
      'changed while the question was open',
      view({ kind: 'changedWhileAsked' }, 3),
      'git-merge',
      "Orb's version changed before you confirmed. Nothing was sent. Check the 3 changes again.",
      undefined,
      ['Discard', 'Amend*'],
    ],
    [
      'changed while the question was open, and a field collides',
      afterMerge({ kind: 'changedWhileAsked' }, [null], {}),
      'git-merge',
      "Orb's version changed before you confirmed. Nothing was sent. Choose a value for 1 field.",
      undefined,
      ['Discard', 'Amend* (off)'],
    ],
    [
      'changed, and the text is not JSON',
      footerView(texts, {
        ...base,
        state: { ...event, status: { kind: 'changedInvalid' } },
        changes: undefined,
        errors: 1,
        errorLine: 9,
      }),
      'error',
      "Orb's version changed. Fix the JSON to merge it. Nothing was sent.",
      '1 error on line 9',
      ['Compare', 'Amend* (off)'],
    ],
    [
      'changed, and the text has two errors',
      footerView(texts, {
        ...base,
        state: { ...event, status: { kind: 'changedInvalid' } },
        changes: undefined,
        errors: 2,
        errorLine: 9,
      }),
      'error',
      "Orb's version changed. Fix the JSON to merge it. Nothing was sent.",
      '2 errors, the first on line 9',
      ['Compare', 'Amend* (off)'],
    ],
    [
      'changed, and the text is JSON again',
      view({ kind: 'changedInvalid' }, 2),
      'circle-filled',
      '2 changes, not sent. Ctrl+S amends this event in Acme test.',
      undefined,
      ['Discard', 'Amend*'],
    ],
    [
      'a page without edits follows',
      view({ kind: 'followed', atMs }, 0),
      'git-merge',
      "Orb's version changed at 09:15:02 UTC and is shown now. Nothing to send.",
      undefined,
      ['Discard (off)', 'Amend* (off)'],
    ],
    [
      'deprecated, with edits',
      view({ kind: 'deprecatedElsewhere' }, 2),
      'circle-slash',
      'This event was deprecated. Nothing was sent; your 2 changes are kept here.',
      "It can't be amended anymore. If it should be billed, send it with a new event ID.",
      ['Discard', 'New Event from This…*'],
    ],
    [
      'deprecated, with edits that are not JSON',
      view({ kind: 'deprecatedElsewhere' }, undefined, 1),
      'circle-slash',
      'This event was deprecated. Nothing was sent; your changes are kept here.',
      "It can't be amended anymore. If it should be billed, send it with a new event ID.",
      ['Discard', 'New Event from This…*'],
    ],
    [
      'no longer found',
      view({ kind: 'gone' }, 1),
      'question',
      'Orb no longer finds this event. Nothing was sent; your 1 change is kept here.',
      "A backfill may have removed it, or Orb's search isn't up to date yet.",
      ['Discard', 'Search Again*'],
    ],
    [
      'no longer found, without edits',
      view({ kind: 'gone' }, 0),
      'question',
      'Orb no longer finds this event. Nothing was sent.',
      "A backfill may have removed it, or Orb's search isn't up to date yet.",
      ['Discard (off)', 'Search Again*'],
    ],
  ] as const) {
    test(`says what was merged and what must be decided: ${state}`, () => {
      assert.equal(shown.icon, icon);
      assert.equal(said(shown), sentence);
      assert.equal(textOf(shown.second), second);
      assert.deepEqual(offered(shown), buttons);
    });
  }

  test("mentions undo only if there's room", () => {
    const shown = afterMerge(merged, [null], { merged: 2 });
    assert.equal(textOf(shown.secondNarrow), '2 of their changes were merged.');
  });

  test('names the file and its line instead of Orb for a line, and never sends', () => {
    const line = eventLineTexts(3, 'usage.ndjson');
    const state: EventState = {
      ...event,
      event: { ...event.event, state: 'draft' },
      merge: {
        conflicts: [{ path: ['a'], was: '1', yours: '2', orbs: '3', choice: null }],
        merged: [],
      },
      status: { kind: 'merged' },
    };
    const of = (status: Status, merge: MergeState | null, changes = 1) =>
      footerView(line, { ...base, merged: 2, changes, state: { ...state, status, merge } });
    const undecided = of({ kind: 'merged' }, state.merge);
    assert.equal(
      said(undecided),
      'Line 3 of usage.ndjson has changed. Nothing was written. Choose a value for 1 field.',
    );
    assert.equal(
      textOf(undecided.second),
      '2 of its changes were merged; Ctrl+Z takes them out again.',
    );
    assert.equal(
      said(of({ kind: 'sending', changes: 2 }, null)),
      'Writing 2 changes to line 3 of usage.ndjson…',
    );
    assert.equal(
      said(of({ kind: 'followed', atMs }, null, 0)),
      'Line 3 of usage.ndjson changed at 09:15:02 UTC and is shown now. Nothing to write.',
    );
    const gone = of({ kind: 'gone' }, null, 2);
    assert.equal(
      said(gone),
      "This line isn't in usage.ndjson anymore. Nothing was written; the text is kept here.",
    );
    assert.deepEqual(offered(gone), ['Discard', 'Add to the End of the File*']);
    const everything: readonly Status[] = [
      ...(
        ['merged', 'changedWhileAsked', 'changedInvalid', 'gone', 'comparing', 'idle'] as const
      ).map((kind) => ({ kind })),
      { kind: 'sameChange', atMs },
      { kind: 'followed', atMs },
      { kind: 'sending', changes: 1 },
      { kind: 'sent', atMs },
    ];
    for (const status of everything) {
      for (const merge of [null, state.merge]) {
        for (const changes of [0, 1, 2, undefined]) {
          const shown = footerView(line, {
            ...base,
            changes,
            merged: 1,
            errorLine: 4,
            state: { ...state, status, merge },
          });
          const words = `${said(shown) ?? ''} ${textOf(shown.second) ?? ''}`;
          assert.doesNotMatch(words, /Orb|sent|send|[Aa]mend|\{\d\}/, JSON.stringify(status));
        }
      }
    }
  });
});
