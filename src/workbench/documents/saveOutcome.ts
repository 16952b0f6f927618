/**
 * The message about a save's outcome: a complete sentence, since VS Code may put its own before it.
 */
import * as vscode from 'vscode';
import { eventChanges } from '../../core/eventChanges.ts';
import type { JsonPath } from '../../core/issue.ts';
import { lastDays } from '../../core/timeframe.ts';
import { visible } from '../../std/visible.ts';
import type { EventAddress } from '../eventStore.ts';
import type { Services } from '../services.ts';
import type { SaveFailure } from './saveFailure.ts';

/** Undefined: Orb holds the text. */
export type SaveOutcome = SaveFailure | undefined;

export const canceled = (): SaveFailure => ({
  status: { kind: 'idle' },
  message: vscode.l10n.t('Canceled. Nothing was sent; your edits are kept.'),
  isCancel: true,
});

export const ruledOut = (message: string): SaveFailure => ({ status: { kind: 'idle' }, message });

export const pageLost = (): SaveFailure =>
  ruledOut(
    vscode.l10n.t(
      "The event editor isn't connected yet, so it may show more than was saved. Nothing was sent. Try again in a moment.",
    ),
  );

export const autoSave = (): SaveFailure =>
  ruledOut(vscode.l10n.t("Auto save doesn't amend events. Press Ctrl+S to amend this one."));

export const notOpen = (): SaveFailure => ruledOut(vscode.l10n.t("This event isn't open."));

export function unexpected(error: unknown): SaveFailure {
  const reason = error instanceof Error ? error.message : String(error);
  const message = vscode.l10n.t("Couldn't amend the event: {0}", reason);
  return { status: { kind: 'notSent', sentence: message }, message };
}

export const noConnection = ({ connectionId }: EventAddress): SaveFailure => ({
  status: { kind: 'noConnection' },
  message: vscode.l10n.t(
    'The connection "{0}" was removed. Nothing was sent; your edits are kept.',
    connectionId,
  ),
  nextStep: { title: vscode.l10n.t('Add Connection…'), command: 'orb.connections.add' },
});

export const deprecatedElsewhere = (): SaveFailure => ({
  status: { kind: 'deprecatedElsewhere' },
  message: vscode.l10n.t(
    "This event was deprecated in the meantime, so it can't be amended. Nothing was sent; your edits are kept.",
  ),
});

export function gone(
  { connections }: Pick<Services, 'connections'>,
  { connectionId, eventId }: EventAddress,
  connectionName: string,
): SaveFailure {
  const frame = lastDays(30, connections.now(connectionId));
  return {
    status: { kind: 'gone' },
    message: vscode.l10n.t(
      'Orb no longer finds this event in {0}. Nothing was sent; your edits are kept.',
      connectionName,
    ),
    nextStep: {
      title: vscode.l10n.t('Search 30 Days'),
      command: 'orb.events.search',
      args: [{ eventIds: [eventId], connectionId, ...frame }],
    },
  };
}

/** @param count the number of undecided conflicts */
export const undecided = (count: number): SaveFailure => ({
  status: { kind: 'merged' },
  message:
    count === 1
      ? vscode.l10n.t(
          'Orb and you changed 1 field differently. Choose a value for it first. Nothing was sent.',
        )
      : vscode.l10n.t(
          'Orb and you changed {0} fields differently. Choose their values first. Nothing was sent.',
          count,
        ),
});

export const changedInvalid = (): SaveFailure => ({
  status: { kind: 'changedInvalid' },
  message: vscode.l10n.t("Orb's version changed. Fix the JSON to merge it. Nothing was sent."),
});

export const changedElsewhere = (): SaveFailure => ({
  status: { kind: 'notSent', sentence: vscode.l10n.t("Orb's version changed. Nothing was sent.") },
  message: vscode.l10n.t("Orb's version changed. Nothing was sent."),
});

/**
 * Someone else's changes were merged into the document.
 * @param theirs fields that Orb changed
 * @param text the document's text now
 * @param orbs what Orb holds
 */
export function merged(
  theirs: readonly JsonPath[],
  text: string,
  orbs: string,
  whileAsked: boolean,
): SaveFailure {
  const yours = eventChanges(orbs, text).map(({ path }) => path);
  const first =
    theirs.length === 1
      ? vscode.l10n.t('Orb changed {0} in the meantime.', nameOf(theirs[0]))
      : vscode.l10n.t('Orb changed {0} fields in the meantime.', theirs.length);
  const second =
    yours.length === 1
      ? vscode.l10n.t('Your change to {0} is kept. Nothing was sent.', nameOf(yours[0]))
      : vscode.l10n.t('Your {0} changes are kept. Nothing was sent.', yours.length);
  return {
    status: { kind: whileAsked ? 'changedWhileAsked' : 'merged' },
    message: `${first} ${second}`,
  };
}

const nameOf = (path: JsonPath | undefined) => visible(path?.at(-1) ?? '');
