/**
 * Opens comparisons of two read-only texts of an event. The mode comes first in the title, since
 * tabs cut off the end.
 */
import * as vscode from 'vscode';
import { REMOTE_SCHEME } from '../../contributions.ts';
import { visible } from '../../std/visible.ts';
import { modeWord } from '../connections/labels.ts';
import type { EventAddress } from '../eventStore.ts';
import type { Services } from '../services.ts';
import type { Snapshots } from './snapshots.ts';
import { eventUri } from '../eventUris.ts';

/** Enough of an ID to tell events apart in a tab. */
const ID_LENGTH = 12;

/** @param orb what Orb holds @param yours the document's text */
export async function compareTexts(
  services: Services,
  snapshots: Snapshots,
  address: EventAddress,
  orb: string,
  yours: string,
): Promise<void> {
  const uris = snapshots.take(address, { orb, yours });
  const title = vscode.l10n.t('{0}: Orb ↔ Yours', nameOf(services, address));
  await vscode.commands.executeCommand('vscode.diff', uris.orb, uris.yours, title);
}

/** @param step the ID of a step in the event's history */
export async function compareStep(
  services: Services,
  address: EventAddress,
  step: string,
): Promise<void> {
  const side = (which: 'before' | 'after') =>
    eventUri(address, REMOTE_SCHEME).with({ query: `step=${step}&side=${which}` });
  const title = vscode.l10n.t('{0}: Before ↔ After', nameOf(services, address));
  await vscode.commands.executeCommand('vscode.diff', side('before'), side('after'), title);
}

/** `LIVE 9f2c41d7…` */
function nameOf({ connections }: Services, { connectionId, eventId }: EventAddress): string {
  const mode = connections.get(connectionId)?.mode;
  return [...(mode === undefined ? [] : [modeWord(mode)]), visible(eventId, ID_LENGTH)].join(' ');
}
