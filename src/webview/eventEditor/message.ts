/** What the page shows instead of an event: a sentence and its links. */
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import type { Action, PageState } from '../../protocol/eventEditor.ts';
import { button, h, outside } from '../dom.ts';

/** A short wait needs no message. */
const READING_MS = 300;

export function createMessage(texts: EventEditorTexts, run: (action: Action) => void) {
  const element = h('div', { class: 'message', role: 'status', hidden: true });
  let timer: number | undefined;
  return {
    element,
    show(state: PageState): void {
      clearTimeout(timer);
      element.hidden = state.kind === 'event';
      element.replaceChildren();
      if (state.kind === 'message') {
        const links = state.links.map(({ title, action }) =>
          button(title, 'link', () => run(action)),
        );
        element.append(h('p', {}, outside(state.sentence)), h('div', { class: 'links' }, ...links));
      } else if (state.kind === 'reading') {
        timer = setTimeout(() => element.append(h('p', {}, texts.reading)), READING_MS);
      }
    },
  };
}
