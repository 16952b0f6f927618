/** What the page shows, and what saving does, while no extension host responds. */
import { h, icon } from '../dom.ts';

export interface Waiting {
  readonly element: HTMLElement;
  /** Whether the extension host responds. */
  show(isConnected: boolean): void;
}

const isSave = (event: KeyboardEvent) =>
  (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 's';

/** @param sentence shown while it doesn't respond */
export function createWaiting(sentence: string): Waiting {
  const element = h('div', { class: 'waiting', role: 'alert', hidden: true });
  // Set it each time, so that a screen reader reads it again.
  const say = () => element.replaceChildren(icon('sync'), h('span', {}, sentence));

  // In the capture phase: VS Code listens on the window, too, and would save the document as it is.
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
