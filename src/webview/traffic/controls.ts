/** The filter, and how many requests there are. */
import { countText } from '../../core/language.ts';
import type { TrafficTexts } from '../../core/texts/trafficPage.ts';
import type { RequestRow } from '../../core/traffic/requestRow.ts';
import { h, icon } from '../dom.ts';
import { fill } from '../fill.ts';

export interface Filter {
  readonly text: string;
  readonly onlyProblems: boolean;
}

export function createControls(texts: TrafficTexts, onFilter: (filter: Filter) => void) {
  const input = h('input', { class: 'filter-input', aria: { label: texts.filter } });
  input.placeholder = texts.filter;
  input.spellcheck = false;
  const box = h('input', { id: 'only-problems' });
  box.type = 'checkbox';
  const label = h('label', { class: 'only' }, box, texts.onlyProblems);
  const counts = h('div', { class: 'counts muted' });
  const read = (): Filter => ({ text: input.value.trim(), onlyProblems: box.checked });
  const changed = () => onFilter(read());
  input.addEventListener('input', changed);
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || input.value === '') return;
    event.stopPropagation();
    input.value = '';
    changed();
  });
  box.addEventListener('change', changed);
  return {
    element: h(
      'div',
      { class: 'controls' },
      h('div', { class: 'filter' }, icon('filter'), input),
      label,
      counts,
    ),
    input,
    set({ text, onlyProblems }: Filter) {
      input.value = text;
      box.checked = onlyProblems;
    },
    draw(rows: readonly RequestRow[]) {
      const [first = '', ...more] = countsOf(texts, rows);
      counts.replaceChildren(
        first,
        ...more.map((each) => h('span', { class: 'more' }, `, ${each}`)),
      );
    },
  };
}

/** `214 requests, 1,902 events, 5 with problems`. Only the first has room everywhere. */
function countsOf(texts: TrafficTexts, rows: readonly RequestRow[]): readonly string[] {
  const [events, wrong] = rows.reduce(
    ([sum, marked], row) => [sum + row.events, marked + (row.mark === null ? 0 : 1)],
    [0, 0],
  );
  const counted = (one: string, many: string, count: number) =>
    count === 1 ? one : fill(many, countText(count));
  return [
    counted(texts.requestOne, texts.requestMany, rows.length),
    events > 0 ? counted(texts.eventOne, texts.eventMany, events) : '',
    wrong > 0 ? fill(texts.withProblems, countText(wrong)) : '',
  ].filter((each) => each !== '');
}
