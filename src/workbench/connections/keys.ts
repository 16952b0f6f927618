/** API keys, in the editor's key store and nowhere else. */
import * as vscode from 'vscode';
import { UserError } from '../userError.ts';

export interface Keys {
  /** Undefined when the store holds none. @throws UserError when it cannot be read. */
  get(connectionId: string): Promise<string | undefined>;
  /** @throws UserError when it does not take the key. */
  store(connectionId: string, apiKey: string): Promise<void>;
  delete(connectionId: string): Promise<void>;
  /** The id of a connection whose key changed, here or in another window. */
  onDidChange(listener: (connectionId: string) => void): vscode.Disposable;
}

const PREFIX = 'orb.apiKey/';

export function secretKeys(secrets: vscode.SecretStorage): Keys {
  const asUserError = (cause: unknown) =>
    new UserError(
      vscode.l10n.t(
        'The key store of VS Code cannot be used. Start VS Code with a keyring, or set ORB_API_KEY in its environment.',
      ),
      undefined,
      { cause },
    );
  const guard = async <T>(work: Thenable<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw asUserError(error);
    }
  };
  return {
    get: (id) => guard(secrets.get(PREFIX + id)),
    store: (id, apiKey) => guard(secrets.store(PREFIX + id, apiKey)),
    delete: (id) => guard(secrets.delete(PREFIX + id)),
    onDidChange: (listener) =>
      secrets.onDidChange(({ key }) => {
        if (key.startsWith(PREFIX)) listener(key.slice(PREFIX.length));
      }),
  };
}

/** Why a key that was stored once is not there, and how to give it again. */
export function keyForgotten(connection: {
  readonly id: string;
  readonly name: string;
}): UserError {
  const why =
    vscode.env.uiKind === vscode.UIKind.Web
      ? vscode.l10n.t('A browser window may keep keys only until it is closed or reloaded.')
      : vscode.l10n.t('Without a system keyring VS Code keeps keys only until it ends.');
  return new UserError(
    vscode.l10n.t("The API key of {0} isn't stored in this window. {1}", connection.name, why),
    {
      title: vscode.l10n.t('Enter Key…'),
      command: 'orb.connections.replaceKey',
      args: [{ connectionId: connection.id }],
    },
  );
}
