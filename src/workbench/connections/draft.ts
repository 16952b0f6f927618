/** Validates a connection before it's checked with Orb, for typed values and arguments alike. */
import * as vscode from 'vscode';
import {
  DEFAULT_GRACE_HOURS,
  ORB_BASE_URL,
  type Connection,
  type Mode,
} from '../../core/connection.ts';
import { checkApiKey, normalizeBaseUrl } from '../../orb/address.ts';
import { UserError } from '../userError.ts';

/** In the order in which they are offered. Enter picks the first one, so that must not be live. */
export const modes = ['test', 'sandbox', 'live'] as const satisfies readonly Mode[];
const MAX_NAME_LENGTH = 60;
const MAX_GRACE_HOURS = 24 * 366;

/** A connection before it has an ID. */
export type Draft = Omit<Connection, 'id'>;

/** @returns undefined if the name is valid */
export function nameProblem(name: string): string | undefined {
  if (name.trim() === '') return vscode.l10n.t('A connection needs a name.');
  if (name.trim().length > MAX_NAME_LENGTH) {
    return vscode.l10n.t('A name can have up to {0} characters.', MAX_NAME_LENGTH);
  }
  return undefined;
}

export function keyProblem(apiKey: string): string | undefined {
  return problemOf(() => checkApiKey(apiKey));
}

/** Allows HTTP to other machines, see `isUnencrypted`. */
export function baseUrlProblem(baseUrl: string, mode: Mode): string | undefined {
  const problem = problemOf(() => normalizeBaseUrl(baseUrl.trim(), { allowInsecure: true }));
  if (problem !== undefined) return problem;
  // A sandbox doesn't have limits or confirmations.
  return mode === 'sandbox' && /(^|\.)withorb\.com$/i.test(new URL(baseUrl.trim()).hostname)
    ? vscode.l10n.t("This is Orb's own address, not a sandbox. Choose live or test mode.")
    : undefined;
}

export function graceProblem(hours: number): string | undefined {
  return Number.isFinite(hours) && hours > 0 && hours <= MAX_GRACE_HOURS
    ? undefined
    : vscode.l10n.t('A grace period is a number of hours. Example: {0}.', DEFAULT_GRACE_HOURS);
}

/** Whether others on the network could read the key: HTTP to another machine. */
export const isUnencrypted = (baseUrl: string): boolean =>
  problemOf(() => normalizeBaseUrl(baseUrl)) !== undefined;

export const unencryptedProblem = (): string =>
  vscode.l10n.t('HTTP would send the API key unencrypted. Use HTTPS.');

/** The default base URL. */
export const defaultBaseUrl = (mode: Mode, sandboxPort: number): string =>
  mode === 'sandbox' ? `http://127.0.0.1:${sandboxPort}/v1` : ORB_BASE_URL;

/** @throws UserError with the first problem */
export function checkDraft(draft: Draft): Draft {
  const problem =
    nameProblem(draft.name) ??
    baseUrlProblem(draft.baseUrl, draft.mode) ??
    graceProblem(draft.gracePeriodHours);
  if (problem !== undefined) throw new UserError(problem);
  return {
    ...draft,
    name: draft.name.trim(),
    baseUrl: normalizeBaseUrl(draft.baseUrl.trim(), { allowInsecure: true }),
  };
}

/** `Acme production` → `acme-production-3f9a1c`: readable in a URI, and never the ID of a connection that was removed. */
export function newConnectionId(name: string, random: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['connection'];
  return `${words.join('-').slice(0, 40)}-${random}`;
}

function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
