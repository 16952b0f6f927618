/** What a row unfolds to: the diff of its event, and where to go from there. */
import { countText } from '../../core/language.ts';
import type { DiffLine } from '../../core/reconciliation/diffLines.ts';
import type { ReconcilePageTexts } from '../../core/texts/reconcilePage.ts';
import type { ShownRow } from '../../protocol/reconcile.ts';
import { button, h, outside } from '../dom.ts';
import { fill } from '../fill.ts';

export interface DetailActions {
  readonly detail: (row: ShownRow) => Promise<readonly DiffLine[] | null>;
  readonly openLine: (line: number) => void;
  readonly openEvent: (row: ShownRow) => void;
}

/** The diff comes later, since it's read from the file. */
export function createDetail(
  row: ShownRow,
  texts: ReconcilePageTexts,
  on: DetailActions,
): HTMLElement {
  const diff = h('div', { class: 'diff data' });
  const line = countText(row.line);
  const isInOrb = row.outcome === 'different' || row.outcome === 'deprecated';
  on.detail(row).then(
    (lines) => {
      if (lines === null) diff.append(h('p', { class: 'muted' }, fill(texts.lineChanged, line)));
      else diff.append(...lines.map((each) => drawLine(each, texts)));
    },
    () => diff.append(h('p', { class: 'muted' }, texts.detailFailed)),
  );
  return h(
    'div',
    { class: 'unfolded-row' },
    diff,
    h(
      'p',
      { class: 'links' },
      isInOrb && button(texts.openEvent, 'link', () => on.openEvent(row)),
      button(fill(texts.openLine, line), 'link', () => on.openLine(row.line)),
    ),
  );
}

function drawLine({ mark, text }: DiffLine, texts: ReconcilePageTexts): HTMLElement {
  const spoken = mark === '-' ? texts.inOrb : mark === '+' ? texts.inFile : undefined;
  const name = mark === '-' ? 'removed' : mark === '+' ? 'inserted' : '';
  return h(
    'div',
    { class: `diff-line ${name}` },
    spoken !== undefined && h('span', { class: 'spoken' }, `${spoken} `),
    h('span', { class: 'mark', aria: { hidden: 'true' } }, mark),
    outside(text),
  );
}
