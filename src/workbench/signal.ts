/** The editor's cancellation and progress, in the terms the code below workbench/ knows. */
import * as vscode from 'vscode';
import { withoutLinks } from '../std/plain.ts';

/** A signal that is aborted when the token is cancelled. */
function toSignal(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** Runs work with a cancellable progress notice. */
export async function withProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: (message: string, percent?: number) => void) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: withoutLinks(title),
      cancellable: true,
    },
    (progress, token) => {
      let shown = 0;
      return work(toSignal(token), (message, percent) => {
        progress.report({
          message: withoutLinks(message),
          ...(percent === undefined ? {} : { increment: percent - shown }),
        });
        shown = percent ?? shown;
      });
    },
  );
}
