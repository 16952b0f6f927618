/**
 * Cursor and scroll position outlive the page, which ends when it's hidden: the editor keeps them.
 */
import type { EditorView } from '@codemirror/view';
import { keepState, type Host } from '../host.ts';

export interface KeptView {
  readonly anchor: number;
  readonly head: number;
  readonly scrollTop: number;
}

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0;

/** What the page kept before it was hidden; undefined if there's nothing valid. */
export function restoredView(host: Host): KeptView | undefined {
  const kept = host.getState();
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { anchor, head, scrollTop } = kept as Partial<Record<keyof KeptView, unknown>>;
  return isNumber(anchor) && isNumber(head) && isNumber(scrollTop)
    ? { anchor, head, scrollTop }
    : undefined;
}

/** Restores the scroll position, and keeps both from now on. */
export function keepView(host: Host, view: EditorView, restored: KeptView | undefined): void {
  const { scrollDOM } = view;
  if (restored !== undefined) {
    view.requestMeasure({
      read: () => undefined,
      write: () => {
        scrollDOM.scrollTop = restored.scrollTop;
      },
    });
  }
  let timer: number | undefined;
  const keep = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { anchor, head } = view.state.selection.main;
      keepState(host, {
        anchor,
        head,
        scrollTop: Math.round(scrollDOM.scrollTop),
      } satisfies KeptView);
    }, 100);
  };
  scrollDOM.addEventListener('scroll', keep);
  document.addEventListener('selectionchange', keep);
}

/**
 * Focuses the text when the page opens. A page that is restored with its window must not take the
 * focus from what the user is doing; there, the text gets it when the window does.
 */
export function focusFirst(view: EditorView, isRestored: boolean): void {
  if (!isRestored || document.hasFocus()) view.focus();
  window.addEventListener('focus', () => {
    if (document.activeElement === document.body) view.focus();
  });
}
