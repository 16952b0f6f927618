/** The control interface of a sandbox: same port and key as its API, below /sandbox. */
import * as vscode from 'vscode';
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
  const text = await response.text();
  throw new UserError(vscode.l10n.t('The sandbox refused this: {0}', reason(text)));
}

function reason(text: string): string {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title ?? text;
  } catch {
    return text;
  }
}
