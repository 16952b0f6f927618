/** Draws the section Billing from its content. */
import { visible } from '../../../std/visible.ts';
import { h, icon, iconButton, outside } from '../../dom.ts';
import { drawParts, type DrawPort } from './drawParts.ts';
import { drawRow } from './drawRow.ts';
import type { BillingMessage, BillingPart, BillingView, Figure } from './parts.ts';
import { STOP } from './stops.ts';

/** The right end of the head. */
export function drawHeadEnd(view: BillingView, port: DrawPort): readonly HTMLElement[] {
  const { side, refresh } = view;
  const turning = refresh === 'turning';
  const again = iconButton('refresh', port.texts.refresh, () => {
    if (!turning) port.act({ kind: 'run', action: 'refreshBilling' });
  });
  again.dataset[STOP] = 'refresh';
  if (turning) {
    again.setAttribute('aria-disabled', 'true');
    again.firstElementChild?.classList.add('codicon-modifier-spin');
  }
  return [
    h('span', { class: 'side' }, ...drawParts(side === undefined ? [] : [side], 'side', port)),
    ...(refresh === 'none' ? [] : [again]),
  ];
}

export function drawBody(view: BillingView, port: DrawPort): readonly HTMLElement[] {
  const { facts, message, rows, totals, notes, end } = view;
  const list = h('ul', { aria: { label: port.texts.title } });
  list.append(...rows.map((row) => drawRow(row, port)));
  return [
    ...(facts.length === 0 ? [] : [drawFacts(facts)]),
    ...(message === undefined ? [] : [drawMessage(message, 'message', port)]),
    ...(rows.length === 0 ? [] : [list]),
    ...totals.map((total, index) => drawTotal(total, index === 0 ? port.texts.thisEvent : '')),
    ...notes.map((note) => h('p', { class: 'billing-note muted' }, note)),
    ...(end === undefined ? [] : [drawMessage(end, 'end', port)]),
  ];
}

const drawFacts = (facts: BillingView['facts']) =>
  h(
    'dl',
    { class: 'billing-facts' },
    ...facts.map(({ label, value, note }) =>
      h(
        'div',
        {},
        h('dt', { class: 'muted' }, label),
        h(
          'dd',
          {},
          h('div', { class: 'billing-value', title: visible(value) }, outside(value)),
          note !== undefined && h('div', { class: 'billing-small muted' }, note),
        ),
      ),
    ),
  );

function drawMessage(message: BillingMessage, name: string, port: DrawPort): HTMLElement {
  const { sentence, second, third } = message;
  const line = (parts: readonly BillingPart[], className: string) =>
    h('div', { class: className }, ...drawParts(parts, `${name}-${className}`, port));
  return h(
    'div',
    { class: 'billing-message stops' },
    message.icon !== undefined && drawIcon(message.icon),
    h(
      'div',
      {},
      line(sentence, 'first'),
      second !== undefined && line(second, 'second muted'),
      third !== undefined && line(third, 'third'),
    ),
  );
}

const drawIcon = (name: NonNullable<BillingMessage['icon']>) =>
  icon(
    name,
    name === 'loading' ? 'codicon-modifier-spin' : name === 'warning' ? 'tone-warning' : '',
  );

function drawTotal({ before, text, title }: Figure, label: string): HTMLElement {
  return h(
    'div',
    { class: 'billing-total' },
    h('span', { class: 'label' }, label),
    h(
      'span',
      { class: 'data', ...(title !== undefined && { title }) },
      ...(before === undefined ? [] : [h('span', { class: 'before' }, `${before} → `)]),
      text,
    ),
  );
}
