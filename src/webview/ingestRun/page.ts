/** Puts the page of an ingest together: title, figures, outcomes and their lines, footer. */
import type { OutcomesByTime, RejectionGroup } from '../../core/ingestReport.ts';
import type { IngestRunTexts } from '../../core/texts/ingestRun.ts';
import { countText } from '../../core/language.ts';
import type { IngestRunState, RunAction, ShownIngest, ToHost } from '../../protocol/ingestRun.ts';
import type { Remote } from '../../protocol/rpc.ts';
import { h, headAction, icon, outside } from '../dom.ts';
import { fill } from '../fill.ts';
import { drawModeRow } from '../modeRow.ts';
import { clockText, momentText } from '../time.ts';
import { drawFigures } from './figures.ts';
import { footerView } from './footer.ts';
import { createFooter } from '../outcomes/footerRow.ts';
import { drawMessage } from './message.ts';
import { createOutcomeList } from '../outcomes/outcomeList.ts';
import { firstSelection, outcomesOf, type Outcome } from './outcomes.ts';
import { createRowTable, rowsOf } from './rowTable.ts';
import { drawStatus } from './status.ts';
import { createTimeChart } from '../outcomes/timeChart.ts';
import { chartLayers } from './chartLayers.ts';

export interface IngestRunPage {
  show(state: IngestRunState): void;
  showGroups(groups: readonly RejectionGroup[]): void;
  showByTime(byTime: OutcomesByTime | null): void;
}

/** What is kept while the page is hidden or reloaded. */
export interface SelectionMemory {
  readonly kept: string | undefined;
  keep(selection: string): void;
}

export function createPage(
  texts: IngestRunTexts,
  first: ShownIngest,
  remote: Remote<ToHost>,
  memory: SelectionMemory,
): IngestRunPage {
  const language = document.documentElement.lang;
  let { state, groups, byTime } = first;
  let outcomes: readonly Outcome[] = [];
  /** What the user selected; until then, the first cause of rejections. */
  let chosen = memory.kept;
  let spokenStep: string | undefined;
  let drawnRows: unknown;

  const ask = (work: Promise<unknown>) => void work.catch(() => undefined);
  const run = (action: RunAction) => ask(remote.run({ action }));
  const modeRow = h('div', { role: 'banner' });
  const progress = h('div', { class: 'progress', hidden: true });
  const name = h('h1', { class: 'name' });
  const status = h('div', { class: 'status' });
  const figures = h('div', { class: 'figures' });
  const list = createOutcomeList(texts, select);
  const table = createRowTable(texts, {
    openLine: (line) => ask(remote.openLine({ line })),
    copy(text) {
      ask(remote.copy({ text }));
      // The same text is announced again only after another one.
      announcer.textContent = '';
      announcer.textContent = texts.copied;
    },
  });
  const chart = createTimeChart({
    texts,
    layers: chartLayers(texts),
    spoken: (when, counts) => fill(texts.stepSpoken, when, ...counts),
    speak: (text) => (announcer.textContent = text),
  });
  const count = h('b', {});
  const headMore = h('span', { class: 'muted' });
  const rowsMore = h('p', { class: 'rows-more muted' });
  const rowPane = h(
    'section',
    { class: 'row-pane' },
    h('div', { class: 'row-head' }, count, headMore),
    table.element,
    rowsMore,
  );
  const message = h('section', { class: 'message' });
  const panes = h('div', { class: 'panes' }, list.element, list.dropDown, rowPane, message);
  const notes = h('div', { class: 'notes' });
  const main = h(
    'main',
    {},
    h(
      'div',
      { class: 'title-line' },
      name,
      status,
      h(
        'div',
        { class: 'actions' },
        headAction('git-compare', texts.compare, () => run('compare')),
        headAction('go-to-file', texts.openFile, () => run('openFile')),
      ),
    ),
    figures,
    chart.element,
    notes,
    panes,
  );
  const footer = createFooter(texts, run);
  const announcer = h('div', { class: 'spoken', role: 'status' });
  document.body.append(modeRow, progress, main, footer.element, announcer);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'F8') return;
    event.preventDefault();
    nextCause(event.shiftKey ? -1 : 1);
  });
  draw();

  /** `09:16:40 UTC`, with the day where it isn't today's. */
  function at(ms: number): string {
    const isToday = new Date(ms).toDateString() === new Date().toDateString();
    return isToday ? fill(texts.utc, clockText(ms)) : momentText(ms, language);
  }

  function selected(): Outcome | undefined {
    const key = outcomes.some((each) => each.key === chosen) ? chosen : firstSelection(outcomes);
    return outcomes.find((each) => each.key === key);
  }

  function select(key: string): void {
    chosen = key;
    memory.keep(key);
    draw();
    const outcome = selected();
    if (outcome === undefined) return;
    announcer.textContent = fill(texts.outcomeSpoken, outcome.label, countText(outcome.count));
  }

  function nextCause(by: 1 | -1): void {
    const causes = outcomes.filter(({ group }) => group !== undefined);
    const now = causes.findIndex(({ key }) => key === selected()?.key);
    const next = causes[(now + by + causes.length) % causes.length];
    if (next !== undefined) select(next.key);
  }

  function draw(): void {
    const { connection, phase, lines, notSent } = state;
    outcomes = outcomesOf(state, groups, texts, language);
    drawModeRow(modeRow, connection, texts);
    const mode = texts.modeSpoken[connection.mode];
    main.setAttribute('aria-label', fill(texts.pageName, state.fileName, connection.name, mode));
    name.replaceChildren(outside(state.fileName));
    drawStatus(status, state, texts, at);
    progress.hidden = phase.kind !== 'sending' && phase.kind !== 'verifying';
    const done = phase.kind === 'verifying' ? phase.done / phase.of : (lines - notSent) / lines;
    progress.style.width = `${(done || 0) * 100}%`;
    drawFigures(figures, state, texts, { select, run });
    notes.hidden = state.notes.length === 0;
    notes.replaceChildren(
      ...state.notes.map((note) => h('p', {}, icon('warning', 'tone-warning'), outside(note))),
    );
    const span = selected()?.group?.span;
    chart.draw(byTime, span && { startMs: span.firstMs, endMs: span.lastMs });
    drawPanes();
    footer.draw(footerView(texts, state, selected()?.group, at), connection);
    speakProgress();
  }

  function drawPanes(): void {
    const outcome = selected();
    const isQuiet = groups.length === 0 && state.duplicates === 0 && state.notSent === 0;
    list.element.hidden = isQuiet;
    list.dropDown.hidden = isQuiet;
    panes.classList.toggle('quiet', isQuiet);
    list.draw(outcomes, outcome?.key);
    const shown =
      outcome?.group === undefined ? (outcome?.key === 'rejected' ? groups : []) : [outcome.group];
    const rows = rowsOf(shown);
    rowPane.hidden = rows.length === 0;
    message.hidden = rows.length > 0;
    if (rows.length === 0) {
      drawMessage(message, state, isQuiet ? 'accepted' : outcome?.kind, texts);
      return;
    }
    const total = shown.reduce((sum, each) => sum + each.count, 0);
    const isSending = state.phase.kind === 'sending';
    const [one, many] = isSending
      ? [texts.headSoFarOne, texts.headSoFarMany]
      : [texts.headOne, texts.headMany];
    count.textContent = total === 1 ? one : fill(many, countText(total));
    headMore.textContent = outcome?.group?.isLate
      ? fill(texts.gracePeriod, state.connection.name, countText(state.gracePeriodHours))
      : (outcome?.label ?? '');
    headMore.title = headMore.textContent;
    rowsMore.hidden = rows.length === total || isSending || !state.hasRejectedFile;
    rowsMore.textContent = fill(texts.firstRows, countText(rows.length), countText(total));
    const key = JSON.stringify([
      outcome?.key,
      shown.map(({ id, count: each }) => [id, each]),
      rows.length,
    ]);
    // The rows stay as they are while only counts change.
    if (key === drawnRows) return;
    drawnRows = key;
    table.draw(rows);
  }

  /** Announces progress at each quarter, and whatever comes after it at once. */
  function speakProgress(): void {
    const { phase, lines, notSent } = state;
    const quarter = Math.floor(((lines - notSent) / Math.max(1, lines)) * 4);
    const step = phase.kind === 'sending' ? `sending ${quarter}` : phase.kind;
    if (step !== spokenStep && spokenStep !== undefined) announcer.textContent = footer.sentence;
    spokenStep = step;
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
