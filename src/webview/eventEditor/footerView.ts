/** What the footer says and offers: one sentence and its buttons for each of the states a document can be in. */
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import type { Action, EventState } from '../../protocol/eventEditor.ts';
import { fill } from '../fill.ts';
import { clockText } from '../time.ts';

export type Part =
  | string
  | { readonly kind: 'key'; readonly text: string }
  /** A link to the first error. */
  | { readonly kind: 'errors'; readonly text: string }
  | { readonly kind: 'refresh' };

interface FooterButton {
  readonly action: Action;
  readonly label: string;
  readonly title?: string;
  readonly primary?: boolean;
  readonly disabled?: boolean;
}

export interface FooterView {
  readonly icon: 'check' | 'circle-filled' | 'error' | 'loading' | 'warning' | 'lock';
  readonly sentence: readonly Part[];
  /** From left to right. */
  readonly buttons: readonly FooterButton[];
}

export interface FooterInput {
  readonly state: EventState;
  /** Fields that differ from what Orb holds; undefined while the text is not JSON. */
  readonly changes: number | undefined;
  readonly errors: number;
  /** How this platform writes the key that saves: `Ctrl+S`. */
  readonly saveKey: string;
}

export function footerView(texts: EventEditorTexts, input: FooterInput): FooterView {
  const { state, changes, saveKey } = input;
  const { status, connection } = state;
  const discard = { action: 'discard', label: texts.discard, title: texts.discardTitle } as const;
  const amend = {
    action: 'amend',
    label: texts.amend,
    title: fill(texts.amendTitle, saveKey),
    primary: true,
  } as const;
  const off = { disabled: true };
  const cancel = { action: 'cancel', label: texts.cancel } as const;
  const retry = { action: 'retry', label: texts.retry } as const;

  switch (status.kind) {
    case 'idle':
      return idle(texts, input, discard, amend);
    case 'comparing':
      return {
        icon: 'loading',
        sentence: [texts.comparing],
        buttons: [cancel, { ...amend, ...off }],
      };
    case 'sending': {
      const sentence =
        changes === 1
          ? fill(texts.sendingOne, connection.name)
          : fill(texts.sendingMany, changes ?? 0, connection.name);
      return { icon: 'loading', sentence: [sentence], buttons: [cancel, { ...amend, ...off }] };
    }
    case 'sent':
      if (changes !== 0) return idle(texts, input, discard, amend);
      return {
        icon: 'check',
        sentence: [fill(texts.sent, clockText(status.atMs))],
        buttons: [
          { ...discard, ...off },
          { ...amend, ...off },
        ],
      };
    case 'refused':
      return {
        icon: 'error',
        sentence: [fill(texts.refused, status.reason.replace(/\.$/, ''))],
        buttons: [discard, amend],
      };
    case 'notSent':
      return {
        icon: 'warning',
        sentence: [status.sentence],
        buttons: [discard, { ...retry, primary: true }],
      };
    case 'conflict':
      return {
        icon: 'warning',
        sentence: [status.deprecated ? texts.conflictDeprecated : texts.conflictChanged],
        buttons: [
          { action: 'keepEditing', label: texts.keepEditing },
          { action: 'amendAnyway', label: texts.amendAnyway },
          { action: 'compare', label: texts.compare, primary: true },
        ],
      };
    case 'noAnswer':
      return {
        icon: 'warning',
        sentence: [texts.noAnswer],
        buttons: [discard, { ...retry, primary: true }],
      };
    case 'keyRefused':
      return {
        icon: 'error',
        sentence: [fill(texts.keyRefused, connection.name)],
        buttons: [retry, { action: 'replaceKey', label: texts.replaceKey, primary: true }],
      };
    case 'noConnection':
      return {
        icon: 'warning',
        sentence: [fill(texts.noConnection, connection.name)],
        buttons: [{ action: 'addConnection', label: texts.addConnection, primary: true }],
      };
    case 'readOnly':
      return { icon: 'lock', sentence: [status.sentence], buttons: [] };
  }
}

/** Clean, changed or stopped by errors: told from the text alone, so that it follows every key. */
function idle(
  texts: EventEditorTexts,
  { state, changes, errors, saveKey }: FooterInput,
  discard: FooterButton,
  amend: FooterButton,
): FooterView {
  // A line follows its file by itself.
  const refresh = state.event.state === 'draft' ? [] : [{ kind: 'refresh' } as const];
  if (changes === 0 && errors === 0) {
    return {
      icon: 'check',
      sentence: [fill(texts.clean, clockText(state.heldAtMs)), ...refresh],
      buttons: [
        { ...discard, disabled: true },
        { ...amend, disabled: true },
      ],
    };
  }
  const count =
    changes === undefined
      ? texts.changedInvalid
      : changes === 1
        ? texts.changedOne
        : fill(texts.changedMany, changes);
  if (errors === 0 && changes !== undefined) {
    const here = fill(texts.amendsHere, '{0}', state.connection.name);
    return {
      icon: 'circle-filled',
      sentence: [count, ' ', ...split(here, { kind: 'key', text: saveKey })],
      buttons: [discard, amend],
    };
  }
  const link = fill(errors === 1 ? texts.errorsOne : texts.errorsMany, errors);
  const stops = errors === 1 ? texts.stopsOne : texts.stopsMany;
  return {
    icon: 'error',
    sentence:
      errors === 0 ? [count] : [count, ' ', ...split(stops, { kind: 'errors', text: link })],
    buttons: [discard, { ...amend, disabled: true }],
  };
}

function split(text: string, part: Part): readonly Part[] {
  const at = text.indexOf('{0}');
  return [text.slice(0, at), part, text.slice(at + 3)].filter((each) => each !== '');
}
