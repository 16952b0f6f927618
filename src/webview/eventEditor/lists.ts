/** The right column: conflicts, merged changes, the user's changes, problems, billing, and history. */
import type { Text } from '@codemirror/state';
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import type { HistoryEntry, MergeState, Problem } from '../../protocol/eventEditor.ts';
import { h } from '../dom.ts';
import { Billing, type BillingPort } from './billing/billing.ts';
import type { Analysis, PlacedChange } from './json/analysis.ts';
import { changeRow } from './changeRow.ts';
import { Conflicts, type ConflictsPort } from './conflicts.ts';
import { historyRow } from './historyRow.ts';
import { focusRow, type Row } from './list.ts';
import { problemRow } from './problemRow.ts';
import { drawRows, section, type Section } from './section.ts';

export interface ListsPort extends ConflictsPort, BillingPort {
  readonly texts: EventEditorTexts;
  readonly language: string;
  goTo(offset: number): void;
  restore(change: PlacedChange): void;
  takeOut(path: readonly string[]): void;
  fix(problem: Problem, index: number): void;
  openStep(id: string): void;
}

export class Lists {
  readonly element: HTMLElement;
  readonly conflicts: Conflicts;
  readonly billing: Billing;
  readonly #merged: Section;
  readonly #changes: Section;
  readonly #problems: Section;
  readonly #history: Section;

  constructor(private readonly port: ListsPort) {
    const { texts } = port;
    this.conflicts = new Conflicts(port);
    this.#merged = section(texts.merged);
    this.#merged.side.textContent = texts.mergedDirection;
    this.#merged.element.hidden = true;
    this.#changes = section(texts.changes);
    this.#problems = section(texts.problems);
    this.billing = new Billing(port);
    this.#history = section(texts.history, texts.historyTitle);
    this.element = h(
      'div',
      { class: 'lists' },
      this.conflicts.element,
      this.#merged.element,
      this.#changes.element,
      this.#problems.element,
      this.billing.element,
      this.#history.element,
    );
  }

  /** While the text isn't JSON, the list of merged changes stays as it was. */
  drawMerge(merge: MergeState | null, analysis: Analysis): void {
    const hadFocus = this.element.contains(document.activeElement);
    this.conflicts.draw(merge?.conflicts ?? [], analysis.kind === 'valid');
    if (merge === null || analysis.kind === 'valid') {
      const { element, count, list } = this.#merged;
      const merged = analysis.kind === 'valid' ? analysis.merged : [];
      element.hidden = merged.length === 0;
      count.textContent = String(merged.length);
      this.#rows(list, merged, (change) => this.#mergedRow(change));
    }
    const hasFocus = this.element.contains(document.activeElement);
    if (hadFocus && !hasFocus) this.port.focusText();
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
    const { texts } = this.port;
    count.textContent = problems.length === 0 ? '' : String(problems.length);
    side.textContent = problems.length === 0 ? texts.none : '';
    this.#rows(list, problems, (problem) => problemRow(problem, text, this.port));
  }

  /** @param nowMs by the connection's clock */
  drawHistory(history: readonly HistoryEntry[], nowMs: number): void {
    const { texts, language } = this.port;
    this.#history.side.textContent = history.length === 0 ? texts.none : '';
    this.#rows(this.#history.list, history, (entry) =>
      historyRow(entry, {
        texts,
        language,
        nowMs,
        onPress: () => this.port.openStep(entry.id),
      }),
    );
  }

  /** @returns false if there's no problem to go to */
  focusProblem(): boolean {
    return focusRow(this.#problems.list, 0);
  }

  #rows<T>(list: HTMLElement, items: readonly T[], row: (item: T) => Row): void {
    drawRows(list, items, row, this.port.texts.moreItems);
  }

  #changeRow(change: PlacedChange, problems: readonly Problem[]): Row {
    const { texts } = this.port;
    const span = change.value;
    const wrong = problems.find(
      ({ start, end }) => span !== undefined && start < span.end && end > span.start,
    );
    return changeRow(change, {
      texts,
      spoken: {
        changed: texts.changedSpoken,
        added: texts.addedSpoken,
        removed: texts.removedSpoken,
      },
      undo: { title: texts.restore, press: () => this.port.restore(change) },
      newClass: wrong === undefined ? '' : `squiggle squiggle-${wrong.severity}`,
      onPress: () => this.#goTo(change),
    });
  }

  #mergedRow(change: PlacedChange): Row {
    const { texts } = this.port;
    return changeRow(change, {
      texts,
      spoken: {
        changed: texts.mergedChangedSpoken,
        added: texts.mergedAddedSpoken,
        removed: texts.mergedRemovedSpoken,
      },
      undo: { title: texts.takeOut, press: () => this.port.takeOut(change.path) },
      onPress: () => this.#goTo(change),
    });
  }

  #goTo({ value, span }: PlacedChange): void {
    this.port.goTo(value?.start ?? span.start);
  }
}
