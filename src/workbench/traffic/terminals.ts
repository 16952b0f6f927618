/**
 * New terminals and debug sessions get the recorder's URL and key, so that a service that is started here needs no change. The variables
 * aren't kept: after a reload of the window, terminals that the editor restores don't get them.
 */
import * as vscode from 'vscode';
import { withVariables } from '../../core/traffic/launchVariables.ts';
import type { RecorderAddress } from './recorderApi.ts';

export const variablesOf = ({ url, apiKey }: RecorderAddress) =>
  ({ ORB_BASE_URL: url, ORB_API_KEY: apiKey }) as const;

/** A terminal with the variables, whether others get them or not. */
export function openTerminal(recorder: RecorderAddress): void {
  const name = vscode.l10n.t('Orb Recorder');
  // Not restored in the next session: its environment holds a key.
  vscode.window.createTerminal({ name, env: variablesOf(recorder), isTransient: true }).show();
}

export class TerminalVariables {
  #debugging: vscode.Disposable | undefined;
  #connectionId: string | undefined;

  constructor(private readonly collection: vscode.EnvironmentVariableCollection) {}

  /** The connection whose recorder is used; undefined for none. */
  get connectionId(): string | undefined {
    return this.#connectionId;
  }

  /** @param name of the connection */
  use(recorder: RecorderAddress & { readonly connectionId: string }, name: string): void {
    this.remove();
    this.#connectionId = recorder.connectionId;
    const { collection } = this;
    collection.persistent = false;
    collection.description = vscode.l10n.t(
      'Sends what services send to Orb to the recorder of {0}.',
      name,
    );
    for (const [variable, value] of Object.entries(variablesOf(recorder)))
      collection.replace(variable, value);
    this.#debugging = vscode.debug.registerDebugConfigurationProvider('*', {
      resolveDebugConfigurationWithSubstitutedVariables: (_folder, configuration) =>
        withVariables(configuration, variablesOf(recorder)),
    });
  }

  remove(): void {
    this.#connectionId = undefined;
    this.#debugging?.dispose();
    this.#debugging = undefined;
    this.collection.clear();
  }
}
