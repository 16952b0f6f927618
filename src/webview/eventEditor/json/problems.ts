/**
 * Underlines the host's problems, and keeps them in place while the user types, until the host has
 * checked again.
 */
import { StateEffect, StateField, type ChangeDesc, type EditorState } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';
import type { Problem } from '../../../protocol/eventEditor.ts';

/** Offsets in the current text; replaces the earlier problems. */
export const setProblems = StateEffect.define<readonly Problem[]>();

interface Marked {
  /** Errors first, then in the order of the text. */
  readonly list: readonly Problem[];
  readonly decorations: DecorationSet;
}

const severityOrder = { error: 0, warning: 1 } as const;

function mark(problems: readonly Problem[], length: number): Marked {
  const list = problems
    .map((problem) => ({
      ...problem,
      start: Math.min(problem.start, length),
      end: Math.min(problem.end, length),
    }))
    .sort((a, b) => severityOrder[a.severity] - severityOrder[b.severity] || a.start - b.start);
  return { list, decorations: decorate(list) };
}

function decorate(list: readonly Problem[]): DecorationSet {
  const ranges = list
    .filter(({ start, end }) => end > start)
    .map(({ severity, start, end }) =>
      Decoration.mark({ class: `squiggle squiggle-${severity}` }).range(start, end),
    );
  return Decoration.set(ranges, true);
}

/** Moves offsets along with changes of the text. */
export const mapProblems = (
  problems: readonly Problem[],
  changes: ChangeDesc,
): readonly Problem[] =>
  problems.map((problem) => ({
    ...problem,
    start: changes.mapPos(problem.start, 1),
    end: Math.max(changes.mapPos(problem.start, 1), changes.mapPos(problem.end, -1)),
  }));

export const problemsField = StateField.define<Marked>({
  create: () => ({ list: [], decorations: Decoration.none }),
  update(value, transaction) {
    let now = value;
    if (transaction.docChanged && value.list.length > 0) {
      const list = mapProblems(value.list, transaction.changes);
      now = { list, decorations: decorate(list) };
    }
    for (const effect of transaction.effects) {
      if (effect.is(setProblems)) now = mark(effect.value, transaction.state.doc.length);
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field, ({ decorations }) => decorations),
});

export const problemsOf = (state: EditorState): readonly Problem[] =>
  state.field(problemsField).list;
