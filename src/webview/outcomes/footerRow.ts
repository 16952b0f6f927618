/**
 * Draws the footer: in every state one sentence (and a second, smaller one) with its buttons at the
 * right.
 */
import type { ShownConnection } from '../../protocol/eventEditor.ts';
import { visible } from '../../std/visible.ts';
import { button, h, icon, redraw } from '../dom.ts';
import type { ModeTexts } from '../modeRow.ts';

export interface FooterButton<Action extends string> {
  readonly action: Action;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface FooterView<Action extends string> {
  readonly icon: string;
  readonly sentence: string;
  /** Below it, smaller. */
  readonly second?: string;
  /** From left to right; the last one is the primary button. */
  readonly buttons: readonly FooterButton<Action>[];
}

export interface FooterRow<Action extends string> {
  readonly element: HTMLElement;
  /** Its current text. */
  readonly sentence: string;
  draw(view: FooterView<Action>, connection: ShownConnection): void;
}

export function createFooter<Action extends string>(
  texts: Pick<ModeTexts, 'mode' | 'modeSpoken'>,
  run: (action: Action) => void,
): FooterRow<Action> {
  const badge = h(
    'span',
    { class: 'badge', hidden: true },
    h('span', { aria: { hidden: 'true' } }, texts.mode.live),
    h('span', { class: 'spoken' }, texts.modeSpoken.live),
  );
  const picture = h('span', { class: 'footer-icon' });
  const first = h('div', { class: 'first' });
  const second = h('div', { class: 'second' });
  const buttons = h('div', { class: 'buttons' });
  const element = h(
    'footer',
    {},
    h('div', { class: 'said' }, badge, picture, h('div', { class: 'sentence' }, first, second)),
    buttons,
  );
  let drawn = '';
  let sentence = '';

  return {
    element,
    get sentence() {
      return sentence;
    },
    draw(view, connection) {
      badge.hidden = connection.mode !== 'live';
      sentence = visible(view.sentence);
      first.textContent = sentence;
      second.hidden = view.second === undefined;
      second.textContent = visible(view.second ?? '');
      const key = JSON.stringify([view.icon, view.buttons]);
      if (key === drawn) return;
      drawn = key;
      const spin = view.icon === 'loading' ? 'codicon-modifier-spin' : '';
      picture.replaceChildren(icon(view.icon, `tone-${view.icon} ${spin}`));
      redraw(buttons, () => {
        buttons.replaceChildren(
          ...view.buttons.map(({ action, label, disabled }, index) => {
            const isBest = index === view.buttons.length - 1;
            const press = () => {
              if (disabled !== true) run(action);
            };
            const drawnButton = button(label, isBest ? 'primary' : 'secondary', press);
            // Not `disabled`, which would take the focus from the button.
            if (disabled) drawnButton.setAttribute('aria-disabled', 'true');
            return drawnButton;
          }),
        );
      });
    },
  };
}
