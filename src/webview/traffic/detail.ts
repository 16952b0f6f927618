/** One request: its events, bodies, and headers. */
import { countText } from '../../core/language.ts';
import type { TrafficTexts } from '../../core/texts/trafficPage.ts';
import type { RequestDetail, ShownBody } from '../../core/traffic/requestDetail.ts';
import type { RequestRow } from '../../core/traffic/requestRow.ts';
import type { RequestAction } from '../../protocol/traffic.ts';
import { visible } from '../../std/visible.ts';
import { button, h, headAction, iconButton, outside } from '../dom.ts';
import { fill } from '../fill.ts';
import { eventRows, type EventPort } from './eventList.ts';
import { fold } from './fold.ts';
import { bodyText } from './json.ts';
import { sizeText } from './size.ts';

export interface DetailPort extends EventPort {
  run(action: RequestAction): void;
  close(): void;
}

type Part = 'events' | 'request' | 'response' | 'headers';

export class DetailPane {
  readonly element: HTMLElement;
  readonly #content = h('div', { class: 'detail-content' });
  readonly #open = new Set<Part>(['events', 'request']);
  #row: RequestRow | undefined;

  constructor(
    private readonly texts: TrafficTexts,
    private readonly port: DetailPort,
  ) {
    this.element = h(
      'section',
      { class: 'detail', hidden: true, tabIndex: -1, aria: { label: texts.detail } },
      this.#content,
    );
  }

  get shown(): number | undefined {
    return this.element.hidden ? undefined : this.#row?.n;
  }

  hide(): void {
    this.element.hidden = true;
    this.#row = undefined;
  }

  /** @param detail null for a request that isn't kept anymore */
  show(row: RequestRow, detail: RequestDetail | null): void {
    const { texts } = this;
    const isOther = this.#row?.n !== row.n;
    this.#row = row;
    this.element.hidden = false;
    this.#content.replaceChildren(
      this.#head(row, detail),
      ...(detail === null ? [h('p', { class: 'muted gone' }, texts.left)] : this.#parts(detail)),
    );
    if (isOther) this.element.scrollTop = 0;
  }

  #head({ method, path, status, ms }: RequestRow, detail: RequestDetail | null): HTMLElement {
    const { texts, port } = this;
    const action = (picture: string, label: string, name: RequestAction) =>
      headAction(picture, label, () => port.run(name));
    const hasEvents = (detail?.eventCount ?? 0) > 0;
    const size = sizeText((detail?.request.bytes ?? 0) + (detail?.response.bytes ?? 0));
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'detail-title' },
        h('h2', { class: 'data', title: visible(path) }, `${method} ${visible(path, 300)}`),
        h(
          'b',
          { class: `data${status === 0 || status >= 400 ? ' failed' : ''}` },
          status === 0 ? texts.cutOff : String(status),
        ),
        h('span', { class: 'muted' }, fill(texts.took, countText(Math.round(ms)), size)),
        iconButton('close', texts.close, () => port.close()),
      ),
      h(
        'div',
        { class: 'detail-actions' },
        hasEvents && action('debug-restart', texts.replay, 'replay'),
        hasEvents && action('save-as', texts.save, 'save'),
        action('copy', texts.copyAs, 'copyAs'),
      ),
    );
  }

  #parts(detail: RequestDetail): readonly HTMLElement[] {
    const { texts, port } = this;
    const headers = this.#fold('headers', texts.headers);
    headers.count(countText(detail.requestHeaders.length + detail.responseHeaders.length));
    headers.side.textContent = texts.hidden;
    headers.body.append(
      headerList(detail.requestHeaders),
      h('h3', {}, texts.responseHeaders),
      headerList(detail.responseHeaders),
    );
    const parts = [
      this.#body('request', texts.request, detail.request, 'openRequest'),
      this.#body('response', texts.response, detail.response, 'openResponse'),
      headers.element,
    ];
    if (detail.eventCount === 0 && detail.problems.length === 0) return parts;
    const events = this.#fold('events', texts.events);
    events.count(countText(detail.eventCount));
    events.side.replaceChildren(outside(detail.customer ?? ''));
    events.body.append(...eventRows(detail, texts, port));
    return [events.element, ...parts];
  }

  #body(part: Part, title: string, body: ShownBody, open: RequestAction): HTMLElement {
    const { texts, port } = this;
    const copy = iconButton('copy', texts.copy, () => port.copy(body.text));
    const document = iconButton('go-to-file', texts.openBody, () => port.run(open));
    const isEmpty = body.text === '';
    const section = this.#fold(part, title, ...(isEmpty ? [] : [copy, document]));
    section.side.textContent = isEmpty ? texts.empty : sizeText(body.bytes);
    if (isEmpty) return section.element;
    const text = h('pre', {
      class: 'data body',
      tabIndex: 0,
      role: 'region',
      aria: { label: title },
    });
    text.append(bodyText(body));
    section.body.append(text);
    if (body.cut !== 'none') {
      const note = body.cut === 'shown' ? texts.bodyShown : texts.bodyRecorded;
      const link = button(texts.openBody, 'link', () => port.run(open));
      section.body.append(h('p', { class: 'muted' }, note, ' ', link));
    }
    return section.element;
  }

  #fold(part: Part, title: string, ...actions: readonly HTMLElement[]) {
    const toggle = (isOpen: boolean) => {
      if (isOpen) this.#open.add(part);
      else this.#open.delete(part);
    };
    return fold(title, this.#open.has(part), toggle, ...actions);
  }
}

const headerList = (headers: RequestDetail['requestHeaders']) =>
  h(
    'dl',
    { class: 'data' },
    ...headers.flatMap(([name, value]) => [
      h('dt', { class: 'muted' }, outside(name)),
      h('dd', {}, outside(value)),
    ]),
  );
