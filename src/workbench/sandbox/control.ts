/** The control interface of a sandbox, with the same port and key as its API, below /sandbox. */
import * as vscode from 'vscode';
import { secretRemover } from '../../core/secrets.ts';
import { visible } from '../../std/visible.ts';
import { sandboxStopped } from '../toUserError.ts';
import { UserError } from '../userError.ts';
import type { SandboxAddress } from './process.ts';

export interface ControlledSandbox extends SandboxAddress {
  readonly connectionId: string;
}

/**
 * Posts to the control interface.
 * @throws UserError if the sandbox is stopped or rejects the request
 */
export async function control(
  { url, apiKey, connectionId }: ControlledSandbox,
  path: string,
  body: unknown,
): Promise<void> {
  const address = new URL(`/sandbox${path}`, url);
  let response: Response;
  try {
    response = await fetch(address, {
      method: 'POST',
      // A redirect would send the key elsewhere.
      redirect: 'error',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch (cause) {
    throw sandboxStopped({ id: connectionId, baseUrl: url }, cause);
  }
  if (response.ok) return;
  const text = reason(secretRemover(apiKey)((await response.text()).slice(0, MAX_READ)));
  throw new UserError(
    vscode.l10n.t('The sandbox rejected the request: {0}', visible(text, MAX_SHOWN)),
  );
}

/** The server at a sandbox connection's base URL may be anything, and so may its response. */
const MAX_READ = 64 * 1024;
const MAX_SHOWN = 300;

function reason(text: string): string {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: unknown; title?: unknown };
    return [detail, title].find((words) => typeof words === 'string') ?? text;
  } catch {
    return text;
  }
}
