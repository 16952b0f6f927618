/** Ctrl+S, Amend and Retry: sends the text at that moment, whatever is typed afterwards, and nothing more until it is done. */
import type { Status } from '../../protocol/eventEditor.ts';

export type AmendAction = 'amend' | 'retry';

/**
 * @param ask settles when the extension has said what came of it
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
    /** The extension has said something since: from its status on it is known whether another one can be asked for. */
    heard: done,
  };
}
