/** A notice with the next step as its button. Nobody waits for the answer: a question that waits would block later saves. */
import * as vscode from 'vscode';
import type { Services } from './services.ts';
import type { NextStep } from './userError.ts';

/** @param step a command, or something to do here */
export function offerStep(
  { dialogs }: Pick<Services, 'dialogs'>,
  message: string,
  step: NextStep | { readonly title: string; readonly run: () => unknown } | undefined,
): void {
  const actions = step === undefined ? [] : [step.title];
  void dialogs.notify('error', message, ...actions).then((answer) => {
    if (step === undefined || answer !== step.title) return;
    if ('run' in step) step.run();
    else void vscode.commands.executeCommand(step.command, ...(step.args ?? []));
  });
}
