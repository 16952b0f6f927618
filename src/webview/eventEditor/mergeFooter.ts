/** The footer after someone else changed the event. Nothing was sent in any of these states. */
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import { compose, fill } from '../fill.ts';
import { clockText } from '../time.ts';
import {
  buttonsOf,
  choose,
  counted,
  sentences,
  stops,
  undecided,
  type FooterInput,
  type FooterView,
  type Part,
} from './footerParts.ts';

/** Everything is merged; the next save sends it. */
export function merged(texts: EventEditorTexts, input: FooterInput): FooterView {
  const { state, changes, errors, merged: theirs, saveKey } = input;
  const { discard, amend } = buttonsOf(texts, input);
  const news =
    theirs === 0
      ? texts.nothingSent
      : counted(texts.theirsMergedOne, texts.theirsMergedMany, theirs);
  const key = { kind: 'key', text: saveKey } as const;
  const second: readonly Part[] =
    changes === undefined
      ? [texts.changedInvalid]
      : errors > 0
        ? stops(texts, errors)
        : [
            counted(texts.yoursApartOne, texts.yoursApartMany, changes),
            ' ',
            ...compose(texts.amendsHere, key, state.connection.name),
          ];
  return {
    icon: 'git-merge',
    sentence: [sentences(texts.amendedMeanwhile, news)],
    second,
    buttons: [discard, amend],
  };
}

/** Some fields are undecided. Right after the merge, a single undo takes the merged fields out. */
export function collides(texts: EventEditorTexts, input: FooterInput): FooterView {
  const { state, errors, merged: theirs, undoKey } = input;
  const { discard, amendOff } = buttonsOf(texts, input);
  const isBaseKnown = state.merge?.conflicts.every(({ was }) => was !== undefined) ?? true;
  const view: FooterView = {
    icon: 'warning',
    sentence: [
      sentences(
        isBaseKnown ? texts.amendedMeanwhile : texts.editsMayBeOlder,
        texts.nothingSent,
        choose(texts, state),
      ),
    ],
    buttons: [discard, amendOff],
  };
  if (errors > 0) return { ...view, second: stops(texts, errors) };
  if (theirs === 0) return view;
  const short = [counted(texts.partlyMergedOne, texts.partlyMergedMany, theirs)];
  if (state.status.kind !== 'merged') return { ...view, second: short };
  const key = { kind: 'key', text: undoKey } as const;
  const second =
    theirs === 1
      ? compose(texts.partlyMergedUndoOne, key)
      : compose(texts.partlyMergedUndoMany, theirs, key);
  return { ...view, second, secondNarrow: short };
}

export function sameChange(texts: EventEditorTexts, input: FooterInput, atMs: number): FooterView {
  const { discard, amend } = buttonsOf(texts, input);
  const sentence = [fill(texts.sameChange, clockText(atMs))];
  return { icon: 'check', sentence, buttons: [discard, amend] };
}

export function changedWhileAsked(texts: EventEditorTexts, input: FooterInput): FooterView {
  const { state, changes, errors } = input;
  const { discard, amend } = buttonsOf(texts, input);
  const next =
    undecided(state) > 0
      ? choose(texts, state)
      : changes === undefined
        ? texts.changedInvalid
        : counted(texts.checkAgainOne, texts.checkAgainMany, changes);
  return {
    icon: 'git-merge',
    sentence: [sentences(texts.changedWhileAsked, next)],
    ...(errors > 0 ? { second: stops(texts, errors) } : {}),
    buttons: [discard, amend],
  };
}

/** The text isn't JSON, so nothing could be merged. */
export function changedInvalid(texts: EventEditorTexts, input: FooterInput): FooterView {
  const { errors, errorLine } = input;
  const { amendOff } = buttonsOf(texts, input);
  const text = counted(texts.errorsOne, texts.errorsMany, errors);
  const template = errors === 1 ? texts.errorOnLine : texts.errorsFromLine;
  const isPlaced = errors > 0 && errorLine !== undefined;
  return {
    icon: 'error',
    sentence: [texts.fixToMerge],
    ...(isPlaced ? { second: compose(template, { kind: 'errors', text }, errorLine) } : {}),
    buttons: [{ action: 'compare', label: texts.compare }, amendOff],
  };
}

/** The document had no edits and shows Orb's new version. */
export function followed(texts: EventEditorTexts, input: FooterInput, atMs: number): FooterView {
  const { discard, amend } = buttonsOf(texts, input);
  const sentence = [fill(texts.followed, clockText(atMs))];
  return { icon: 'git-merge', sentence, buttons: [discard, amend] };
}

export function deprecatedElsewhere(texts: EventEditorTexts, input: FooterInput): FooterView {
  return {
    icon: 'circle-slash',
    sentence: [sentences(texts.deprecatedMeanwhile, kept(texts, input.changes))],
    second: [texts.deprecatedHint],
    buttons: [
      buttonsOf(texts, input).discard,
      { action: 'newEvent', label: texts.newEvent, primary: true },
    ],
  };
}

export function gone(texts: EventEditorTexts, input: FooterInput): FooterView {
  return {
    icon: 'question',
    sentence: [sentences(texts.gone, kept(texts, input.changes))],
    second: [texts.goneHint],
    buttons: [
      buttonsOf(texts, input).discard,
      input.state.event.state === 'draft'
        ? { action: 'addToFile', label: texts.addToFile, primary: true }
        : { action: 'refresh', label: texts.searchAgain, primary: true },
    ],
  };
}

function kept(texts: EventEditorTexts, changes: number | undefined): string {
  if (changes === undefined) return texts.keptInvalid;
  return changes === 0 ? texts.nothingSent : counted(texts.keptOne, texts.keptMany, changes);
}
