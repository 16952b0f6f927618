/** What all tools for language models share: the account, the question before live connections, and a redacted result. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { redact } from '../../core/languageModel/redact.ts';
import { printJson } from '../../core/json.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { Services } from '../services.ts';
import { toSignal } from '../signal.ts';
import { isCancel, toUserError } from '../toUserError.ts';
import { accountNamed } from './account.ts';

export interface ToolInput {
  /** The ID or name of a connection; the active one by default. */
  readonly connection?: string;
}

export interface ToolRun<Input> {
  readonly services: Services;
  readonly connection: Connection;
  readonly input: Input;
  readonly signal: AbortSignal;
}

/** Shown in chat. Nothing here asks Orb. */
interface Invocation {
  /** While it runs. @example Searching 3 event IDs in Acme test (TEST) */
  readonly doing: string;
  /** The question's title, for tools that always ask. */
  readonly asks?: string;
}

export interface Tool<Input extends ToolInput> {
  /** @throws UserError that says what's wrong with the input */
  readonly read: (input: unknown) => Input;
  readonly describe: (input: Input, account: string) => Invocation;
  /** Writes nothing to Orb. @returns plain data, already limited in size */
  readonly run: (run: ToolRun<Input>) => Promise<object>;
}

/** As VS Code calls it. */
export interface CreatedTool {
  prepare(input: unknown): vscode.PreparedToolInvocation;
  invoke(input: unknown, token: vscode.CancellationToken): Promise<vscode.LanguageModelToolResult>;
}

export function createTool<Input extends ToolInput>(
  services: Services,
  tool: Tool<Input>,
): CreatedTool {
  const { connections, redactor, log } = services;
  return {
    // What can't be read or has no account fails here already: otherwise nothing would have been asked.
    prepare(input) {
      const asked = tool.read(input);
      const connection = accountNamed(connections, asked.connection);
      const account = nameAndMode(connection);
      const { doing, asks } = tool.describe(asked, account);
      if (asks === undefined && connection.mode !== 'live') return { invocationMessage: doing };
      const message =
        asks === undefined
          ? vscode.l10n.t('The language model gets to see data of the live account {0}.', account)
          : vscode.l10n.t('Nothing is sent to {0} until you save the event.', account);
      return {
        invocationMessage: doing,
        confirmationMessages: { title: asks ?? doing, message },
      };
    },
    async invoke(input, token) {
      try {
        const asked = tool.read(input);
        const connection = accountNamed(connections, asked.connection);
        const signal = toSignal(token);
        const result = await tool.run({ services, connection, input: asked, signal });
        const { id, name, mode } = connection;
        const told = { account: { connectionId: id, name, mode }, ...result };
        const text = redactor.clean(printJson(redact(told)));
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      } catch (error) {
        if (isCancel(error)) throw new vscode.CancellationError();
        const { message, cause } = toUserError(error);
        log.warn(`A language-model tool failed: ${message}`, cause ?? '');
        throw new Error(redactor.clean(message));
      }
    },
  };
}
