/**
 * The gateway between a page and the editor: messages in both directions, and the state that
 * outlives a hidden page.
 */
import type { Port } from '../protocol/rpc.ts';

export interface Host {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): Host;

/** Can be called only once in a page. */
export const acquireHost = (): Host => acquireVsCodeApi();

/** Updates the state that the editor keeps, without changing its other properties. */
export function keepState(host: Host, changes: Readonly<Record<string, unknown>>): void {
  const kept = host.getState();
  host.setState({ ...(typeof kept === 'object' ? kept : {}), ...changes });
}

/**
 * Whether a message was posted by the editor. In a browser any window that opened the editor, or was opened by it, can reach the page's
 * frame, and other extensions' pages may share its origin.
 * VS Code puts a page into a frame of the same origin and posts from that frame; it hides it behind `window.parent`, not behind `frameElement`.
 */
function isFromEditor(event: MessageEvent): boolean {
  if (event.origin !== window.origin) return false;
  const around = window.frameElement?.ownerDocument.defaultView;
  return around === undefined || around === null || event.source === around;
}

/** The page's end of the channel to the extension. */
export function hostPort(host: Host): Port {
  return {
    post: (message) => host.postMessage(message),
    listen(listener) {
      const receive = (event: MessageEvent) => {
        if (isFromEditor(event)) listener(event.data);
      };
      window.addEventListener('message', receive);
      return () => window.removeEventListener('message', receive);
    },
  };
}
