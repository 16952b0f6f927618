/** Builds elements without markup: the content of an event is only ever set as text. */
import { visible } from '../std/visible.ts';

export type Child = Node | string | undefined | false;

export interface Props {
  readonly class?: string;
  readonly title?: string;
  readonly role?: string;
  readonly id?: string;
  readonly hidden?: boolean;
  readonly tabIndex?: number;
  readonly aria?: Readonly<Record<string, string | undefined>>;
  readonly data?: Readonly<Record<string, string>>;
}

/** Builds an element; strings become text nodes. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (props.class !== undefined) element.className = props.class;
  if (props.title !== undefined) element.title = props.title;
  if (props.id !== undefined) element.id = props.id;
  if (props.role !== undefined) element.setAttribute('role', props.role);
  if (props.hidden !== undefined) element.hidden = props.hidden;
  if (props.tabIndex !== undefined) element.tabIndex = props.tabIndex;
  for (const [name, value] of Object.entries(props.aria ?? {})) {
    if (value !== undefined) element.setAttribute(`aria-${name}`, value);
  }
  Object.assign(element.dataset, props.data);
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** An icon of the icon font. It has no text, so give it a label or a title. */
export const icon = (name: string, extra = ''): HTMLElement =>
  h('span', { class: `codicon codicon-${name} ${extra}`.trimEnd(), aria: { hidden: 'true' } });

/**
 * Text from outside. Control and direction characters are spelled out, and its direction doesn't
 * affect the rest.
 */
export const outside = (text: string, className = ''): HTMLElement =>
  h('bdi', className === '' ? {} : { class: className }, visible(text));

/** A button with a label. */
export function button(
  label: string,
  className: string,
  onPress: () => void,
  title?: string,
): HTMLButtonElement {
  const element = h(
    'button',
    { class: className, ...(title === undefined ? {} : { title }) },
    label,
  );
  element.type = 'button';
  element.addEventListener('click', onPress);
  return element;
}

/** A button of a page's head. Where there's little room, the page hides its label. */
export function headAction(name: string, label: string, onPress: () => void): HTMLButtonElement {
  const element = button('', 'head-action', onPress, label);
  element.setAttribute('aria-label', label);
  element.append(icon(name), h('span', { class: 'label' }, label));
  return element;
}

/** A button with only an icon; its title is also its accessible name. */
export function iconButton(name: string, title: string, onPress: () => void): HTMLButtonElement {
  const element = h('button', { class: 'icon-button', title, aria: { label: title } }, icon(name));
  element.type = 'button';
  element.addEventListener('click', onPress);
  return element;
}

const FOCUSABLE = 'button, a[href], input, select, [tabindex]';

/**
 * Redraws a part of the page. The focus stays on the element at the same place, counted from the
 * end (where Amend is).
 */
export function redraw(container: HTMLElement, draw: () => void): void {
  const places = () => [...container.querySelectorAll<HTMLElement>(FOCUSABLE)].reverse();
  const focused = places().findIndex((element) => element === document.activeElement);
  draw();
  if (focused >= 0) places()[Math.min(focused, places().length - 1)]?.focus();
}
