/**
 * Asks for the API key and checks it with Orb. A failure leads to the field that caused it, with
 * everything typed kept.
 */
import * as vscode from 'vscode';
import { DEFAULT_GRACE_HOURS, hostOf, type Mode } from '../../core/connection.ts';
import { keepTyped } from '../askSteps.ts';
import type { InputProblem } from '../questionOptions.ts';
import type { Services } from '../services.ts';
import type { Check } from '../connectionsApi.ts';
import { keyProblem } from './draft.ts';
import { askBaseUrl, type Asked } from './questions.ts';

export interface CheckedKey {
  readonly apiKey: string;
  /** As given, or as changed since. */
  readonly baseUrl: string;
  /** False if the network prevented the check. */
  readonly isChecked: boolean;
}

interface KeyQuestion extends Asked {
  readonly mode: Mode;
  readonly baseUrl: string;
  /** The key so far. */
  readonly value?: string;
  /** The button that accepts a key that can't be checked without a network. */
  readonly unchecked: string;
}

/** @throws GoBack */
export async function askKey(
  services: Services,
  { mode, baseUrl: given, unchecked, ...question }: KeyQuestion,
): Promise<CheckedKey | undefined> {
  let baseUrl = given;
  let checked: string | undefined;
  const host = () => hostOf({ baseUrl });
  const changeBaseUrl = async (problem?: string) => {
    const title = vscode.l10n.t('{0}: Base URL', question.title);
    const typed = await askBaseUrl(services, {
      title,
      mode,
      value: baseUrl,
      canGoBack: true,
      ...(problem !== undefined && { problem }),
    });
    baseUrl = typed ?? baseUrl;
    return undefined;
  };
  const problemOf = (result: Check): InputProblem | undefined => {
    if (result.ok) return undefined;
    const message = messageOf(result, host(), question.canGoBack === true);
    if (result.failure === 'address') {
      return { message, severity: 'error', fix: () => changeBaseUrl(message) };
    }
    if (result.failure === undefined) return { message, severity: 'error' };
    const run = () => Promise.resolve('accept' as const);
    const button = { icon: 'debug-step-over', tooltip: unchecked, run };
    return { message, severity: 'warning', button };
  };
  const asked = services.dialogs.input({
    ...question,
    password: true,
    promptNow: () => promptOf(mode, host()),
    placeHolder: vscode.l10n.t('API key'),
    validateInput: (text) => keyProblem(text.trim()),
    buttons: [
      { icon: 'globe', tooltip: vscode.l10n.t('Change Base URL…'), run: () => changeBaseUrl() },
    ],
    check: {
      message: () => vscode.l10n.t('Checking the key with {0}…', host()),
      run: async (text, signal) => {
        // The name for it in the log.
        const trial = { id: 'new', name: 'New connection', mode, baseUrl };
        const connection = { ...trial, gracePeriodHours: DEFAULT_GRACE_HOURS };
        const result = await services.connections.check(connection, text.trim(), signal);
        if (result.ok) checked = text;
        return problemOf(result);
      },
    },
  });
  const typed = await keepTyped(asked, (apiKey) => ({ apiKey, baseUrl }));
  if (typed === undefined) return undefined;
  return { apiKey: typed.trim(), baseUrl, isChecked: typed === checked };
}

function promptOf(mode: Mode, host: string): string {
  switch (mode) {
    case 'test':
      return vscode.l10n.t(
        "API key for {0}, test mode. It stays in VS Code's secret storage.",
        host,
      );
    case 'live':
      return vscode.l10n.t(
        "API key for {0}, live mode. It stays in VS Code's secret storage.",
        host,
      );
    case 'sandbox':
      return vscode.l10n.t(
        "API key for the sandbox at {0}. It stays in VS Code's secret storage.",
        host,
      );
  }
}

function messageOf(result: Check, host: string, canGoBack: boolean): string {
  if (result.failure === 'address') {
    return vscode.l10n.t("{0} didn't respond like the Orb API.", host);
  }
  if (result.failure === 'network') {
    return vscode.l10n.t("Can't reach {0}. Press Enter to check again.", host);
  }
  if (result.status === 401) {
    return canGoBack
      ? vscode.l10n.t(
          'Orb rejected this API key (401). Paste another one, or go back and change the mode.',
        )
      : vscode.l10n.t('Orb rejected this API key (401). Paste another one.');
  }
  return result.message ?? '';
}
