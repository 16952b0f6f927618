/**
 * The list of outcomes and causes; a dropdown in a narrow page. It's a single tab stop, and
 * selecting an item shows it.
 */
import { countText } from '../../core/language.ts';
import { h, icon } from '../dom.ts';
import { fill } from '../fill.ts';

/** An outcome, or a kind of lines below it. */
export interface ListedOutcome {
  readonly key: string;
  /** The color: a class `swatch-…`. */
  readonly kind: string;
  readonly label: string;
  /** Below the label; absent for a whole outcome. */
  readonly more?: string;
  readonly count: number;
  /** Nothing is left to do about it. */
  readonly isDone?: boolean;
}

export interface OutcomeListTexts {
  readonly outcomes: string;
  /** Label, count. */
  readonly outcomeSpoken: string;
  /** What the dropdown shows when no outcome is selected, where that is possible. */
  readonly all?: string;
}

export interface OutcomeList {
  readonly element: HTMLElement;
  readonly dropDown: HTMLSelectElement;
  draw(outcomes: readonly ListedOutcome[], selected: string | undefined): void;
}

export function createOutcomeList(
  texts: OutcomeListTexts,
  onSelect: (key: string) => void,
): OutcomeList {
  const element = h('div', {
    class: 'outcomes',
    role: 'listbox',
    tabIndex: 0,
    aria: { label: texts.outcomes },
  });
  const dropDown = h('select', { class: 'dropdown', aria: { label: texts.outcomes } });
  let shown: readonly ListedOutcome[] = [];
  let current: string | undefined;

  dropDown.addEventListener('change', () => onSelect(dropDown.value));
  element.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = shown.findIndex(({ key }) => key === current);
    const to = targetOf(event.key, at, shown.length);
    if (to === undefined) return;
    event.preventDefault();
    const target = shown[to];
    if (target !== undefined) onSelect(target.key);
  });

  return {
    element,
    dropDown,
    draw(outcomes, selected) {
      shown = outcomes;
      current = selected;
      element.replaceChildren(...outcomes.map((each) => drawOption(each, selected)));
      element.setAttribute('aria-activedescendant', selected === undefined ? '' : idOf(selected));
      if (selected === undefined) element.removeAttribute('aria-activedescendant');
      element.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
      const all = texts.all === undefined ? [] : [h('option', {}, texts.all)];
      for (const option of all) option.value = '';
      dropDown.replaceChildren(
        ...all,
        ...outcomes.map(({ key, label, count }) => {
          const option = h('option', {}, fill(texts.outcomeSpoken, label, countText(count)));
          option.value = key;
          option.selected = key === selected;
          return option;
        }),
      );
      if (selected === undefined) dropDown.selectedIndex = all.length - 1;
    },
  };

  function drawOption(outcome: ListedOutcome, selected: string | undefined) {
    const { key, kind, label, more, count, isDone } = outcome;
    const isSelected = key === selected;
    const option = h(
      'div',
      {
        class: `${more === undefined ? 'outcome' : 'cause'}${isSelected ? ' selected' : ''}`,
        role: 'option',
        id: idOf(key),
        aria: { selected: String(isSelected) },
      },
      more === undefined && h('span', { class: `swatch swatch-${kind}` }),
      h(
        'span',
        { class: 'cause-text' },
        h('span', { class: 'cause-label', title: label }, label),
        more !== undefined && h('span', { class: 'cause-more', title: more }, more),
      ),
      isDone && icon('check'),
      h('span', { class: 'count' }, countText(count)),
    );
    option.addEventListener('click', () => onSelect(key));
    return option;
  }
}

const idOf = (key: string) => `outcome-${key.replaceAll(/[^\w.-]/g, '-')}`;

function targetOf(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
