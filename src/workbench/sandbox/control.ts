/** The control interface of a sandbox: same port and key as its API, below /sandbox. */
import * as vscode from 'vscode';
import { secretRemover } from '../../core/secrets.ts';
import { visible } from '../../std/visible.ts';
import { UserError } from '../userError.ts';
import type { SandboxAddress } from './process.ts';

/** Posts to the control interface. @throws UserError when the sandbox does not answer or refuses. */
export async function control(
  { url, apiKey }: SandboxAddress,
  path: string,
  body: unknown,
): Promise<void> {
  const address = new URL(`/sandbox${path}`, url);
  let response: Response;
  try {
    response = await fetch(address, {
      method: 'POST',
      // A redirect would carry the key elsewhere.
      redirect: 'error',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch (cause) {
    throw new UserError(
      vscode.l10n.t('The sandbox at {0} does not answer.', address.host),
      { title: vscode.l10n.t('Start Sandbox'), command: 'orb.sandbox.start' },
      { cause },
    );
  }
  if (response.ok) return;
  const text = reason(secretRemover(apiKey)((await response.text()).slice(0, MAX_READ)));
  throw new UserError(vscode.l10n.t('The sandbox refused this: {0}', visible(text, MAX_SHOWN)));
}

/** Any server may answer at a sandbox connection's address, with anything. */
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
