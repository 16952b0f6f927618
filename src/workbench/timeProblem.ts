/** The message for a text that isn't a time. */
import * as vscode from 'vscode';

/** @param example such as `2026-11-27 10:00` */
export const timeProblem = (text: string, example: string): string =>
  vscode.l10n.t('"{0}" isn\'t a valid time. Example: {1}', text, example);
