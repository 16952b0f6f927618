/** A filter below each title: a list of the column's values if they are few, else a field. */
import { plainText, propertyOf } from '../../core/results/columns.ts';
import { exactly, valuesOf, type Filters } from '../../core/results/filter.ts';
import type { ResultTable } from '../../core/results/rows.ts';
import type { ResultsTexts } from '../../core/texts/results.ts';
import { visible } from '../../std/visible.ts';
import { h } from '../dom.ts';
import { fill } from '../fill.ts';
import { columnTitle } from './columns.ts';

/** How long after the last key a field is applied. */
const TYPING_MS = 300;
/** More values than these are typed, not picked. */
const MOST_VALUES = 12;

type Control = HTMLInputElement | HTMLSelectElement;

export class FilterRow {
  #filters: Filters;
  #table: ResultTable;
  readonly #controls = new Map<string, Control>();
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly texts: ResultsTexts,
    table: ResultTable,
    filters: Filters,
    private readonly onChange: (filters: Filters) => void,
  ) {
    this.#table = table;
    this.#filters = filters;
  }

  get filters(): Filters {
    return this.#filters;
  }

  /** The control of a column; the same one as long as the table is the same. */
  control(column: string): HTMLElement {
    const known = this.#controls.get(column);
    if (known !== undefined) return known;
    const control = this.#create(column);
    control.value = this.#filters[column] ?? '';
    control.classList.toggle('filled', control.value !== '');
    this.#controls.set(column, control);
    return control;
  }

  /** For other rows, whose values may be others. */
  setTable(table: ResultTable): void {
    this.#table = table;
    this.#controls.clear();
  }

  set(filters: Filters): void {
    clearTimeout(this.#typing);
    this.#filters = Object.fromEntries(
      Object.entries(filters).filter(([, typed]) => typed.trim() !== ''),
    );
    for (const [column, control] of this.#controls) {
      const value = this.#filters[column] ?? '';
      if (document.activeElement !== control) control.value = value;
      control.classList.toggle('filled', value !== '');
    }
    this.onChange(this.#filters);
  }

  /** Moves the focus to the filter of a column. */
  focus(column: string): void {
    this.#controls.get(column)?.focus();
  }

  #create(column: string): Control {
    const { texts } = this;
    const { rows, properties } = this.#table;
    const label = fill(texts.filter, columnTitle(column, texts));
    // A property's values may be true, "true", and 1, which look alike in a field.
    const values = column === 'id' ? undefined : valuesOf(rows, column, properties, MOST_VALUES);
    if (values === undefined || this.#isNumeric(column) || column === 'time') {
      return this.#field(column, label);
    }
    const option = (value: string, text: string) => {
      const element = h('option', {}, visible(text, 80));
      element.value = value;
      return element;
    };
    const select = h(
      'select',
      { class: 'filter', aria: { label } },
      option('', texts.any),
      ...values.map((cell) => option(exactly(cell), this.#shown(column, cell))),
    );
    select.addEventListener('change', () => this.#change(column, select.value));
    return select;
  }

  #field(column: string, label: string): HTMLInputElement {
    const field = h('input', { class: 'filter', aria: { label } });
    field.type = 'text';
    field.spellcheck = false;
    field.placeholder = this.#isNumeric(column) ? this.texts.numberHint : this.texts.contains;
    field.addEventListener('input', () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#change(column, field.value), TYPING_MS);
    });
    field.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') field.value = '';
      if (key === 'Escape' || key === 'Enter') this.#change(column, field.value);
    });
    return field;
  }

  #change(column: string, typed: string): void {
    this.set({ ...this.#filters, [column]: typed });
  }

  #isNumeric(column: string): boolean {
    const name = propertyOf(column);
    return this.#table.properties.some((each) => each.name === name && each.numbers > 0);
  }

  /** Text is quoted where the column also has true or false. */
  #shown(column: string, cell: string): string {
    const { texts } = this;
    if (column === 'state') return texts.state[cell as keyof typeof texts.state];
    const property = this.#table.properties.find(({ name }) => name === propertyOf(column));
    if (property === undefined || property.booleans > 0) return cell;
    return plainText(cell);
  }
}
