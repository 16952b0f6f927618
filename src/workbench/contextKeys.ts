/** Sets the context keys for `when` clauses. */
import * as vscode from 'vscode';
import type { ContextKeyId } from '../contributions.ts';

/** A setter that calls VS Code only when a value changes. */
export function createContextKeys(): (key: ContextKeyId, value: boolean) => void {
  const known = new Map<ContextKeyId, boolean>();
  return (key, value) => {
    if (known.get(key) === value) return;
    known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
}
