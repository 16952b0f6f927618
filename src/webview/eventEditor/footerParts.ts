/** The parts of the footer: sentences with keys and links in them, and buttons. */
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import type { Action, EventState } from '../../protocol/eventEditor.ts';
import { compose, fill } from '../fill.ts';

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
  readonly icon:
    | 'check'
    | 'circle-filled'
    | 'circle-slash'
    | 'error'
    | 'git-merge'
    | 'loading'
    | 'lock'
    | 'question'
    | 'warning';
  readonly sentence: readonly Part[];
  /** Below it, smaller. */
  readonly second?: readonly Part[];
  /** Replaces `second` in a narrow page. */
  readonly secondNarrow?: readonly Part[];
  /** From left to right. */
  readonly buttons: readonly FooterButton[];
}

export interface FooterInput {
  readonly state: EventState;
  /** The number of fields that differ from what Orb holds; undefined while the text isn't JSON. */
  readonly changes: number | undefined;
  /** Someone else's changes that are in the text. */
  readonly merged: number;
  readonly errors: number;
  /** The line of the first error, from 1. */
  readonly errorLine?: number | undefined;
  /** The keys that save and undo, as this platform writes them: `Ctrl+S`. */
  readonly saveKey: string;
  readonly undoKey: string;
}

/** The text for one or for many; `{0}` in the second is the number. */
export const counted = (one: string, many: string, count: number): string =>
  count === 1 ? one : fill(many, count);

/** Joins sentences. */
export const sentences = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' ');

/** The number of undecided conflicts. */
export const undecided = ({ merge }: EventState): number =>
  (merge?.conflicts ?? []).filter(({ choice }) => choice === null).length;

/** The buttons, enabled or disabled as far as the text decides that. */
export function buttonsOf(texts: EventEditorTexts, input: FooterInput) {
  const { state, changes, errors, saveKey } = input;
  const off = { disabled: true };
  const waits = undecided(state) > 0;
  const discard: FooterButton = {
    action: 'discard',
    label: texts.discard,
    title: texts.discardTitle,
  };
  const amend: FooterButton = {
    action: 'amend',
    label: texts.amend,
    title: fill(texts.amendTitle, saveKey),
    primary: true,
  };
  const isSendable = changes !== undefined && changes > 0 && errors === 0 && !waits;
  return {
    /** Disabled if there's nothing to discard. */
    discard: changes === 0 && errors === 0 ? { ...discard, ...off } : discard,
    /** Disabled if there's nothing to send, or something prevents it. */
    amend: isSendable ? amend : { ...amend, ...off },
    amendOff: { ...amend, ...off },
    /** Sends the same again. Its cause may be gone, so errors don't disable it. */
    amendAgain: waits ? { ...amend, ...off } : amend,
    retry: { action: 'retry', label: texts.retry, ...(waits ? off : {}) } satisfies FooterButton,
  };
}

/** "1 error stops the amendment.", with the number as a link. */
export function stops(texts: EventEditorTexts, errors: number): readonly Part[] {
  const link = {
    kind: 'errors',
    text: counted(texts.errorsOne, texts.errorsMany, errors),
  } as const;
  return compose(errors === 1 ? texts.stopsOne : texts.stopsMany, link);
}

/** "Choose a value for 1 field."; undefined if all are decided. */
export function choose(texts: EventEditorTexts, state: EventState): string | undefined {
  const count = undecided(state);
  return count === 0 ? undefined : counted(texts.chooseOne, texts.chooseMany, count);
}
