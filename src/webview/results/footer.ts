/** The footer: what is selected, and what can be done with it. */
import { MAX_CHANGED_EVENTS } from '../../core/rules/context.ts';
import { countText } from '../../core/language.ts';
import { propertyColumn, cellReader } from '../../core/results/columns.ts';
import { sumOf } from '../../core/results/figures.ts';
import type { ResultProperty, ResultRow } from '../../core/results/rows.ts';
import type { ResultsTexts } from '../../core/texts/results.ts';
import type { ShownConnection } from '../../protocol/eventEditor.ts';
import { button, h, icon } from '../dom.ts';
import { fill } from '../fill.ts';
import { exactText } from './figures.ts';

/** More editors than these aren't opened at once. */
const MOST_OPEN = 20;

const selectAllKey = navigator.userAgent.includes('Mac') ? '⌘A' : 'Ctrl+A';

export interface FooterActions {
  deprecate(): void;
  copy(): void;
  export(): void;
  open(): void;
  edit(): void;
}

export interface FooterState {
  readonly connection: ShownConnection;
  readonly selected: readonly ResultRow[];
  /** How many rows are shown. */
  readonly shown: number;
  readonly properties: readonly ResultProperty[];
  readonly sumOf: string | null;
}

/** The selected events that can be deprecated. */
export const deprecatable = (rows: readonly ResultRow[]): readonly ResultRow[] =>
  rows.filter(({ state }) => state === 'active' || state === 'amended');

export function createFooter(texts: ResultsTexts, on: FooterActions) {
  const badge = h(
    'span',
    { class: 'badge', hidden: true },
    h('span', { aria: { hidden: 'true' } }, texts.mode.live),
    h('span', { class: 'spoken' }, texts.modeSpoken.live),
  );
  const picture = h('span', { class: 'footer-icon' }, icon('list-selection'));
  const first = h('div', { class: 'first' });
  const second = h('div', { class: 'second' });
  const create = (label: string, kind: 'primary' | 'secondary', act: () => void) => {
    const element = button(label, kind, () => {
      if (element.getAttribute('aria-disabled') !== 'true') act();
    });
    return element;
  };
  const deprecate = create('', 'secondary', () => on.deprecate());
  const rule = h('span', { class: 'button-rule' });
  const copy = create(texts.copy, 'secondary', () => on.copy());
  const exporting = create(texts.export, 'secondary', () => on.export());
  const open = create('', 'secondary', () => on.open());
  const edit = create(texts.edit, 'primary', () => on.edit());
  const buttons = h('div', { class: 'buttons' }, deprecate, rule, copy, exporting, open, edit);
  const sentence = h('div', { class: 'sentence', role: 'status' }, first, second);

  return {
    element: h('footer', {}, h('div', { class: 'said' }, badge, picture, sentence), buttons),
    draw(state: FooterState): void {
      const { connection, selected } = state;
      badge.hidden = connection.mode !== 'live';
      const due = deprecatable(selected).length;
      const found = selected.filter((row) => row.state !== 'notFound').length;
      const isTooMany = due > MAX_CHANGED_EVENTS;
      first.textContent = firstSentence(state);
      second.textContent = isTooMany ? fill(texts.tooMany, countText(MAX_CHANGED_EVENTS)) : '';
      second.hidden = !isTooMany;
      for (const each of [deprecate, rule]) each.hidden = due === 0;
      deprecate.textContent =
        due === 1 ? texts.deprecate : fill(texts.deprecateMany, countText(due));
      setDisabled(deprecate, isTooMany);
      copy.hidden = selected.length === 0;
      open.hidden = found === 0;
      open.textContent = found === 1 ? texts.open : fill(texts.openMany, countText(found));
      setDisabled(open, found > MOST_OPEN);
      setDisabled(exporting, state.shown === 0);
      setDisabled(edit, selected.length > 0 ? due === 0 : state.shown === 0);
    },
  };

  function firstSentence({ selected, shown, sumOf: property, properties }: FooterState): string {
    const count = countText(selected.length);
    if (selected.length === 0) return fill(texts.hint, selectAllKey, countText(shown));
    if (selected.every(({ state }) => state === 'deprecated'))
      return fill(texts.allDeprecated, count);
    if (property === null) return fill(texts.selected, count);
    const read = cellReader(propertyColumn(property), properties);
    const sum = sumOf(selected.map(read));
    return sum.texts === 0
      ? fill(texts.selectedSum, count, exactText(sum.total), property)
      : fill(texts.selectedSumText, count, exactText(sum.total), property, countText(sum.texts));
  }
}

/** Not `disabled`, which would take the focus from the button. */
function setDisabled(element: HTMLButtonElement, isDisabled: boolean): void {
  if (isDisabled) element.setAttribute('aria-disabled', 'true');
  else element.removeAttribute('aria-disabled');
}
