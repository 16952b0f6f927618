/** The one gateway from a page to the editor: messages out, messages in, and the state that survives hiding. */
import type { Port } from '../protocol/rpc.ts';

export interface Host {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): Host;

/** May be called once in a page. */
export const acquireHost = (): Host => acquireVsCodeApi();

/** The page's end of the channel to the extension. */
export function hostPort(host: Host): Port {
  return {
    post: (message) => host.postMessage(message),
    listen(listener) {
      const receive = (event: MessageEvent) => listener(event.data);
      window.addEventListener('message', receive);
      return () => window.removeEventListener('message', receive);
    },
  };
}
