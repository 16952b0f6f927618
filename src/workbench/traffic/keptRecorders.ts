/**
 * The addresses of running recorders. They are secrets, since they have keys, and all windows find them, so that a connection has one
 * recorder, and a window finds its own again after it was reloaded.
 */
import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import { number, object, text } from '../../std/shape.ts';
import type { RecorderAddress } from './recorderApi.ts';

export interface KeptRecorder extends RecorderAddress {
  readonly sinceMs: number;
  /** The same for the same account: of the base URL and the key that it forwards with. */
  readonly account: string;
}

const shape = object({ url: text, apiKey: text, adminUrl: text, sinceMs: number, account: text });
const secretOf = (connectionId: string) => `orb.recorder.${connectionId}`;
/** In the state of the workspace: the connections whose recorders this window uses. */
const HERE = 'orb.recorders';

export const accountOf = (baseUrl: string, apiKey: string): string =>
  createHash('sha256').update(`${baseUrl}\n${apiKey}`).digest('base64url');

export class KeptRecorders {
  constructor(private readonly context: vscode.ExtensionContext) {}

  async read(connectionId: string): Promise<KeptRecorder | undefined> {
    try {
      return shape(JSON.parse((await this.context.secrets.get(secretOf(connectionId))) ?? 'null'));
    } catch {
      return undefined;
    }
  }

  async keep(connectionId: string, recorder: KeptRecorder): Promise<void> {
    await this.context.secrets.store(secretOf(connectionId), JSON.stringify(recorder));
    await this.use(connectionId);
  }

  async forget(connectionId: string): Promise<void> {
    await this.#setHere(this.here.filter((id) => id !== connectionId));
    await this.context.secrets.delete(secretOf(connectionId));
  }

  /** This window uses the recorder of this connection. */
  async use(connectionId: string): Promise<void> {
    if (!this.here.includes(connectionId)) await this.#setHere([...this.here, connectionId]);
  }

  get here(): readonly string[] {
    return recordersHere(this.context);
  }

  async #setHere(ids: readonly string[]): Promise<void> {
    await this.context.workspaceState.update(HERE, ids.length === 0 ? undefined : ids);
  }
}

const recordersHere = ({ workspaceState }: vscode.ExtensionContext): readonly string[] => {
  const kept = workspaceState.get<unknown>(HERE);
  return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
};
