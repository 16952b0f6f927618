/**
 * Finds the event that a command is for: its argument, or else the active event, or else an ID that
 * the user types.
 */
import * as vscode from 'vscode';
import type { Timeframe } from '../../core/timeframe.ts';
import type { EventAddress } from '../eventStore.ts';
import { readTargets } from '../events/targets.ts';
import { eventInFront } from '../eventUris.ts';
import type { Services } from '../services.ts';

export interface ResolvedTarget extends EventAddress {
  readonly timeframe: Partial<Timeframe>;
}

/**
 * @param front the event to use without an argument; null asks for an ID at once
 * @throws UserError for an invalid argument or connection; vscode.CancellationError if the user
 * cancels
 */
export async function resolveTarget(
  services: Pick<Services, 'connections' | 'dialogs'>,
  argument: unknown,
  front: EventAddress | null = eventInFront() ?? null,
): Promise<ResolvedTarget> {
  const [given] = await readTargets(services, argument);
  if (given !== undefined) {
    const { connectionId, eventId, ...timeframe } = given;
    return { connectionId, eventId, timeframe };
  }
  if (front !== null) return { ...front, timeframe: {} };
  const { id: connectionId } = await services.connections.resolve();
  return { connectionId, eventId: await askId(services), timeframe: {} };
}

async function askId({ dialogs }: Pick<Services, 'dialogs'>): Promise<string> {
  const id = await dialogs.input({
    title: vscode.l10n.t('Event ID'),
    prompt: vscode.l10n.t(
      'The ID (idempotency_key) that the event was ingested with. IDs are case-sensitive.',
    ),
  });
  if (id === undefined || id.trim() === '') throw new vscode.CancellationError();
  return id.trim();
}
