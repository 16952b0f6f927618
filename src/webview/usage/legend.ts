/** The groups with their colors: each is a button that narrows the filter to it. */
import { shortCount } from '../../core/language.ts';
import type { UsageTexts } from '../../core/texts/usage.ts';
import { visible } from '../../std/visible.ts';
import { h, redraw } from '../dom.ts';
import { fill } from '../fill.ts';
import type { ShownGroup } from './usageView.ts';

/** @param totals of what is on screen, one for each group */
export function createLegend(texts: UsageTexts, onPick: (condition: string) => void) {
  const element = h('div', {
    class: 'legend',
    role: 'group',
    aria: { label: texts.legend },
    hidden: true,
  });
  element.addEventListener('keydown', ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    const buttons = [...element.querySelectorAll('button')];
    const at = buttons.findIndex((each) => each === document.activeElement);
    if (step === undefined || at < 0) return;
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  });
  // One stop for the keyboard: the button that had the focus last.
  element.addEventListener('focusin', ({ target }) => {
    for (const each of element.querySelectorAll('button')) each.tabIndex = each === target ? 0 : -1;
  });
  return {
    element,
    draw(groups: readonly ShownGroup[], totals: readonly number[]): void {
      element.hidden = groups.length === 0;
      redraw(element, () =>
        element.replaceChildren(
          ...groups.map(({ label, condition, color }, index) => {
            const swatch = h('span', { class: 'swatch' });
            swatch.style.background = color;
            const total = h('span', { class: 'more' }, shortCount(totals[index] ?? 0));
            const parts = [swatch, h('bdi', { class: 'data' }, label), ' ', total];
            if (condition === null) return h('span', { class: 'group' }, ...parts);
            const title = fill(texts.addToFilter, visible(condition, 120));
            const pick = h('button', { class: 'group', title }, ...parts);
            pick.type = 'button';
            pick.tabIndex = index === 0 ? 0 : -1;
            pick.addEventListener('click', () => onPick(condition));
            return pick;
          }),
        ),
      );
    },
  };
}
