/**
 * Draws the footer: in every state one sentence (and a second, smaller one) with its buttons at the
 * right.
 */
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import type { Action, ShownConnection } from '../../protocol/eventEditor.ts';
import { button, h, icon, iconButton, redraw, type Child } from '../dom.ts';
import { visible } from '../../std/visible.ts';
import type { FooterView, Part } from './footerParts.ts';

export interface FooterPort {
  readonly texts: EventEditorTexts;
  run(action: Action): void;
  goToFirstError(): void;
}

export interface Footer {
  readonly element: HTMLElement;
  draw(view: FooterView, connection: ShownConnection): void;
}

export function createFooter(port: FooterPort): Footer {
  const badge = h('span', { class: 'badge', hidden: true });
  const picture = h('span', { class: 'footer-icon' });
  const sentence = h('div', { class: 'sentence', role: 'status' });
  const buttons = h('div', { class: 'buttons' });
  const said = h('div', { class: 'said' }, badge, picture, sentence);
  const element = h('footer', {}, said, buttons);
  let drawn = '';

  return {
    element,
    draw(view, connection) {
      const key = JSON.stringify([view, connection]);
      if (key === drawn) return;
      drawn = key;
      const live = connection.mode === 'live';
      badge.hidden = !live;
      badge.replaceChildren(
        h('span', { aria: { hidden: 'true' } }, port.texts.mode.live),
        h('span', { class: 'spoken' }, port.texts.modeSpoken.live),
      );
      picture.replaceChildren(
        icon(
          view.icon,
          `tone-${view.icon} ${view.icon === 'loading' ? 'codicon-modifier-spin' : ''}`,
        ),
      );
      const line = (className: string, parts: readonly Part[]) =>
        h('div', { class: className }, ...parts.map((part) => drawPart(part, port)));
      const { second, secondNarrow } = view;
      redraw(sentence, () =>
        sentence.replaceChildren(
          line('first', view.sentence),
          ...(second ? [line(secondNarrow ? 'second wide' : 'second', second)] : []),
          ...(secondNarrow ? [line('second narrow', secondNarrow)] : []),
        ),
      );
      redraw(buttons, () => {
        buttons.replaceChildren(
          ...view.buttons.map((each) => {
            const press = () => {
              if (each.disabled !== true) port.run(each.action);
            };
            const drawnButton = button(
              each.label,
              each.primary ? 'primary' : 'secondary',
              press,
              each.title,
            );
            // Not `disabled`, which would take the focus from the button.
            if (each.disabled) drawnButton.setAttribute('aria-disabled', 'true');
            return drawnButton;
          }),
        );
      });
    },
  };
}

function drawPart(part: Part, port: FooterPort): Exclude<Child, undefined | false> {
  if (typeof part === 'string') return visible(part);
  if (part.kind === 'key') return h('kbd', {}, part.text);
  if (part.kind === 'errors') return button(part.text, 'link', () => port.goToFirstError());
  return iconButton('refresh', port.texts.refresh, () => port.run('refresh'));
}
