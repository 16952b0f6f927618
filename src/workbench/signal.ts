/** VS Code's cancellation and progress as an AbortSignal and a callback. */
import * as vscode from 'vscode';
import { withoutIcons, withoutLinks } from '../std/plain.ts';

/** A signal that is aborted when the token is canceled. */
export function toSignal(token: vscode.CancellationToken): AbortSignal {
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

/** Shows progress in the status bar, for work that a page shows and can stop: a notification would cover the page's buttons. */
export async function withStatusProgress<T>(
  title: string,
  work: (report: (message: string) => void) => Promise<T>,
): Promise<T> {
  const plain = withoutIcons(title);
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: plain },
    (progress) => work((message) => progress.report({ message: withoutIcons(message) })),
  );
}
