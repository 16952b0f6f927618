/** What is evaluated: the customer, the price, the property that groups it, and a filter that Orb checks. */
import type { UsageTexts } from '../../core/texts/usage.ts';
import type { Choice, UsageState } from '../../protocol/usage.ts';
import { visible } from '../../std/visible.ts';
import { h, icon } from '../dom.ts';
import { fill } from '../fill.ts';

export interface PickersPort {
  /** Null asks for an ID. */
  customer(customer: string | null): void;
  price(priceId: string): void;
  /** `other` asks for a name. */
  groupBy(property: string | null, other?: boolean): void;
  filter(filter: string): void;
}

/** Values of entries that ask for more: no ID is one, since none has a line break. */
const OTHER = '\n';
const NONE = '';

function createPicker(label: string, id: string, onPick: (value: string) => void) {
  const select = h('select', { class: 'dropdown', id });
  select.addEventListener('change', () => onPick(select.value));
  const named = h('label', {}, label);
  named.htmlFor = id;
  return {
    element: h('div', { class: 'picker' }, named, select),
    draw(choices: readonly Choice[], value: string): void {
      select.replaceChildren(
        ...choices.map((choice) => {
          const option = h('option', {}, visible(choice.label, 80));
          option.value = choice.value;
          return option;
        }),
      );
      select.value = value;
      select.title = select.selectedOptions[0]?.textContent ?? '';
      select.disabled = choices.length === 0;
    },
  };
}

export function createPickers(texts: UsageTexts, port: PickersPort) {
  const customer = createPicker(texts.customer, 'customer', (value) =>
    port.customer(value === OTHER ? null : value),
  );
  const price = createPicker(texts.price, 'price', (value) => port.price(value));
  const groupBy = createPicker(texts.groupBy, 'group-by', (value) => {
    if (value === OTHER) port.groupBy(null, true);
    else port.groupBy(value === NONE ? null : value);
  });
  const input = h('input', {
    class: 'filter-input',
    id: 'filter',
    title: texts.filterTitle,
    aria: { label: texts.filter, describedby: 'filter-problem' },
  });
  input.type = 'text';
  input.spellcheck = false;
  input.placeholder = fill(texts.filterHint, "region = 'us-east-1'");
  let applied = '';
  input.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') port.filter(input.value.trim());
    else if (key === 'Escape') input.value = applied;
  });
  const problem = h('div', { class: 'filter-problem', id: 'filter-problem', role: 'alert' });
  const field = h('div', { class: 'filter' }, icon('filter'), input);
  return {
    element: h(
      'div',
      { class: 'pickers' },
      customer.element,
      price.element,
      groupBy.element,
      field,
      problem,
    ),
    draw(state: UsageState): void {
      const { customers, properties } = state;
      const picked = state.customer;
      customer.draw(
        [
          ...(picked === null ? [{ value: NONE, label: texts.pickCustomer }] : []),
          ...customers,
          { value: OTHER, label: texts.otherCustomer },
        ],
        picked?.value ?? NONE,
      );
      price.draw(state.prices, state.priceId ?? NONE);
      groupBy.draw(
        [
          { value: NONE, label: texts.noGroups },
          ...properties.map((name) => ({ value: name, label: name })),
          { value: OTHER, label: texts.otherProperty },
        ],
        state.groupBy ?? NONE,
      );
      // What is being typed stays when an answer arrives.
      if (applied !== state.filter || document.activeElement !== input) {
        applied = state.filter;
        input.value = state.filter;
      }
      input.setAttribute('aria-invalid', String(state.filterProblem !== null));
      problem.replaceChildren(
        ...(state.filterProblem === null
          ? []
          : [icon('error', 'tone-error'), visible(state.filterProblem, 600)]),
      );
    },
  };
}
