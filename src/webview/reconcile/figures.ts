/** The figures: the counts of the comparison, which are also the legend of its outcomes and select them. */
import { countText, numberFormat } from '../../core/language.ts';
import type { LineOutcome } from '../../core/reconciliation/outcomes.ts';
import type { ReconcilePageTexts } from '../../core/texts/reconcilePage.ts';
import type { ReconcileState } from '../../protocol/reconcile.ts';
import { h, redraw } from '../dom.ts';
import { fill } from '../fill.ts';

const percent = numberFormat({ style: 'percent', maximumFractionDigits: 1 });

const ALWAYS = ['same', 'missing', 'different', 'deprecated', 'invalid'] as const;
/** Shown when there are some, so that the figures add up. */
const SOMETIMES = ['duplicates', 'notCompared'] as const;

/** @param select null selects everything */
export function drawFigures(
  element: HTMLElement,
  { counts, lines, customers, isWorking }: ReconcileState,
  texts: ReconcilePageTexts,
  selected: LineOutcome | null,
  select: (outcome: LineOutcome | null) => void,
): void {
  const shown = [...ALWAYS, ...SOMETIMES.filter((outcome) => counts[outcome] > 0)];
  const share = isWorking ? texts.soFar : lines === 0 ? '' : percent(counts.same / lines);
  const customersText =
    customers === null
      ? ''
      : customers === 1
        ? texts.customersOne
        : fill(texts.customersMany, countText(customers));
  redraw(element, () =>
    element.replaceChildren(
      figure(texts.lines, lines, customersText, null, selected, select),
      ...shown.map((outcome) =>
        figure(
          texts.outcome[outcome],
          counts[outcome],
          outcome === 'same' ? share : '',
          outcome,
          selected,
          select,
        ),
      ),
    ),
  );
}

function figure(
  label: string,
  count: number,
  more: string,
  outcome: LineOutcome | null,
  selected: LineOutcome | null,
  select: (outcome: LineOutcome | null) => void,
): HTMLElement {
  const isZero = outcome !== null && count === 0;
  const element = h(
    'button',
    { class: `figure${isZero ? ' zero' : ''}`, aria: { pressed: String(outcome === selected) } },
    h(
      'span',
      { class: 'label' },
      outcome !== null && h('span', { class: `swatch swatch-${outcome}` }),
      label,
    ),
    h('span', { class: 'value' }, h('b', {}, countText(count)), h('span', { class: 'more' }, more)),
  );
  element.type = 'button';
  if (isZero) element.setAttribute('aria-disabled', 'true');
  element.addEventListener('click', () => {
    if (!isZero) select(outcome);
  });
  return element;
}
