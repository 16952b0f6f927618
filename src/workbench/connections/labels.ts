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

/** `LIVE · Acme production`: status bar, view descriptions, heads. */
export const modeAndName = ({ mode, name }: Connection): string => `${modeWord(mode)} · ${name}`;

/** `Acme production (LIVE)`: inside sentences. */
export const nameAndMode = ({ mode, name }: Pick<Connection, 'mode' | 'name'>): string =>
  `${name} (${modeWord(mode)})`;
