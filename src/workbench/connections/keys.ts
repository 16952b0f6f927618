/** API keys, stored only in VS Code's secret storage. */
import * as vscode from 'vscode';
import { UserError } from '../userError.ts';

export interface Keys {
  /** Undefined if none is stored. @throws UserError if the secret storage can't be read */
  get(connectionId: string): Promise<string | undefined>;
  /** @throws UserError if the secret storage can't be written */
  store(connectionId: string, apiKey: string): Promise<void>;
  delete(connectionId: string): Promise<void>;
  /** Called with the ID of a connection whose key changed, here or in another window. */
  onDidChange(listener: (connectionId: string) => void): vscode.Disposable;
}

const PREFIX = 'orb.apiKey/';

export function secretKeys(secrets: vscode.SecretStorage): Keys {
  const asUserError = (cause: unknown) =>
    new UserError(
      vscode.l10n.t(
        "Can't use VS Code's secret storage. Start VS Code with a keyring, or set ORB_API_KEY in its environment.",
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

/** Says why a stored key is gone, with a button to enter it again. */
export function keyForgotten(connection: {
  readonly id: string;
  readonly name: string;
}): UserError {
  const message =
    vscode.env.uiKind === vscode.UIKind.Web
      ? vscode.l10n.t(
          "The API key of {0} isn't stored in this window. A browser window may keep keys only until it's closed or reloaded.",
          connection.name,
        )
      : vscode.l10n.t(
          "The API key of {0} isn't stored on this machine. Without a system keyring, keys are kept only until VS Code quits.",
          connection.name,
        );
  return new UserError(message, {
    title: vscode.l10n.t('Enter Key…'),
    command: 'orb.connections.replaceKey',
    args: [{ connectionId: connection.id }],
  });
}
