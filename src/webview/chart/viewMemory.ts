/** What a page with a chart keeps while it's hidden or reloaded: its connection and its view. */
import { keepState, type Host } from '../host.ts';
import { readKeptView, type KeptView } from './view.ts';

export interface ViewMemory {
  readonly kept: KeptView;
  keep(view: KeptView): void;
}

export function viewMemory(host: Host, connectionId: string): ViewMemory {
  const kept = readKeptView((host.getState() as { readonly view?: unknown } | undefined)?.view);
  keepState(host, { connectionId });
  return { kept, keep: (view) => keepState(host, { view }) };
}
