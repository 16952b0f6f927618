/** Closes, reverts, and ingests into a backfill. */
import * as vscode from 'vscode';
import type { Backfill } from '../../core/backfill.ts';
import { isOrbError } from '../../core/errors.ts';
import type { IngestSummary } from '../../contributions.ts';
import { askEventFile, eventFileFilter } from '../ndjson/askEventFile.ts';
import { runCommand } from '../callers.ts';
import { toUserError } from '../toUserError.ts';
import type { Services } from '../services.ts';
import { skipsConfirmation } from '../settings.ts';
import { UserError } from '../userError.ts';
import type { BackfillList } from './backfillList.ts';
import { agreesToClose, agreesToRevert } from './confirmChange.ts';
import { chooseBackfill, type Argument, type ChosenBackfill } from './chooseBackfill.ts';

/** @returns the backfill in Orb's response; undefined when dismissed */
export async function closeOrRevert(
  services: Services,
  list: BackfillList,
  move: 'close' | 'revert',
  given: Argument | undefined,
): Promise<Backfill | undefined> {
  const asked = await chooseBackfill(services, list, given, move);
  if (asked === undefined) return undefined;
  const agrees = move === 'close' ? agreesToClose : agreesToRevert;
  const { connection, backfill } = asked;
  const skips = skipsConfirmation(services, connection.id, given?.confirm);
  if (!skips && !(await agrees(services, asked))) return undefined;
  const client = await services.connections.client(connection.id);
  try {
    const { value } = await client.backfills[move](backfill.id);
    if (move === 'close') list.close(connection.id, value);
    else list.put(connection.id, value);
    return value;
  } catch (error) {
    throw await explained(error, list, asked);
  }
}

/** Ingests an event file into a backfill. @returns undefined when dismissed */
export async function ingestInto(
  services: Services,
  list: BackfillList,
  given: Argument | undefined,
): Promise<IngestSummary | undefined> {
  const asked = await chooseBackfill(services, list, given, 'ingest');
  if (asked === undefined) return undefined;
  const { connection, backfill } = asked;
  const options = {
    title: vscode.l10n.t('Ingest File into Backfill'),
    openLabel: vscode.l10n.t('Ingest'),
    filters: eventFileFilter(),
  };
  const uri = given?.uri ?? (await askEventFile(services.dialogs, options));
  if (uri === undefined) return undefined;
  try {
    return await runCommand('orb.ingest.file', {
      uri,
      connectionId: connection.id,
      backfillId: backfill.id,
      ...(given?.confirm !== undefined && { confirm: given.confirm }),
    });
  } finally {
    // Its number of events has changed, however the ingest ended.
    await list.fetch(connection.id, backfill.id).catch((error: unknown) => {
      services.log.warn(`Backfill ${backfill.id}: ${toUserError(error).message}`);
    });
  }
}

/**
 * Orb rejects the request if the backfill's state has changed. Then the list is read again, so that
 * the row shows the state.
 */
async function explained(
  error: unknown,
  list: BackfillList,
  asked: ChosenBackfill,
): Promise<unknown> {
  if (!isOrbError(error, 'rejected') && !isOrbError(error, 'notFound')) return error;
  const { connection, backfill } = asked;
  await list.load(connection.id).catch(() => undefined);
  return new UserError(
    vscode.l10n.t(
      '{0} The Backfills view now shows its current state.',
      toUserError(error).message,
    ),
    { title: vscode.l10n.t('Show Log'), command: 'orb.log.show' },
    { cause: `backfill ${backfill.id}` },
  );
}
