/**
 * Ctrl+S, Amend, and Retry: sends the text of that moment, whatever is typed afterwards, and
 * nothing else until it's done.
 */
import type { Status } from '../../protocol/eventEditor.ts';

export type AmendAction = 'amend' | 'retry';

/**
 * @param ask settles when the extension has reported the outcome
 * @param status undefined while no event is shown
 */
export function createAmend(
  ask: (action: AmendAction, text: string) => Promise<void>,
  status: () => Status['kind'] | undefined,
  text: () => string,
): { ask(action: AmendAction): void; heard(): void } {
  let isAsked = false;
  const done = () => {
    isAsked = false;
  };
  return {
    ask(action) {
      const kind = status();
      const isIdle = kind !== undefined && !['comparing', 'sending', 'readOnly'].includes(kind);
      if (isAsked || !isIdle) return;
      isAsked = true;
      ask(action, text()).then(done, done);
    },
    /**
     * The extension has sent a new status, which shows whether another amendment can be started.
     */
    heard: done,
  };
}
