/** Shown instead of the chart: why there is none, and what to do. */
import type { UsageProblem } from '../../protocol/usage.ts';
import { visible } from '../../std/visible.ts';
import { button, h, icon } from '../dom.ts';

export interface ProblemPort {
  groupByDay(): void;
  replaceKey(): void;
}

export function drawProblem(
  { icon: name, text, hint, action }: UsageProblem,
  port: ProblemPort,
): HTMLElement {
  return h(
    'div',
    { class: 'problem', role: 'status' },
    h('p', {}, icon(name, name === 'error' ? 'tone-error' : ''), visible(text)),
    hint !== null && h('p', { class: 'muted' }, hint),
    action !== null && button(action.label, 'link', () => port[action.kind]()),
  );
}
