/** The footer: what happens to requests now, and what can be done about it. */
import { countText } from '../../core/language.ts';
import type { TrafficTexts } from '../../core/texts/trafficPage.ts';
import type { ExportAction, TrafficAction, TrafficState } from '../../protocol/traffic.ts';
import { visible } from '../../std/visible.ts';
import { button, h, icon, redraw } from '../dom.ts';
import { fill } from '../fill.ts';
import { clockText } from '../time.ts';

export type FooterAction = TrafficAction | ExportAction;

export interface FooterView {
  readonly icon: 'check' | 'beaker' | 'debug-pause' | 'error' | 'primitive-square';
  readonly sentence: string;
  readonly buttons: readonly { readonly action: FooterAction; readonly label: string }[];
}

/** @param requests how many there are */
export function footerView(
  texts: TrafficTexts,
  state: TrafficState,
  isPaused: boolean,
  requests: number,
): FooterView {
  const { phase, fault, unreachableSinceMs, connection } = state;
  const inject = { action: 'injectFault', label: texts.injectFault } as const;
  const keep = [
    { action: 'compare', label: texts.compare },
    { action: 'saveEvents', label: texts.saveEvents },
  ] as const;
  if (phase.kind === 'stopped') {
    return { icon: 'primitive-square', sentence: texts.stopped, buttons: requests > 0 ? keep : [] };
  }
  if (phase.kind === 'ended') {
    const sentence = requests > 0 ? texts.endedKept : texts.endedFooter;
    return { icon: 'error', sentence, buttons: requests > 0 ? keep : [] };
  }
  if (unreachableSinceMs !== null) {
    const since = fill(texts.utc, clockText(unreachableSinceMs));
    const sandbox = { action: 'sendToSandbox', label: texts.sendToSandbox } as const;
    return {
      icon: 'error',
      sentence: fill(texts.unreachable, connection.host, since),
      buttons: connection.mode === 'sandbox' ? [inject] : [sandbox, inject],
    };
  }
  if (fault !== null) {
    const clear = { action: 'clearFault', label: texts.clearFault } as const;
    return { icon: 'beaker', sentence: fault, buttons: [clear, inject] };
  }
  if (isPaused) return { icon: 'debug-pause', sentence: texts.pausedFooter, buttons: [inject] };
  return { icon: 'check', sentence: fill(texts.forwarded, connection.name), buttons: [inject] };
}

export interface FooterRow {
  readonly element: HTMLElement;
  /** @param below how many requests came below what is in view */
  draw(view: FooterView, below: number): void;
}

export function createFooter(
  texts: TrafficTexts,
  port: { run(action: FooterAction): void; goToEnd(): void },
): FooterRow {
  const picture = h('span', { class: 'footer-icon' });
  const sentence = h('span', {});
  const below = button('', 'link', () => port.goToEnd());
  const buttons = h('div', { class: 'buttons' });
  const said = h('div', { class: 'sentence' }, sentence, ' ', below);
  let drawn = '';
  return {
    element: h('footer', {}, h('div', { class: 'said' }, picture, said), buttons),
    draw(view, count) {
      sentence.textContent = visible(view.sentence);
      below.hidden = count === 0;
      below.textContent = fill(texts.newBelow, countText(count));
      const key = JSON.stringify([view.icon, view.buttons]);
      if (key === drawn) return;
      drawn = key;
      picture.replaceChildren(icon(view.icon, `tone-${view.icon}`));
      redraw(buttons, () =>
        buttons.replaceChildren(
          ...view.buttons.map(({ action, label }) =>
            button(label, 'secondary', () => port.run(action)),
          ),
        ),
      );
    },
  };
}
