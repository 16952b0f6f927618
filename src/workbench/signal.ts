/** VS Code's cancellation and progress as an AbortSignal and a callback. */
import * as vscode from 'vscode';
import { withoutLinks } from '../std/plain.ts';

/** A signal that is aborted when the token is canceled. */
function toSignal(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** Shows a progress notification with Cancel while the work runs. */
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
