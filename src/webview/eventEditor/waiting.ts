/** What the page says and does about saving while no extension host answers. */
import { h, icon } from '../dom.ts';

export interface Waiting {
  readonly element: HTMLElement;
  /** Whether the extension host answers. */
  show(isConnected: boolean): void;
}

const isSave = (event: KeyboardEvent) =>
  (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 's';

/** @param sentence to be shown meanwhile */
export function createWaiting(sentence: string): Waiting {
  const element = h('div', { class: 'waiting', role: 'alert', hidden: true });
  // Set each time, which makes a screen reader read it again.
  const say = () => element.replaceChildren(icon('sync'), h('span', {}, sentence));

  // In the first phase: the editor listens at the window, too, and would save the document as it is.
  window.addEventListener(
    'keydown',
    (event) => {
      if (!isSave(event) || element.hidden) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      say();
    },
    { capture: true },
  );

  return {
    element,
    show(isConnected) {
      element.hidden = isConnected;
      if (isConnected) element.replaceChildren();
      else say();
    },
  };
}
