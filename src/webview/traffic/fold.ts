/** A section of the detail that folds. */
import { button, h, icon, type Child } from '../dom.ts';

export interface Fold {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
  /** At the right of the title. */
  readonly side: HTMLElement;
  count(text: string): void;
}

/** @param isOpen kept by the caller, so that all requests show the same sections */
export function fold(
  title: string,
  isOpen: boolean,
  onToggle: (isOpen: boolean) => void,
  ...actions: readonly Child[]
): Fold {
  const number = h('span', { class: 'count muted' });
  const side = h('span', { class: 'side muted' });
  const twistie = icon(isOpen ? 'chevron-down' : 'chevron-right');
  const body = h('div', { class: 'fold-body', hidden: !isOpen });
  const head = button('', 'fold-head', () => {
    body.hidden = !body.hidden;
    head.setAttribute('aria-expanded', String(!body.hidden));
    twistie.className = `codicon codicon-${body.hidden ? 'chevron-right' : 'chevron-down'}`;
    onToggle(!body.hidden);
  });
  head.setAttribute('aria-expanded', String(isOpen));
  head.append(twistie, h('h2', {}, title), number);
  return {
    element: h(
      'section',
      { class: 'fold' },
      h('div', { class: 'fold-row' }, head, side, ...actions),
      body,
    ),
    body,
    side,
    count: (text) => (number.textContent = text),
  };
}
