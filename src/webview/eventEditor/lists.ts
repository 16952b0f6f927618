/** The right column: what changes, what stops it, what was sent before. */
import type { Text } from '@codemirror/state';
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import type { HistoryEntry, Problem } from '../../protocol/eventEditor.ts';
import { button, h, icon, iconButton, outside, type Child } from '../dom.ts';
import { fill } from '../fill.ts';
import { momentText } from '../time.ts';
import { visible } from '../../std/visible.ts';
import type { Analysis, PlacedChange } from './analysis.ts';
import { drawList, focusRow, listKeys, type Row } from './list.ts';

export interface ListsPort {
  readonly texts: EventEditorTexts;
  readonly language: string;
  goTo(offset: number): void;
  restore(change: PlacedChange): void;
  fix(problem: Problem, index: number): void;
  openStep(id: string): void;
}

/** More rows than anybody reads are counted instead. */
const MAX_ROWS = 200;
const MAX_VALUE = 300;

interface Section {
  readonly element: HTMLElement;
  readonly count: HTMLElement;
  readonly side: HTMLElement;
  readonly empty: HTMLElement;
  readonly list: HTMLElement;
}

function section(title: string, tooltip?: string): Section {
  const count = h('span', { class: 'count' });
  const side = h('span', { class: 'side' });
  const heading = h('h2', tooltip === undefined ? {} : { title: tooltip }, title);
  const empty = h('p', { class: 'empty' });
  const list = h('ul', { aria: { label: title } });
  listKeys(list);
  const element = h(
    'section',
    {},
    h('div', { class: 'section-head' }, heading, count, side),
    empty,
    list,
  );
  return { element, count, side, empty, list };
}

export class Lists {
  readonly element: HTMLElement;
  readonly #changes: Section;
  readonly #problems: Section;
  readonly #history: Section;

  constructor(private readonly port: ListsPort) {
    const { texts } = port;
    this.#changes = section(texts.changes);
    this.#problems = section(texts.problems);
    this.#history = section(texts.history, texts.historyTitle);
    this.element = h(
      'div',
      { class: 'lists' },
      this.#changes.element,
      this.#problems.element,
      this.#history.element,
    );
  }

  drawChanges(analysis: Analysis, problems: readonly Problem[], readOnly: boolean): void {
    const { texts } = this.port;
    const { count, side, empty, list } = this.#changes;
    const changes = analysis.kind === 'valid' ? analysis.changes : [];
    count.textContent = changes.length === 0 ? '' : String(changes.length);
    side.textContent = readOnly ? texts.none : changes.length === 0 ? '' : texts.changesDirection;
    const words = analysis.kind === 'invalid' ? texts.changesInvalid : texts.changesEmpty;
    empty.textContent = readOnly || changes.length > 0 ? '' : words;
    this.#rows(list, changes, (change) => this.#changeRow(change, problems));
  }

  drawProblems(problems: readonly Problem[], text: Text): void {
    const { count, side, list } = this.#problems;
    count.textContent = problems.length === 0 ? '' : String(problems.length);
    side.textContent = problems.length === 0 ? this.port.texts.none : '';
    this.#rows(list, problems, (problem) => this.#problemRow(problem, text));
  }

  drawHistory(history: readonly HistoryEntry[]): void {
    this.#history.side.textContent = history.length === 0 ? this.port.texts.none : '';
    this.#rows(this.#history.list, history, (entry) => this.#historyRow(entry));
  }

  /** @returns false when there is no problem to go to */
  focusProblem(): boolean {
    return focusRow(this.#problems.list, 0);
  }

  #rows<T>(list: HTMLElement, items: readonly T[], row: (item: T) => Row): void {
    drawList(list, items.slice(0, MAX_ROWS).map(row));
    const more = items.length - MAX_ROWS;
    if (more > 0) list.append(h('li', { class: 'muted' }, fill(this.port.texts.moreItems, more)));
  }

  #changeRow(change: PlacedChange, problems: readonly Problem[]): Row {
    const { texts } = this.port;
    const span = change.value;
    const wrong = problems.find(
      ({ start, end }) => span !== undefined && start < span.end && end > span.start,
    );
    const squiggle = wrong === undefined ? '' : ` squiggle squiggle-${wrong.severity}`;
    const old = (text: string) => outside(cut(text), 'value old');
    const now = (text: string) => outside(cut(text), `value new${squiggle}`);
    const arrow = h('span', { class: 'arrow' }, '→');
    const content: Record<PlacedChange['kind'], readonly Child[]> = {
      changed:
        change.kind === 'changed'
          ? [
              old(change.before),
              ' ',
              h('span', { class: 'arrow-value' }, arrow, ' ', now(change.after)),
            ]
          : [],
      added: change.kind === 'added' ? [now(change.after)] : [],
      removed: change.kind === 'removed' ? [old(change.before)] : [],
    };
    const letter = {
      changed: texts.letterModified,
      added: texts.letterAdded,
      removed: texts.letterRemoved,
    };
    const restore = iconButton('discard', texts.restore, () => this.port.restore(change));
    return {
      class: `change change-${change.kind}`,
      spoken: this.#spoken(change),
      onPress: () => this.port.goTo(change.value?.start ?? change.span.start),
      content: [
        h(
          'div',
          { class: 'change-head' },
          outside(change.label, 'data path'),
          restore,
          h('span', { class: 'letter', aria: { hidden: 'true' } }, letter[change.kind]),
        ),
        h('div', { class: 'data values', aria: { hidden: 'true' } }, ...content[change.kind]),
      ],
      actions: [restore],
    };
  }

  #spoken(change: PlacedChange): string {
    const { texts } = this.port;
    const label = visible(change.label);
    const said = (text: string) => visible(cut(text));
    if (change.kind === 'added') return fill(texts.addedSpoken, label, said(change.after));
    if (change.kind === 'removed') return fill(texts.removedSpoken, label, said(change.before));
    return fill(texts.changedSpoken, label, said(change.before), said(change.after));
  }

  #problemRow(problem: Problem, text: Text): Row {
    const { texts } = this.port;
    const { severity, message, start } = problem;
    const line = text.lineAt(Math.min(start, text.length)).number;
    const fixes = problem.fixes.map((title, index) =>
      button(title, 'link', () => this.port.fix(problem, index)),
    );
    return {
      class: 'problem',
      spoken: fill(
        texts.problemSpoken,
        severity === 'error' ? texts.error : texts.warning,
        line,
        visible(message),
      ),
      onPress: () => this.port.goTo(start),
      content: [
        icon(severity, `tone-${severity}`),
        h(
          'div',
          {},
          h('div', { aria: { hidden: 'true' } }, outside(message)),
          h(
            'div',
            { class: 'muted' },
            h(
              'span',
              { aria: { hidden: 'true' } },
              fill(texts.line, line),
              fixes.length > 0 && ' · ',
            ),
            ...fixes.flatMap((each, index) => (index === 0 ? [each] : [' · ', each])),
          ),
        ),
      ],
      actions: fixes,
    };
  }

  #historyRow({ id, kind, fields, atMs }: HistoryEntry): Row {
    const { texts, language } = this.port;
    const icons = { amended: 'edit', deprecated: 'circle-slash', opened: 'eye' } as const;
    const words = {
      amended: texts.amended,
      deprecated: texts.deprecated,
      opened: texts.firstOpened,
    };
    const names = fields.map((field) => visible(field)).join(', ');
    const time = momentText(atMs, language);
    return {
      class: 'step',
      spoken: [words[kind], names, time].filter((part) => part !== '').join(', '),
      onPress: () => this.port.openStep(id),
      content: [
        icon(icons[kind]),
        h(
          'span',
          { class: 'what' },
          words[kind],
          ' ',
          h('span', { class: 'data muted', title: names }, names),
        ),
        h('span', { class: 'when muted' }, time),
      ],
    };
  }
}

const cut = (text: string) => (text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text);
