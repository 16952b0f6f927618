/** The control interface of a recorder: docs/traffic.md. */
import * as vscode from 'vscode';
import { UserError } from '../userError.ts';

export interface RecorderAddress {
  /** Ends with /v1. */
  readonly url: string;
  /** Works only there. */
  readonly apiKey: string;
  readonly adminUrl: string;
}

/** A fault as the recorder lists it. */
export interface ListedFault {
  readonly path?: string;
  readonly status?: number;
  readonly delayMs?: number;
  readonly drop?: 'before' | 'after';
  readonly times: number;
  readonly left: number;
}

/** A redirect would send the key elsewhere. */
export const authorized = ({ apiKey }: RecorderAddress) =>
  ({ redirect: 'error', headers: { authorization: `Bearer ${apiKey}` } }) as const;

/** Reads from the control interface. @throws UserError when the recorder doesn't respond */
export async function readRecorder<T>(recorder: RecorderAddress, path: string): Promise<T> {
  try {
    const response = await fetch(`${recorder.adminUrl}${path}`, authorized(recorder));
    return (await response.json()) as T;
  } catch (cause) {
    throw new UserError(vscode.l10n.t("Couldn't read the recorded requests."), undefined, {
      cause,
    });
  }
}

/** Ends the recorder, also for other windows. One that doesn't respond has ended. */
export async function stopRecorder(recorder: RecorderAddress): Promise<void> {
  await fetch(`${recorder.adminUrl}/stop`, { method: 'POST', ...authorized(recorder) }).catch(
    () => undefined,
  );
}
