/** The one gateway from a page to the editor: messages out, messages in, and the state that survives hiding. */

export interface Host {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): Host;

/** May be called once in a page. */
export const acquireHost = (): Host => acquireVsCodeApi();
