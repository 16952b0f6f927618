/** Says in the status bar that something was copied. */
import * as vscode from 'vscode';

/** How long a copy stays confirmed. */
export const CONFIRMED_MS = 3_000;

/** @param words such as "Copied 2 event IDs" */
export function confirmInStatusBar(words: string): void {
  const item = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Left);
  item.name = words;
  item.text = `$(check) ${words}`;
  // An alert is read out as soon as it appears.
  item.accessibilityInformation = { label: words, role: 'alert' };
  item.show();
  setTimeout(() => item.dispose(), CONFIRMED_MS);
}
