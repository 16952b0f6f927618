import assert from 'node:assert/strict';
import { eventEditorTexts } from '../../../../src/core/texts/eventEditor.ts';
import type { EventState, Status } from '../../../../src/protocol/eventEditor.ts';
import type { FooterView } from '../../../../src/webview/eventEditor/footerParts.ts';
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
      "Changed, not sent. The text isn't JSON. 2 errors stop the amendment.",
      ['Discard', 'Amend* (off)'],
    ],
    [
      'not JSON, unchecked',
      view(idle, undefined),
      'error',
      "Changed, not sent. The text isn't JSON.",
      ['Discard', 'Amend* (off)'],
    ],
    [
      'comparing',
      view({ kind: 'comparing' }, 2),
      'loading',
      'Comparing with Orb…',
      ['Cancel', 'Amend* (off)'],
    ],
    [
      'sending',
      // The text may have changed since.
      view({ kind: 'sending', changes: 2 }, 0),
      'loading',
      'Sending 2 changes to Acme test…',
      ['Cancel', 'Amend* (off)'],
    ],
    [
      'sending one change',
      view({ kind: 'sending', changes: 1 }, 3),
      'loading',
      'Sending 1 change to Acme test…',
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
      'rejected',
      view({ kind: 'rejected', reason: 'the timestamp is outside the current billing period.' }, 1),
      'error',
      'Orb rejected the amendment: the timestamp is outside the current billing period. Your edits are kept.',
      ['Discard', 'Amend*'],
    ],
    [
      'not sent',
      view({ kind: 'notSent', sentence: "Can't reach Orb." }, 1),
      'warning',
      "Can't reach Orb.",
      ['Discard', 'Retry*'],
    ],
    [
      'no response',
      view({ kind: 'noResponse' }, 1),
      'warning',
      "Orb didn't respond. The amendment may have arrived; sending it again is safe.",
      ['Discard', 'Retry*'],
    ],
    [
      'key rejected',
      view({ kind: 'keyRejected' }, 1),
      'error',
      'Orb rejected the API key of Acme test. Your edits are kept.',
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
