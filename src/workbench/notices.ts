/** Notifications. Nothing waits for their buttons: one that is left open would block later saves. */
import * as vscode from 'vscode';
import { argumentsOf } from './callers.ts';
import type { Dialogs } from './dialogs.ts';
import { isCancel, toUserError } from './toUserError.ts';
import type { NextStep } from './userError.ts';

export interface Telling {
  readonly dialogs: Dialogs;
  readonly log: vscode.LogOutputChannel;
}

/** @param steps the buttons */
export function showNotice(
  telling: Telling,
  severity: 'info' | 'warning' | 'error',
  message: string,
  ...steps: readonly NextStep[]
): void {
  const titles = steps.map(({ title }) => title);
  void telling.dialogs.notify(severity, message, ...titles).then(async (chosen) => {
    const step = steps.find(({ title }) => title === chosen);
    if (step !== undefined) await runStep(telling, step);
  });
}

/** Logs and shows a failure, with a button for its next step. A cancel is ignored. */
export function report(telling: Telling, error: unknown, about = ''): void {
  if (isCancel(error)) return;
  const { message, cause, nextStep, severity, isShown } = toUserError(error);
  const words = about === '' ? message : `${about}: ${message}`;
  if (severity === 'error') telling.log.error(words, cause ?? '');
  else telling.log.info(words);
  if (!isShown) showNotice(telling, severity, message, ...(nextStep ? [nextStep] : []));
}

/** Runs a command for our own interface: a notification's button, a page, a drop. Never rejects, but shows the failure. */
export async function startCommand(
  telling: Telling,
  id: string,
  ...args: readonly unknown[]
): Promise<void> {
  try {
    await vscode.commands.executeCommand(id, ...argumentsOf(id, args));
  } catch (error) {
    report(telling, error, id);
  }
}

async function runStep(telling: Telling, step: NextStep): Promise<void> {
  if (!('run' in step)) return startCommand(telling, step.command, ...(step.args ?? []));
  try {
    await step.run();
  } catch (error) {
    report(telling, error, step.title);
  }
}
