/** Draws texts with names and links in them. */
import type { BillingTexts } from '../../../core/texts/billing.ts';
import { button, h, type Child } from '../../dom.ts';
import type { BillingAct, BillingPart } from './parts.ts';
import { STOP } from './stops.ts';

export interface DrawPort {
  readonly texts: BillingTexts;
  act(act: BillingAct): void;
}

/** @param name of the part, for the stops in it */
export function drawParts(
  parts: readonly BillingPart[],
  name: string,
  port: DrawPort,
): readonly Exclude<Child, undefined | false>[] {
  return parts.map((part, index) => {
    if (typeof part === 'string') return part;
    if (part.kind === 'code') return h('bdi', { class: 'data' }, part.text);
    const { text, act, title } = part;
    const link = button(text, 'link', () => port.act(act), title);
    link.dataset[STOP] = `${name}:${String(index)}`;
    return link;
  });
}
