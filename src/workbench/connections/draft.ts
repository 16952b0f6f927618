/** What a connection must be like before it is tried: checked the same for typed answers and for arguments. */
import * as vscode from 'vscode';
import {
  DEFAULT_GRACE_HOURS,
  ORB_BASE_URL,
  type Connection,
  type Mode,
} from '../../core/connection.ts';
import { checkApiKey, normalizeBaseUrl } from '../../orb/address.ts';
import { UserError } from '../userError.ts';

export const modes = ['live', 'test', 'sandbox'] as const satisfies readonly Mode[];
const LONGEST_NAME = 60;
const LONGEST_GRACE_HOURS = 24 * 366;

/** A connection before it has an id. */
export type Draft = Omit<Connection, 'id'>;

/** What is wrong with a name; undefined when nothing is. */
export function nameProblem(name: string): string | undefined {
  if (name.trim() === '') return vscode.l10n.t('A connection needs a name.');
  if (name.trim().length > LONGEST_NAME) {
    return vscode.l10n.t('A name has at most {0} characters.', LONGEST_NAME);
  }
  return undefined;
}

export function keyProblem(apiKey: string): string | undefined {
  return problemOf(() => checkApiKey(apiKey));
}

/** Plain http to another machine is no problem here: see `isReadableOnTheWay`. */
export function addressProblem(baseUrl: string, mode: Mode): string | undefined {
  const problem = problemOf(() => normalizeBaseUrl(baseUrl, { allowInsecure: true }));
  if (problem !== undefined) return problem;
  // A sandbox has no limits and no confirmations.
  return mode === 'sandbox' && /(^|\.)withorb\.com$/i.test(new URL(baseUrl.trim()).hostname)
    ? vscode.l10n.t("This is Orb's own address, which is no sandbox. Choose live or test.")
    : undefined;
}

export function graceProblem(hours: number): string | undefined {
  return Number.isFinite(hours) && hours > 0 && hours <= LONGEST_GRACE_HOURS
    ? undefined
    : vscode.l10n.t('A grace period is a number of hours, for example {0}.', DEFAULT_GRACE_HOURS);
}

/** True when the key would travel readable: plain http to another machine. */
export const isReadableOnTheWay = (baseUrl: string): boolean =>
  problemOf(() => normalizeBaseUrl(baseUrl)) !== undefined;

/** The address that is meant when none is given. */
export const defaultBaseUrl = (mode: Mode, sandboxPort: number): string =>
  mode === 'sandbox' ? `http://127.0.0.1:${sandboxPort}/v1` : ORB_BASE_URL;

/** @throws UserError with the first thing that is wrong. */
export function checkDraft(draft: Draft): Draft {
  const problem =
    nameProblem(draft.name) ??
    addressProblem(draft.baseUrl, draft.mode) ??
    graceProblem(draft.gracePeriodHours);
  if (problem !== undefined) throw new UserError(problem);
  return {
    ...draft,
    name: draft.name.trim(),
    baseUrl: normalizeBaseUrl(draft.baseUrl, { allowInsecure: true }),
  };
}

/** `Acme production` → `acme-production-3f9a1c`: readable in a URI, and never the id of a connection that was removed. */
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
