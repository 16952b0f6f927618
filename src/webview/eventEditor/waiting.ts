/** What the page says and does about saving while the document lacks something that was typed. */
import { h, icon } from '../dom.ts';

export interface Waiting {
  readonly element: HTMLElement;
  /** Whether the extension host answers. */
  show(isConnected: boolean): void;
}

interface Parts {
  readonly sentence: string;
  /** The document has everything that was typed. */
  isSettled(): boolean;
  /** Resolves when it has. */
  settle(): Promise<void>;
  save(): void;
}

const isSave = (event: KeyboardEvent) =>
  (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 's';

export function createWaiting(page: Parts): Waiting {
  const element = h('div', { class: 'waiting', role: 'alert', hidden: true });
  // Written anew each time: that makes a screen reader read it again.
  const say = () => element.replaceChildren(icon('sync'), h('span', {}, page.sentence));
  let wantsSave = false;

  // In the first phase: the editor listens at the window, too, and would save the document as it is.
  window.addEventListener(
    'keydown',
    (event) => {
      if (!isSave(event) || (element.hidden && page.isSettled())) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!element.hidden) say();
      else if (!wantsSave) saveLater();
    },
    { capture: true },
  );

  function saveLater(): void {
    wantsSave = true;
    void page.settle().then(() => {
      if (wantsSave) page.save();
      wantsSave = false;
    });
  }

  return {
    element,
    show(isConnected) {
      element.hidden = isConnected;
      if (isConnected) {
        element.replaceChildren();
      } else {
        // Whoever pressed it may have left by the time that it could be done.
        wantsSave = false;
        say();
      }
    },
  };
}
