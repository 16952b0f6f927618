/** The connections that the user added, in the editor's state. Keys are only in SecretStorage. */
import type * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { number, object, oneOf, text, where } from '../../std/shape.ts';

const CONNECTIONS = 'orb.connections';
const ACTIVE = 'orb.activeConnection';

const saved = object({
  id: where(text, (id) => /^[A-Za-z0-9-]{1,64}$/.test(id)),
  name: where(text, (name) => name !== ''),
  mode: oneOf('live', 'test', 'sandbox'),
  baseUrl: text,
  gracePeriodHours: where(number, (hours) => hours > 0),
});

export interface SavedConnections {
  /** Sorted by name. Read each time, since another window may change them. */
  list(): readonly Connection[];
  put(connection: Connection): Promise<void>;
  remove(connectionId: string): Promise<void>;
  /** The IDs activated in this workspace and, most recently, in any. */
  chosen(): { readonly here: string | undefined; readonly anywhere: string | undefined };
  choose(connectionId: string | undefined): Promise<void>;
}

/** @param anywhere the state shared by all windows @param here this workspace's state */
export function savedConnections(anywhere: vscode.Memento, here: vscode.Memento): SavedConnections {
  const list = (): readonly Connection[] => {
    const all = anywhere.get<unknown>(CONNECTIONS);
    if (!Array.isArray(all)) return [];
    // Skips entries of another version that this one can't read.
    const readable = all.flatMap((entry) => saved(entry) ?? []);
    return readable.sort((a, b) => a.name.localeCompare(b.name));
  };
  const chosenIn = (state: vscode.Memento) => {
    const id = state.get<unknown>(ACTIVE);
    return typeof id === 'string' ? id : undefined;
  };
  const others = (id: string) => list().filter((each) => each.id !== id);
  return {
    list,
    put: async (connection) => anywhere.update(CONNECTIONS, [...others(connection.id), connection]),
    remove: async (id) => anywhere.update(CONNECTIONS, others(id)),
    chosen: () => ({ here: chosenIn(here), anywhere: chosenIn(anywhere) }),
    async choose(id) {
      await here.update(ACTIVE, id);
      if (id !== undefined) await anywhere.update(ACTIVE, id);
    },
  };
}
