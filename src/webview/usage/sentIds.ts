/** The button that searches for the event IDs known to have been sent in the selected hours. */
import { countText } from '../../core/language.ts';
import type { UsageTexts } from '../../core/texts/usage.ts';
import type { TimeBounds } from '../../core/timeSeries.ts';
import type { UsageState } from '../../protocol/usage.ts';
import { button } from '../dom.ts';
import { fill } from '../fill.ts';

export interface SentIdsPort {
  count(bounds: TimeBounds): Promise<number>;
  search(bounds: TimeBounds): void;
  /** The count is known now. */
  redraw(): void;
}

/** While the pointer drags, only the selection where it rests is counted. */
const WAIT_MS = 150;

export function createSentIds(texts: UsageTexts, port: SentIdsPort) {
  let known: { readonly key: string; readonly count: number } | undefined;
  let asked: string | undefined;

  async function count(key: string, bounds: TimeBounds): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    if (asked !== key) return;
    const answer = await port.count(bounds).catch(() => 0);
    if (asked !== key) return;
    known = { key, count: answer };
    port.redraw();
  }

  return {
    button({ customer, series }: UsageState, bounds: TimeBounds): HTMLButtonElement {
      const key = JSON.stringify([customer?.value, series.runningMs, bounds]);
      if (asked !== key) {
        asked = key;
        void count(key, bounds);
      }
      const found = known?.key === key ? known.count : undefined;
      if (found === undefined || found === 0) {
        const title = found === 0 ? texts.noSent : undefined;
        const off = button(texts.searchNoSent, 'secondary', () => undefined, title);
        off.setAttribute('aria-disabled', 'true');
        return off;
      }
      const label = found === 1 ? texts.searchOneSent : fill(texts.searchSent, countText(found));
      return button(label, 'secondary', () => port.search(bounds));
    },
  };
}
