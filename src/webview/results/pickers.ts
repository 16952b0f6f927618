/** What is summed, and by what: two lists. */
import type { GroupedBy } from '../../core/results/figures.ts';
import type { ResultProperty } from '../../core/results/rows.ts';
import type { ResultsTexts } from '../../core/texts/results.ts';
import { visible } from '../../std/visible.ts';
import { h } from '../dom.ts';

export function createPickers(
  texts: ResultsTexts,
  on: { sumOf(property: string | null): void; by(by: GroupedBy): void },
) {
  const sum = h('select', { class: 'dropdown data', id: 'sum-of' });
  const by = h('select', { class: 'dropdown', id: 'by' });
  const labels = [sum, by].map((select, index) => {
    const label = h('label', {}, index === 0 ? texts.sumOf : texts.by);
    label.htmlFor = select.id;
    return h('div', { class: 'picker' }, label, select);
  });
  const option = (value: string, text: string) => {
    const element = h('option', {}, text);
    element.value = value;
    return element;
  };
  by.append(option('customer', texts.byCustomer), option('name', texts.byName));
  // A property may have any name, so its place stands for it; -1 sums nothing.
  let numeric: readonly ResultProperty[] = [];
  sum.addEventListener('change', () => on.sumOf(numeric[Number(sum.value)]?.name ?? null));
  by.addEventListener('change', () => on.by(by.value === 'name' ? 'name' : 'customer'));

  return {
    elements: labels,
    draw(properties: readonly ResultProperty[], sumOf: string | null, grouped: GroupedBy): void {
      numeric = properties.filter(({ numbers }) => numbers > 0);
      sum.replaceChildren(
        option('-1', texts.noSum),
        ...numeric.map(({ name }, index) => option(String(index), visible(name, 60))),
      );
      sum.value = String(numeric.findIndex(({ name }) => name === sumOf));
      by.value = grouped;
    },
  };
}
