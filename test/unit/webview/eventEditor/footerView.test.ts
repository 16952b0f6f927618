import assert from 'node:assert/strict';
import { eventEditorTexts } from '../../../../src/core/texts/eventEditor.ts';
import type { EventState, Status } from '../../../../src/protocol/eventEditor.ts';
import { footerView, type FooterView } from '../../../../src/webview/eventEditor/footerView.ts';

const texts = eventEditorTexts();

function view(status: Status, changes: number | undefined, errors = 0): FooterView {
  const state = {
    status,
    event: { state: 'active' },
    connection: { name: 'Acme test', mode: 'test', host: 'api.withorb.com' },
    heldAtMs: Date.parse('2026-08-20T09:14:22Z'),
  } as EventState;
  return footerView(texts, { state, changes, errors, saveKey: 'Ctrl+S' });
}
const said = ({ sentence }: FooterView) =>
  sentence
    .map((part) => (typeof part === 'string' ? part : 'text' in part ? part.text : ''))
    .join('')
    .trim();
const offered = ({ buttons }: FooterView) =>
  buttons.map(
    ({ label, primary, disabled }) => `${label}${primary ? '*' : ''}${disabled ? ' (off)' : ''}`,
  );

suite('the footer', () => {
  const idle = { kind: 'idle' } as const;
  for (const [state, shown, icon, sentence, buttons] of [
    [
      'clean',
      view(idle, 0),
      'check',
      'Same as Orb at 09:14:22 UTC. Nothing to send.',
      ['Discard (off)', 'Amend* (off)'],
    ],
    [
      'changed',
      view(idle, 2),
      'circle-filled',
      '2 changes, not sent. Ctrl+S amends this event in Acme test.',
      ['Discard', 'Amend*'],
    ],
    [
      'one change',
      view(idle, 1),
      'circle-filled',
      '1 change, not sent. Ctrl+S amends this event in Acme test.',
      ['Discard', 'Amend*'],
    ],
    [
      'errors',
      view(idle, 2, 1),
      'error',
      '2 changes, not sent. 1 error stops the amendment.',
      ['Discard', 'Amend* (off)'],
    ],
    [
      'not JSON',
      view(idle, undefined, 2),
      'error',
      'Changed, not sent. The text is not JSON. 2 errors stop the amendment.',
      ['Discard', 'Amend* (off)'],
    ],
    [
      'not JSON, unchecked',
      view(idle, undefined),
      'error',
      'Changed, not sent. The text is not JSON.',
      ['Discard', 'Amend* (off)'],
    ],
    [
      'comparing',
      view({ kind: 'comparing' }, 2),
      'loading',
      'Comparing with what Orb holds…',
      ['Cancel', 'Amend* (off)'],
    ],
    [
      'sending',
      view({ kind: 'sending' }, 2),
      'loading',
      'Sending 2 changes to Acme test…',
      ['Cancel', 'Amend* (off)'],
    ],
    [
      'sent',
      view({ kind: 'sent', atMs: Date.parse('2026-08-20T09:15:02Z') }, 0),
      'check',
      "Amended at 09:15:02 UTC. Orb's search may show the old version for some minutes.",
      ['Discard (off)', 'Amend* (off)'],
    ],
    [
      'edited after it was sent',
      view({ kind: 'sent', atMs: 0 }, 1),
      'circle-filled',
      '1 change, not sent. Ctrl+S amends this event in Acme test.',
      ['Discard', 'Amend*'],
    ],
    [
      'refused',
      view({ kind: 'refused', reason: 'the timestamp is outside the current billing period.' }, 1),
      'error',
      'Orb refused: the timestamp is outside the current billing period. Your edits are kept.',
      ['Discard', 'Amend*'],
    ],
    [
      'conflict',
      view({ kind: 'conflict', deprecated: false }, 1),
      'warning',
      "Orb's version changed since you opened this event. Nothing was sent.",
      ['Keep Editing', 'Amend Anyway…', 'Compare*'],
    ],
    [
      'deprecated meanwhile',
      view({ kind: 'conflict', deprecated: true }, 1),
      'warning',
      'This event was deprecated since you opened it. Nothing was sent.',
      ['Keep Editing', 'Amend Anyway…', 'Compare*'],
    ],
    [
      'no answer',
      view({ kind: 'noAnswer' }, 1),
      'warning',
      'No answer from Orb. The amendment may have arrived; sending it again is safe.',
      ['Discard', 'Retry*'],
    ],
    [
      'key refused',
      view({ kind: 'keyRefused' }, 1),
      'error',
      'Orb refused the API key of Acme test. Your edits are kept.',
      ['Retry', 'Replace Key…*'],
    ],
    [
      'no connection',
      view({ kind: 'noConnection' }, 1),
      'warning',
      'The connection "Acme test" was removed. Your edits are kept.',
      ['Add Connection…*'],
    ],
    [
      'read-only',
      view({ kind: 'readOnly', sentence: texts.readOnlyDeprecated }, 0),
      'lock',
      "Read-only. Deprecated events aren't billed and can't be restored.",
      [],
    ],
  ] as const) {
    test(`says what happens next: ${state}`, () => {
      assert.equal(shown.icon, icon);
      assert.equal(said(shown), sentence);
      assert.deepEqual(offered(shown), buttons);
    });
  }
});
