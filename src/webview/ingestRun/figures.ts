/**
 * The six figures: the run's counts, which are also the legend of its outcomes and links to them.
 */
import { countText, numberFormat } from '../../core/language.ts';
import type { IngestRunTexts } from '../../core/texts/ingestRun.ts';
import type { IngestRunState, RunAction } from '../../protocol/ingestRun.ts';
import { h, redraw } from '../dom.ts';
import { fill } from '../fill.ts';
import type { OutcomeKind } from './outcomes.ts';

const percent = numberFormat({ style: 'percent', maximumFractionDigits: 1 });

export function drawFigures(
  element: HTMLElement,
  state: IngestRunState,
  texts: IngestRunTexts,
  on: { select(kind: OutcomeKind): void; run(action: RunAction): void },
): void {
  const { lines, accepted, duplicates, rejected, notSent, requests, customers, phase } = state;
  const isSending = phase.kind === 'sending';
  const share = isSending ? texts.soFar : lines === 0 ? '' : percent(accepted / lines);
  const outcome = (kind: OutcomeKind, label: string, count: number, more = '') =>
    figure({ label, value: countText(count), more, kind, isZero: count === 0 }, () =>
      on.select(kind),
    );
  redraw(element, () =>
    element.replaceChildren(
      figure(
        {
          label: texts.lines,
          value: countText(lines),
          more:
            customers === null
              ? ''
              : customers === 1
                ? texts.customersOne
                : fill(texts.customersMany, countText(customers)),
          title: texts.openFile,
        },
        () => on.run('openFile'),
      ),
      outcome('accepted', texts.accepted, accepted, share),
      outcome('duplicates', texts.duplicates, duplicates),
      outcome('rejected', texts.rejected, rejected),
      outcome('notSent', texts.notSent, notSent),
      ...(requests === null
        ? []
        : [
            figure(
              {
                label: texts.requests,
                value: countText(requests.count),
                more:
                  requests.retried === 0
                    ? requests.took
                    : fill(texts.retried, countText(requests.retried), requests.took),
                title: texts.showLog,
              },
              () => on.run('showLog'),
            ),
          ]),
    ),
  );
}

function figure(
  what: {
    readonly label: string;
    readonly value: string;
    readonly more: string;
    readonly title?: string;
    readonly kind?: OutcomeKind;
    readonly isZero?: boolean;
  },
  onPress: () => void,
): HTMLElement {
  const { label, value, more, title, kind, isZero } = what;
  const element = h(
    'button',
    { class: `figure${isZero ? ' zero' : ''}`, ...(title !== undefined && { title }) },
    h('span', { class: 'label' }, kind && h('span', { class: `swatch swatch-${kind}` }), label),
    h('span', { class: 'value' }, h('b', {}, value), h('span', { class: 'more' }, more)),
  );
  element.type = 'button';
  if (isZero) element.setAttribute('aria-disabled', 'true');
  element.addEventListener('click', () => {
    if (!isZero) onPress();
  });
  return element;
}
