/**
 * Marks a line that someone else changed: a bar and an icon in the gutter, and a note after the
 * line.
 */
import type { Span } from '../../../core/jsonTree.ts';
import type { EventEditorTexts } from '../../../core/texts/eventEditor.ts';
import { fill } from '../../fill.ts';
import type { Analysis, PlacedChange, PlacedConflict } from './analysis.ts';
import { noted } from './values.ts';

export interface MergeMark {
  readonly span: Span;
  readonly icon: 'git-merge' | 'warning';
  readonly bar: 'changed' | 'added' | 'removed' | 'merged' | 'mergedAway';
  readonly note: string;
}

export type MergeTexts = Pick<
  EventEditorTexts,
  | 'orbChanged'
  | 'orbAdded'
  | 'orbRemoved'
  | 'orbNowHolds'
  | 'orbNowHoldsNew'
  | 'orbNowRemoved'
  | 'noteOf'
>;

/** Only undecided conflicts; once decided, a field is a change like any other. */
export const mergeMarks = (
  { merged, conflicts }: Analysis & { readonly kind: 'valid' },
  texts: MergeTexts,
): readonly MergeMark[] => [
  ...conflicts.map((conflict): MergeMark => ({
    span: conflict.span,
    icon: 'warning',
    bar: conflict.value === undefined ? 'removed' : conflict.orbs === null ? 'added' : 'changed',
    note: named(conflict, conflictNote(conflict, texts), texts),
  })),
  ...merged.map((change): MergeMark => ({
    span: change.span,
    icon: 'git-merge',
    bar: change.kind === 'removed' ? 'mergedAway' : 'merged',
    note: named(change, mergedNote(change, texts), texts),
  })),
];

/** The note of a field that isn't in the text is on another field's line, so it names the field. */
const named = ({ value, path }: PlacedChange | PlacedConflict, note: string, texts: MergeTexts) =>
  value === undefined ? fill(texts.noteOf, String(path.at(-1)), note) : note;

function mergedNote(change: PlacedChange, texts: MergeTexts): string {
  if (change.kind === 'removed') return texts.orbRemoved;
  if (change.kind === 'added') return texts.orbAdded;
  return fill(texts.orbChanged, noted(change.before));
}

function conflictNote({ orbs, was }: PlacedConflict, texts: MergeTexts): string {
  const before = was === undefined || was === null ? undefined : noted(was);
  if (orbs === null) {
    return before === undefined ? texts.orbRemoved : fill(texts.orbNowRemoved, before);
  }
  return before === undefined
    ? fill(texts.orbNowHoldsNew, noted(orbs))
    : fill(texts.orbNowHolds, noted(orbs), before);
}
