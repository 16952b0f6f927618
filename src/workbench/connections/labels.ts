/** How a connection is shown: always with its mode as a word, since color alone isn't enough. */
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

/** `LIVE · Acme production`, in the status bar, view descriptions, and headings. */
export const modeAndName = (connection: Named): string =>
  isNamedAsItsMode(connection)
    ? modeWord(connection.mode)
    : `${modeWord(connection.mode)} · ${connection.name}`;

/** The active account in headers of views, which say nothing before there's one. */
export const activeAccount = (active: Named | undefined): string =>
  active === undefined ? '' : modeAndName(active);

/** `Acme production (LIVE)`, inside sentences. */
export const nameAndMode = (connection: Named): string =>
  isNamedAsItsMode(connection)
    ? modeWord(connection.mode)
    : `${connection.name} (${modeWord(connection.mode)})`;

/**
 * Whether the name is the mode, as for this window's sandbox; showing both would repeat the word.
 */
const isNamedAsItsMode = ({ mode, name }: Named) =>
  name.trim().toUpperCase() === modeWord(mode).toUpperCase();
