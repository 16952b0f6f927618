/** Puts the page of a comparison together: title, figures, chart, groups and their rows, footer. */
import { countText } from '../../core/language.ts';
import type { LineOutcome } from '../../core/reconciliation/outcomes.ts';
import type { ReconcilePageTexts } from '../../core/texts/reconcilePage.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import type { Remote } from '../../protocol/rpc.ts';
import type {
  ReconcileAction,
  RowSelection,
  ShownComparison,
  ToHost,
  ToPage,
} from '../../protocol/reconcile.ts';
import { hourSpan } from '../chart/format.ts';
import { button, h, headAction, icon, iconButton, outside, redraw } from '../dom.ts';
import { fill } from '../fill.ts';
import { drawModeRow } from '../modeRow.ts';
import { createFooter } from '../outcomes/footerRow.ts';
import { createOutcomeList } from '../outcomes/outcomeList.ts';
import { createTimeChart } from '../outcomes/timeChart.ts';
import { drawFigures } from './figures.ts';
import { groupsOf, type Group } from './groups.ts';
import { createRows } from './rows.ts';
import { chartLayers, stepText } from './words.ts';

export type ReconcilePage = {
  readonly [K in keyof ToPage]: (...args: Parameters<ToPage[K]>) => void;
};

const EVERYTHING: RowSelection = { outcome: null, kind: null, span: null, lines: null };

export function createPage(
  texts: ReconcilePageTexts,
  first: ShownComparison,
  remote: Remote<ToHost>,
): ReconcilePage {
  let { state, groups, byTime } = first;
  let listed: readonly Group[] = [];
  let selection = EVERYTHING;
  /** Rows of the hours that are selected; the others are known from the counts. */
  let inHours = 0;
  let spokenStep = state.step;

  const ask = (work: Promise<unknown>) => void work.catch(() => undefined);
  const run = (action: ReconcileAction) => ask(remote.run({ action }));
  const modeRow = h('div', { role: 'banner' });
  const progress = h('div', { class: 'progress', hidden: true });
  const name = h('h1', { class: 'name' });
  const status = h('div', { class: 'status' });
  const actions = h('div', { class: 'actions' });
  const figures = h('div', { class: 'figures' });
  const list = createOutcomeList(texts, selectKey);
  const announcer = h('div', { class: 'spoken', role: 'status' });
  const chart = createTimeChart({
    texts,
    layers: chartLayers(texts),
    spoken: (when, counts) => stepText(texts, when, counts),
    speak: (text) => (announcer.textContent = text),
    onSelect: (span) => select({ ...selection, span, lines: null }),
  });
  const rows = createRows(
    texts,
    remote,
    {
      detail: (row) => remote.detail(row),
      openLine: (line) => ask(remote.openLine({ line })),
      openEvent: (row) => ask(remote.openEvent(row)),
      select: (lines) => {
        if (lines !== selection.lines) select({ ...selection, lines }, true);
      },
      copy(text) {
        ask(remote.copy({ text }));
        announcer.textContent = '';
        announcer.textContent = texts.copied;
      },
    },
    facts(),
  );
  const rowCount = h('b', {});
  const rowMore = h('span', { class: 'muted' });
  const clear = iconButton('close', texts.clearHours, () =>
    select({ ...selection, span: null, lines: null }),
  );
  const rowPane = h(
    'section',
    { class: 'row-pane' },
    h('div', { class: 'row-head' }, rowCount, rowMore, clear),
    rows.element,
  );
  const message = h('section', { class: 'message' });
  const panes = h('div', { class: 'panes' }, list.element, list.dropDown, rowPane, message);
  const titleLine = h('div', { class: 'title-line' }, name, status, actions);
  const main = h('main', {}, titleLine, figures, chart.element, panes);
  const footer = createFooter(texts, run);
  document.body.append(modeRow, progress, main, footer.element, announcer);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'F8') return;
    event.preventDefault();
    nextGroup(event.shiftKey ? -1 : 1);
  });
  list.element.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') select(EVERYTHING);
  });
  draw();

  function facts() {
    return {
      selection,
      grace: state.grace,
      labelOf: ({ outcome, kind }: { outcome: LineOutcome; kind: string | null }) =>
        groups.find((group) => group.outcome === outcome && group.kind === kind)?.label ??
        texts.outcome[outcome],
    };
  }

  function selectKey(key: string): void {
    const group = listed.find((each) => each.key === key);
    if (group === undefined) select(EVERYTHING);
    else select({ ...EVERYTHING, outcome: group.outcome, kind: group.kindCode });
  }

  /** @param keepsRows only other rows of what is shown are selected */
  function select(next: RowSelection, keepsRows = false): void {
    const isOther = next.outcome !== selection.outcome || next.kind !== selection.kind;
    selection = next;
    ask(remote.select(next));
    if (keepsRows) return;
    if (next.span === null) draw();
    else {
      ask(
        remote.rows({ selection: next, offset: 0, limit: 0 }).then(({ total }) => {
          inHours = total;
          draw();
        }),
      );
    }
    const group = current();
    if (!isOther) return;
    const label = group?.label ?? texts.all;
    announcer.textContent = fill(texts.outcomeSpoken, label, countText(totalOf()));
  }

  function current(): Group | undefined {
    return listed.find(
      ({ outcome, kindCode }) => outcome === selection.outcome && kindCode === selection.kind,
    );
  }

  function nextGroup(by: 1 | -1): void {
    const kinds = listed.filter(
      ({ outcome, kindCode }) =>
        kindCode !== null || !listed.some((each) => each.outcome === outcome && each.more),
    );
    const now = kinds.findIndex(({ key }) => key === current()?.key);
    const next = kinds.at((now + by + kinds.length) % Math.max(1, kinds.length));
    if (next !== undefined) selectKey(next.key);
  }

  /** How many rows what is selected has. */
  function totalOf(): number {
    if (selection.span !== null) return inHours;
    return groups
      .filter(
        ({ outcome, kind }) =>
          (selection.outcome === null || selection.outcome === outcome) &&
          (selection.kind === null || selection.kind === kind),
      )
      .reduce((sum, { count, repaired }) => sum + count + repaired, 0);
  }

  function draw(): void {
    const { connection, fileName } = state;
    listed = groupsOf(state, groups, texts);
    drawModeRow(modeRow, connection, texts);
    const mode = texts.modeSpoken[connection.mode];
    main.setAttribute('aria-label', fill(texts.pageName, fileName, connection.name, mode));
    name.replaceChildren(outside(fileName));
    name.title = fileName;
    status.replaceChildren(
      icon(state.status.icon),
      h('span', { class: 'status-text' }, state.status.text),
    );
    status.title = state.status.text;
    drawActions();
    progress.hidden = state.progress === null;
    progress.style.width = `${(state.progress ?? 0) * 100}%`;
    drawFigures(figures, state, texts, selection.outcome, (outcome) =>
      select({ ...EVERYTHING, outcome }),
    );
    const span = current()?.span;
    const band = selection.span ?? (span && { startMs: span.firstMs, endMs: span.lastMs + 1 });
    chart.draw(byTime, band ?? undefined);
    drawPanes();
    footer.draw(state.footer, connection);
    if (state.step !== spokenStep) announcer.textContent = footer.sentence;
    spokenStep = state.step;
  }

  function drawActions(): void {
    if (actions.dataset['working'] === String(state.isWorking)) return;
    actions.dataset['working'] = String(state.isWorking);
    redraw(actions, () =>
      actions.replaceChildren(
        ...(state.isWorking
          ? [h('span', { class: 'muted comparing-only' }, texts.comparingOnly)]
          : [
              headAction('refresh', texts.again, () => run('again')),
              headAction('export', texts.export, () => run('export')),
            ]),
      ),
    );
  }

  function drawPanes(): void {
    const isQuiet = listed.length === 0;
    list.element.hidden = isQuiet;
    list.dropDown.hidden = isQuiet;
    panes.classList.toggle('quiet', isQuiet);
    const selected = current();
    list.draw(listed, selected?.key);
    const total = totalOf();
    rowPane.hidden = state.message !== null;
    message.hidden = state.message === null;
    if (state.message !== null) {
      message.replaceChildren(
        ...state.message.lines.map((line) => h('p', {}, outside(line))),
        h(
          'p',
          { class: 'message-links' },
          ...state.message.links.map(({ action, label }) =>
            button(label, 'link', () => run(action)),
          ),
        ),
      );
      return;
    }
    const count = total === 1 ? texts.headOne : fill(texts.headMany, countText(total));
    rowCount.replaceChildren(outside(fill(texts.headOf, count, selected?.label ?? texts.all)));
    const { span } = selection;
    clear.hidden = span === null;
    rowMore.textContent =
      span !== null
        ? fill(texts.utc, hourSpan(span.startMs, Math.max(span.endMs, span.startMs + HOUR_MS)))
        : selection.outcome === 'different'
          ? texts.orbToFile
          : '';
    rows.draw(facts(), total);
  }

  return {
    show(next) {
      state = next;
      draw();
    },
    showGroups(next) {
      groups = next;
      draw();
    },
    showByTime(next) {
      byTime = next;
      draw();
    },
  };
}
