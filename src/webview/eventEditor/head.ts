/**
 * The header: the event's name, state, and actions, and its facts, each with a button that copies
 * it.
 */
import { parseTimestamp } from '../../core/timestamp.ts';
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import type { Action, EventState } from '../../protocol/eventEditor.ts';
import { type Child, h, headAction, icon, iconButton, outside } from '../dom.ts';
import { fill } from '../fill.ts';
import { ageText, localText, timestampText } from '../time.ts';
import { visible } from '../../std/visible.ts';

export interface HeadPort {
  readonly texts: EventEditorTexts;
  readonly language: string;
  run(action: Action): void;
  copy(text: string): void;
}

export function drawHead(
  head: HTMLElement,
  state: EventState,
  nowMs: number,
  port: HeadPort,
): void {
  const { texts, language } = port;
  const { event } = state;
  const instant = parseTimestamp(event.timestamp);
  const age = instant && ageText(instant.ms, nowMs, language);
  const local = instant && fill(texts.localTime, localText(instant.ms, language), age ?? '');
  const customer = event.externalCustomerId ?? event.customerId;
  const own = event.externalCustomerId === null ? null : event.customerId;

  const title = h(
    'h1',
    { class: event.state === 'deprecated' ? 'name struck' : 'name' },
    outside(event.name),
  );
  title.title = visible(event.name);
  const canDeprecate = isInOrb(event) && event.state !== 'deprecated';
  const actions = h(
    'div',
    { class: 'actions' },
    isInOrb(event) && headAction('git-compare', texts.compare, () => port.run('compare')),
    headAction('go-to-file', texts.openText, () => port.run('openText')),
    canDeprecate && h('span', { class: 'rule', aria: { hidden: 'true' } }),
    canDeprecate && headAction('circle-slash', texts.deprecate, () => port.run('deprecate')),
  );
  head.replaceChildren(
    h('div', { class: 'title-line' }, title, drawState(state, texts), actions),
    h(
      'dl',
      { class: 'facts' },
      h(
        'div',
        { class: 'fact fact-state' },
        h('dt', {}, texts.state),
        h('dd', {}, drawState(state, texts)),
      ),
      fact(texts.eventId, value(event.id), copyIcon(texts.copyEventId, event.id, port)),
      customer === null
        ? fact(texts.customer, h('span', { class: 'muted' }, texts.none))
        : fact(
            texts.customer,
            value(customer, own === null ? undefined : `${customer}\ncustomer_id ${own}`),
            copyIcon(texts.copyCustomer, customer, port),
            own !== null &&
              h(
                'span',
                { class: 'more own-id' },
                h('span', { class: 'muted' }, 'customer_id'),
                h('span', { class: 'muted' }, value(own)),
                copyIcon(texts.copyCustomerId, own, port),
              ),
          ),
      fact(
        texts.timestamp,
        value(timestampText(event.timestamp), local),
        copyIcon(texts.copyTimestamp, event.timestamp, port),
        local !== undefined && h('span', { class: 'more muted local' }, local),
      ),
    ),
  );
}

const isInOrb = ({ state }: EventState['event']) => state !== 'draft';

const fact = (label: string, ...children: readonly Child[]) =>
  h('div', { class: 'fact' }, h('dt', {}, label), h('dd', {}, ...children));

function value(text: string, title?: string): HTMLElement {
  const element = outside(text, 'data');
  element.title = title ?? visible(text);
  return element;
}

function drawState({ event, merge }: EventState, texts: EventEditorTexts): HTMLElement {
  const { state, amendments, unconfirmed } = event;
  if (merge !== null && state !== 'deprecated') {
    return h(
      'span',
      { class: 'state state-merge', title: texts.changedInOrb },
      icon('git-merge'),
      h('span', { class: 'word' }, texts.changedInOrb),
    );
  }
  const icons = {
    active: 'pass',
    amended: 'edit',
    deprecated: 'circle-slash',
    draft: 'note',
  } as const;
  const amended = amendments > 1 ? fill(texts.amendedTimes, amendments) : texts.amended;
  const { active, deprecated, draft } = texts;
  const word = { active, amended, deprecated, draft }[state];
  const title =
    state === 'amended' && amendments > 0
      ? fill(amendments === 1 ? texts.amendedTitleOne : texts.amendedTitle, amendments)
      : '';
  return h(
    'span',
    { class: `state state-${state}`, title },
    icon(icons[state]),
    unconfirmed ? fill(texts.unconfirmed, word) : word,
  );
}

/** Shows a check mark for a second, and announces it. */
function copyIcon(title: string, text: string, port: HeadPort): HTMLButtonElement {
  const element = iconButton('copy', title, () => {
    port.copy(text);
    element.replaceChildren(icon('check'));
    setTimeout(() => element.replaceChildren(icon('copy')), 1_000);
  });
  element.classList.add('copy');
  return element;
}
