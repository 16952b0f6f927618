/** Draws a row of the section Billing: a price, the reason why it doesn't count the event, or a fold. */
import { button, h, icon } from '../../dom.ts';
import { drawParts, type DrawPort } from './drawParts.ts';
import type {
  BillingAct,
  BillingRow,
  Figure,
  FoldRow,
  PriceDetail,
  PriceRow,
  ReasonRow,
} from './parts.ts';
import { sqlMarkup } from './sqlMarkup.ts';
import { STOP } from './stops.ts';

export function drawRow(row: BillingRow, port: DrawPort): HTMLElement {
  switch (row.kind) {
    case 'price':
      return drawPrice(row, port);
    case 'reason':
      return drawReason(row, port);
    case 'fold':
      return drawFold(row, port);
  }
}

/** The whole row is the button; its content is drawn on top and lets the pointer through. */
function target(name: string, spoken: string, act: BillingAct | undefined, port: DrawPort) {
  const element = h('button', { class: 'row-target', aria: { label: spoken } });
  element.type = 'button';
  element.dataset[STOP] = name;
  element.addEventListener('click', () => {
    if (act !== undefined) port.act(act);
  });
  return element;
}

function foldTarget(
  name: string,
  spoken: string,
  isOpen: boolean,
  act: BillingAct,
  port: DrawPort,
) {
  const element = target(name, spoken, act, port);
  element.setAttribute('aria-expanded', String(isOpen));
  return element;
}

const chevron = (isOpen: boolean) => icon(isOpen ? 'chevron-down' : 'chevron-right');

function drawPrice(row: PriceRow, port: DrawPort): HTMLElement {
  const { id, metricId, name, spoken, status, quantity, amount, detail } = row;
  const isOpen = detail !== undefined;
  const hidden = { aria: { hidden: 'true' } } as const;
  const fold = foldTarget(id, spoken, isOpen, { kind: 'toggle', id, metricId }, port);
  fold.title = [name, amount?.title].filter((text) => text !== undefined).join('\n');
  const head = h(
    'div',
    { class: 'price-head' },
    fold,
    chevron(isOpen),
    h('bdi', { class: 'price-name', ...hidden }, name),
    status !== undefined &&
      h(
        'span',
        { class: status.isWarning ? 'price-status' : 'price-status muted', ...hidden },
        status.isWarning && icon('warning', 'tone-warning'),
        status.text,
      ),
    quantity && drawFigure(quantity, 'quantity'),
    amount && drawFigure(amount, 'amount'),
  );
  return h('li', { class: 'price stops' }, head, detail && drawDetail(id, detail, port));
}

const drawFigure = ({ before, text }: Figure, className: string) =>
  h(
    'span',
    { class: `data ${className}`, aria: { hidden: 'true' } },
    ...(before === undefined ? [] : [h('span', { class: 'before' }, `${before} → `)]),
    text,
  );

function drawDetail(id: string, detail: PriceDetail, port: DrawPort): HTMLElement {
  const { sql, note, filter, rate } = detail;
  const copy = button(port.texts.copySql, 'link', () => {
    if (sql !== undefined) port.act({ kind: 'copy', text: sql });
  });
  copy.dataset[STOP] = `${id}:copy`;
  return h(
    'div',
    { class: 'price-detail' },
    sql !== undefined && h('pre', { class: 'data' }, ...sqlMarkup(sql)),
    note !== undefined && h('p', { class: 'billing-small muted' }, note),
    filter !== undefined && h('p', { class: 'data' }, filter),
    h(
      'p',
      { class: 'price-rate billing-small' },
      h('span', { class: 'muted' }, rate),
      sql !== undefined && copy,
    ),
  );
}

function drawReason(row: ReasonRow, port: DrawPort): HTMLElement {
  const { id, spoken, sentence, cost, last, act } = row;
  const hidden = { aria: { hidden: 'true' } } as const;
  return h(
    'li',
    { class: 'reason stops' },
    target(id, spoken, act, port),
    h('div', hidden, ...drawParts(sentence, id, port)),
    cost !== undefined && h('div', hidden, cost),
    last.length > 0 && h('div', { class: 'muted' }, ...drawParts(last, `${id}:last`, port)),
  );
}

function drawFold({ id, text, isOpen }: FoldRow, port: DrawPort): HTMLElement {
  return h(
    'li',
    { class: 'price stops' },
    h(
      'div',
      { class: 'price-head muted' },
      foldTarget(id, text, isOpen, { kind: 'toggle', id }, port),
      chevron(isOpen),
      h('span', { class: 'price-name', aria: { hidden: 'true' } }, text),
    ),
  );
}
