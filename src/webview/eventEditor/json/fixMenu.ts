/** The fixes of the problem at the cursor, as a small menu there (Ctrl+.). */
import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { EditorView, showTooltip, type Tooltip } from '@codemirror/view';
import type { Problem } from '../../../protocol/eventEditor.ts';
import { h } from '../../dom.ts';
import { problemsOf } from './problems.ts';

const setMenu = StateEffect.define<Tooltip | null>();

const menuField = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, transaction) {
    const effect = transaction.effects.find((each) => each.is(setMenu));
    if (effect !== undefined) return effect.value;
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

export const fixMenu: Extension = menuField;

/** @returns false if there's nothing to fix on the cursor's line */
export function openFixMenu(
  view: EditorView,
  fix: (problem: Problem, index: number) => void,
): boolean {
  const { head } = view.state.selection.main;
  const line = view.state.doc.lineAt(head);
  const problems = problemsOf(view.state).filter(
    ({ start, fixes }) => fixes.length > 0 && start >= line.from && start <= line.to,
  );
  const first = problems[0];
  if (first === undefined) return false;
  const close = () => {
    view.dispatch({ effects: setMenu.of(null) });
    view.focus();
  };
  view.dispatch({
    effects: setMenu.of({
      pos: first.start,
      create: () => {
        const items = problems.flatMap((problem) =>
          problem.fixes.map((title, index) => {
            const item = h(
              'button',
              { class: 'menu-item', role: 'menuitem', title: problem.message },
              title,
            );
            item.type = 'button';
            item.onclick = () => {
              close();
              fix(problem, index);
            };
            return item;
          }),
        );
        const dom = h('div', { class: 'fix-menu', role: 'menu' }, ...items);
        dom.addEventListener('keydown', (event) => {
          const at = items.indexOf(document.activeElement as HTMLButtonElement);
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step !== undefined) items[(at + step + items.length) % items.length]?.focus();
          else if (event.key === 'Escape' || event.key === 'Tab') close();
          else return;
          event.preventDefault();
        });
        return { dom, mount: () => items[0]?.focus() };
      },
    }),
  });
  return true;
}
