/** The columns before the text: marks, line numbers, fold arrows, change bars. */
import { codeFolding, foldGutter } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import {
  GutterMarker,
  gutter,
  lineNumbers,
  type BlockInfo,
  type EditorView,
} from '@codemirror/view';
import type { EventEditorTexts } from '../../../core/texts/eventEditor.ts';
import { h, icon } from '../../dom.ts';
import { visible } from '../../../std/visible.ts';
import { barOf, isLocked, mergeOn, type MarksField } from './notes.ts';
import { problemsOf } from './problems.ts';

class Mark extends GutterMarker {
  constructor(
    private readonly name: 'error' | 'warning' | 'lock-small' | 'git-merge',
    private readonly title: string,
  ) {
    super();
  }
  override eq(other: Mark): boolean {
    return other.name === this.name && other.title === this.title;
  }
  override toDOM(): HTMLElement {
    return h('span', { class: `mark mark-${this.name}`, title: this.title }, icon(this.name));
  }
}

/** @param onProblem called for a click on a problem's mark */
export function gutters(
  marks: MarksField,
  texts: EventEditorTexts,
  onProblem: (view: EditorView, line: BlockInfo) => boolean,
): Extension {
  return [
    gutter({
      class: 'marks',
      lineMarker: (view, line) => markOf(view, line, marks, texts),
      lineMarkerChange: (update) => update.docChanged || update.transactions.some(hasEffects),
      domEventHandlers: { mousedown: onProblem },
    }),
    lineNumbers(),
    codeFolding({
      placeholderText: '⋯',
      placeholderDOM: (_view, onClick) => placeholder(texts, onClick),
    }),
    foldGutter({
      markerDOM: (open) =>
        h(
          'span',
          { class: 'fold', title: open ? texts.fold : texts.unfold },
          icon(open ? 'chevron-down' : 'chevron-right', open ? 'fold-open' : ''),
        ),
    }),
    gutter({
      class: 'bars',
      lineMarker: (view, line) => barOf(view, marks, line),
      lineMarkerChange: (update) => update.docChanged || update.transactions.some(hasEffects),
    }),
  ];
}

const hasEffects = ({ effects }: { readonly effects: readonly unknown[] }) => effects.length > 0;

/**
 * A problem hides someone else's change (which the note after the line shows, too), and that hides
 * the lock.
 */
function markOf(
  view: EditorView,
  line: BlockInfo,
  marks: MarksField,
  texts: EventEditorTexts,
): GutterMarker | null {
  const problems = problemsOf(view.state).filter(
    ({ start }) => start >= line.from && start <= line.to,
  );
  const worst = problems.find(({ severity }) => severity === 'error') ?? problems[0];
  if (worst !== undefined) {
    return new Mark(worst.severity, visible(problems.map(({ message }) => message).join('\n')));
  }
  const merge = mergeOn(view, marks, line);
  if (merge !== undefined) return new Mark(merge.icon, visible(merge.note));
  return isLocked(view, marks, line) ? new Mark('lock-small', texts.locked) : null;
}

function placeholder(texts: EventEditorTexts, onClick: (event: Event) => void): HTMLElement {
  const element = h(
    'span',
    { class: 'folded', title: texts.unfold, aria: { label: texts.folded } },
    '⋯',
  );
  element.onclick = onClick;
  return element;
}
