/** The content of the footer: one sentence and its buttons for each state of a document. */
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import { compose, fill } from '../fill.ts';
import { clockText } from '../time.ts';
import {
  buttonsOf,
  choose,
  counted,
  stops,
  undecided,
  type FooterInput,
  type FooterView,
} from './footerParts.ts';
import {
  changedInvalid,
  changedWhileAsked,
  collides,
  deprecatedElsewhere,
  followed,
  gone,
  merged,
  sameChange,
} from './mergeFooter.ts';

export function footerView(texts: EventEditorTexts, input: FooterInput): FooterView {
  const { state, changes } = input;
  const { status, connection } = state;
  const { discard, amendOff, amendAgain, retry } = buttonsOf(texts, input);
  const cancel = { action: 'cancel', label: texts.cancel } as const;
  const wait = choose(texts, state);
  const second = wait === undefined ? {} : { second: [wait] };

  switch (status.kind) {
    case 'idle':
      return edited(texts, input);
    case 'comparing':
      return { icon: 'loading', sentence: [texts.comparing], buttons: [cancel, amendOff] };
    case 'sending': {
      const sentence =
        status.changes === 1
          ? fill(texts.sendingOne, connection.name)
          : fill(texts.sendingMany, status.changes, connection.name);
      return { icon: 'loading', sentence: [sentence], buttons: [cancel, amendOff] };
    }
    case 'sent':
      if (changes !== 0) return edited(texts, input);
      return {
        icon: 'check',
        sentence: [fill(texts.sent, clockText(status.atMs))],
        buttons: [discard, amendOff],
      };
    case 'rejected':
      return {
        icon: 'error',
        sentence: [fill(texts.rejected, status.reason.replace(/\.$/, ''))],
        ...second,
        buttons: [discard, amendAgain],
      };
    case 'notSent':
      return {
        icon: 'warning',
        sentence: [status.sentence],
        ...second,
        buttons: [discard, { ...retry, primary: true }],
      };
    case 'merged':
      // Decided or taken out, so from here on it's an edit like any other.
      if (changes === 0) return edited(texts, input);
      if (state.merge === null || state.merge.conflicts.length > 0) return edited(texts, input);
      return merged(texts, input);
    case 'changedWhileAsked':
      return changes === 0 ? edited(texts, input) : changedWhileAsked(texts, input);
    case 'sameChange':
      return changes === 0 ? sameChange(texts, input, status.atMs) : edited(texts, input);
    case 'changedInvalid':
      return changes === undefined ? changedInvalid(texts, input) : edited(texts, input);
    case 'followed':
      return changes === 0 ? followed(texts, input, status.atMs) : edited(texts, input);
    case 'deprecatedElsewhere':
      return deprecatedElsewhere(texts, input);
    case 'gone':
      return gone(texts, input);
    case 'noResponse':
      return {
        icon: 'warning',
        sentence: [texts.noResponse],
        ...second,
        buttons: [discard, { ...retry, primary: true }],
      };
    case 'keyRejected':
      return {
        icon: 'error',
        sentence: [fill(texts.keyRejected, connection.name)],
        ...second,
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

/**
 * Clean, changed, undecided, or stopped by errors: derived from the text alone, so that it follows
 * every key.
 */
function edited(texts: EventEditorTexts, input: FooterInput): FooterView {
  const { state, changes, errors, saveKey } = input;
  const { discard, amend, amendOff } = buttonsOf(texts, input);
  const isOpen = undecided(state) > 0;
  // While the text isn't JSON, nothing can be chosen.
  if (isOpen && changes !== undefined) return collides(texts, input);
  if (changes === 0 && errors === 0) {
    // A line follows its file without a refresh.
    const refresh = state.event.state === 'draft' ? [] : [{ kind: 'refresh' } as const];
    return {
      icon: 'check',
      sentence: [fill(texts.clean, clockText(state.heldAtMs)), ...refresh],
      buttons: [discard, amendOff],
    };
  }
  const count =
    changes === undefined
      ? texts.changedInvalid
      : counted(texts.changedOne, texts.changedMany, changes);
  const second = elsewhereStays(texts, input);
  if (errors === 0 && changes !== undefined) {
    const key = { kind: 'key', text: saveKey } as const;
    return {
      icon: 'circle-filled',
      sentence: [count, ' ', ...compose(texts.amendsHere, key, state.connection.name)],
      ...(second === undefined ? {} : { second: [second] }),
      buttons: [discard, amend],
    };
  }
  return {
    icon: 'error',
    sentence: errors === 0 ? [count] : [count, ' ', ...stops(texts, errors)],
    ...(second === undefined ? {} : { second: [second] }),
    buttons: [discard, amendOff],
  };
}

function elsewhereStays(texts: EventEditorTexts, input: FooterInput): string | undefined {
  const { state, merged: count, changes } = input;
  if (changes === undefined) return choose(texts, state);
  if (count === 0) return undefined;
  return counted(texts.elsewhereStaysOne, texts.elsewhereStaysMany, count);
}
