/** The events of a request, with what is wrong with each. */
import { countText } from '../../core/language.ts';
import type { TrafficTexts } from '../../core/texts/trafficPage.ts';
import type { TrafficProblem } from '../../core/traffic/problem.ts';
import type { RequestDetail, ShownEvent } from '../../core/traffic/requestDetail.ts';
import { button, h, icon, iconButton, outside } from '../dom.ts';
import { fill } from '../fill.ts';

export interface EventPort {
  copy(text: string): void;
  openEvent(index: number): void;
  findInCode(name: string): void;
  goToRequest(n: number): void;
}

export function eventRows(
  { events, eventCount, problems }: RequestDetail,
  texts: TrafficTexts,
  port: EventPort,
): readonly HTMLElement[] {
  const left = eventCount - events.length;
  return [
    ...problems.map((each) => problemRow(each, texts, port)),
    h('ul', {}, ...events.map((event) => eventRow(event, texts, port))),
    ...(left > 0
      ? [
          h(
            'p',
            { class: 'muted' },
            left === 1 ? texts.moreEventsOne : fill(texts.moreEvents, countText(left)),
          ),
        ]
      : []),
  ];
}

function eventRow(event: ShownEvent, texts: TrafficTexts, port: EventPort): HTMLElement {
  const { index, id, name, problems } = event;
  const title = h(
    'div',
    { class: 'event-title' },
    name === null ? h('span', { class: 'muted' }, texts.noName) : outside(name, 'data'),
    id === null ? h('span', { class: 'muted' }, texts.noId) : outside(id, 'data muted event-id'),
    name !== null && iconButton('search', texts.findInCode, () => port.findInCode(name)),
    id !== null && iconButton('copy', texts.copyId, () => port.copy(id)),
    id !== null && iconButton('go-to-file', texts.openEvent, () => port.openEvent(index)),
  );
  const rows = problems.map((each) => problemRow(each, texts, port));
  return h('li', { class: problems.length > 0 ? 'event wrong' : 'event' }, title, ...rows);
}

function problemRow(
  { severity, message, path, relatedN }: TrafficProblem,
  texts: TrafficTexts,
  port: EventPort,
): HTMLElement {
  return h(
    'div',
    { class: 'event-problem' },
    icon(severity, `tone-${severity}`),
    h('span', { class: 'spoken' }, `${texts[severity]}: `),
    h(
      'div',
      {},
      outside(message),
      ' ',
      h('span', { class: 'muted data' }, outside(shortPath(path))),
      ...(relatedN === undefined
        ? []
        : [' ', button(texts.goToRequest, 'link', () => port.goToRequest(relatedN))]),
    ),
  );
}

/** Without the event's place, which the row shows. */
const shortPath = (path: string) => path.replace(/^\$\.events\[\d+\]\.?/, '').replace(/^\$\.?/, '');
