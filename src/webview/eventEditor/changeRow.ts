/**
 * A row of a field that the user or someone else changed: its path, the kind of change, and the old
 * and the new value.
 */
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import { h, iconButton, outside, type Child } from '../dom.ts';
import { fill } from '../fill.ts';
import { visible } from '../../std/visible.ts';
import type { PlacedChange } from './json/analysis.ts';
import type { Row } from './list.ts';
import { listed } from './json/values.ts';

export interface ChangeRowParts {
  readonly texts: EventEditorTexts;
  /** What a screen reader says, with the path and the values in place of `{0}`, `{1}`, `{2}`. */
  readonly spoken: Readonly<Record<PlacedChange['kind'], string>>;
  /** The button that takes the change back. */
  readonly undo: { readonly title: string; press(): void };
  /** A class of the new value, since problems are underlined here too. */
  readonly newClass?: string;
  onPress(): void;
}

export function changeRow(change: PlacedChange, parts: ChangeRowParts): Row {
  const { texts, newClass = '' } = parts;
  const word = {
    changed: texts.fieldChanged,
    added: texts.fieldAdded,
    removed: texts.fieldRemoved,
  }[change.kind];
  const undo = iconButton('discard', parts.undo.title, () => parts.undo.press());
  return {
    class: `change change-${change.kind}`,
    spoken: fill(
      parts.spoken[change.kind],
      ...[change.label, ...valuesOf(change)].map((text) => visible(listed(text))),
    ),
    onPress: () => parts.onPress(),
    content: [
      h(
        'div',
        { class: 'change-head' },
        outside(change.label, 'data path'),
        undo,
        h('span', { class: 'kind', aria: { hidden: 'true' } }, word),
      ),
      h('div', { class: 'data values', aria: { hidden: 'true' } }, ...drawValues(change, newClass)),
    ],
    actions: [undo],
  };
}

function valuesOf(change: PlacedChange): readonly string[] {
  if (change.kind === 'added') return [change.after];
  return change.kind === 'removed' ? [change.before] : [change.before, change.after];
}

function drawValues(change: PlacedChange, newClass: string): readonly Child[] {
  const old = (text: string) => outside(listed(text), 'value old');
  const now = (text: string) => outside(listed(text), `value new ${newClass}`.trimEnd());
  if (change.kind === 'added') return [now(change.after)];
  if (change.kind === 'removed') return [old(change.before)];
  const arrow = h('span', { class: 'arrow' }, '→');
  return [
    old(change.before),
    ' ',
    h('span', { class: 'arrow-value' }, arrow, ' ', now(change.after)),
  ];
}
