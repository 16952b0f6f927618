/** How a connection is named on screen. The mode is always there, as a word: colour only supports it. */
import * as vscode from 'vscode';
import type { Connection, Mode } from '../../core/connection.ts';

export function modeWord(mode: Mode): string {
  switch (mode) {
    case 'live':
      return vscode.l10n.t('LIVE');
    case 'test':
      return vscode.l10n.t('TEST');
    case 'sandbox':
      return vscode.l10n.t('SANDBOX');
  }
}

type Named = Pick<Connection, 'mode' | 'name'>;

/** `LIVE · Acme production`: status bar, view descriptions, heads. */
export const modeAndName = (connection: Named): string =>
  isNamedAsItsMode(connection)
    ? modeWord(connection.mode)
    : `${modeWord(connection.mode)} · ${connection.name}`;

/** `Acme production (LIVE)`: inside sentences. */
export const nameAndMode = (connection: Named): string =>
  isNamedAsItsMode(connection)
    ? modeWord(connection.mode)
    : `${connection.name} (${modeWord(connection.mode)})`;

/** The connection to the sandbox of this window, for one: saying both would read doubled. */
const isNamedAsItsMode = ({ mode, name }: Named) =>
  name.trim().toUpperCase() === modeWord(mode).toUpperCase();
