/** The title of the page: the search, how far it got, and what can be done with all of it. */
import { countText } from '../../core/language.ts';
import type { ResultsTexts } from '../../core/texts/results.ts';
import type { ResultsState } from '../../protocol/results.ts';
import { h, headAction, icon, outside } from '../dom.ts';
import { fill } from '../fill.ts';

export interface HeadActions {
  refresh(): void;
  cancel(): void;
  columns(): void;
  export(): void;
}

export function createHead(texts: ResultsTexts, on: HeadActions) {
  const name = h('h1', { class: 'name' });
  const status = h('div', { class: 'head-status' });
  const refresh = headAction('refresh', texts.refresh, () => on.refresh());
  const cancel = headAction('close', texts.cancel, () => on.cancel());
  const columns = headAction('table', texts.columns, () => on.columns());
  const exporting = headAction('export', texts.export, () => on.export());
  const actions = h('div', { class: 'actions' }, cancel, refresh, columns, exporting);
  return {
    element: h('div', { class: 'title-line' }, name, status, actions),
    draw(state: ResultsState): void {
      const { title, phase } = state;
      name.replaceChildren(outside(title));
      name.title = title;
      const isReading = phase === 'reading';
      status.replaceChildren(
        icon(...iconOf(phase)),
        h('span', {}, outside(statusText(state, texts))),
      );
      cancel.hidden = !isReading;
      refresh.hidden = isReading;
    },
  };
}

function iconOf(phase: ResultsState['phase']): [name: string, extra?: string] {
  if (phase === 'reading') return ['loading', 'codicon-modifier-spin'];
  if (phase === 'failed') return ['error', 'tone-error'];
  return phase === 'stopped' ? ['warning', 'tone-warning'] : ['search'];
}

function statusText(state: ResultsState, texts: ResultsTexts): string {
  const { phase, total, asked, found, failure } = state;
  switch (phase) {
    case 'reading': {
      const reading = total === 1 ? texts.readingOne : fill(texts.readingMany, countText(total));
      return asked === 0 ? reading : `${reading}, ${fill(texts.soFar, countText(asked))}`;
    }
    case 'failed':
      return failure ?? '';
    case 'stopped':
      return fill(texts.stopped, countText(asked), countText(total));
    case 'done':
      return fill(texts.found, countText(found), countText(total));
  }
}
