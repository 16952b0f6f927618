/**
 * Asks before a backfill is closed or reverted, and says how many events change for which
 * customers.
 */
import * as vscode from 'vscode';
import { backfillState } from '../../core/backfillMoves.ts';
import { frameText } from '../../core/backfillText.ts';
import { eventCount } from '../../core/texts/ingest.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { Question } from '../dialogs.ts';
import { readFrameVolume, showHours, volumeLines, type VolumeServices } from './frameVolume.ts';
import type { ChosenBackfill } from './chooseBackfill.ts';
import { scopeText } from './backfillWords.ts';

/** In live mode, the number of events must be typed. */
export async function agreesToClose(
  services: VolumeServices,
  asked: ChosenBackfill,
): Promise<boolean> {
  const { connection, backfill } = asked;
  const frame = frameText(backfill, services.connections.now(connection.id));
  const message = vscode.l10n.t(
    'Close the backfill of {0} in {1}?',
    frame,
    nameAndMode(connection),
  );
  const detail = [
    ...addedLines(services, asked),
    vscode.l10n.t('It then accepts no more events. It can be reverted later.'),
  ].join('\n');
  const action = vscode.l10n.t('Close Backfill');
  return agrees(services, asked, await withHours(services, asked, { message, detail, action }));
}

/** In live mode, the number of events must be typed, unless a pending backfill has none. */
export async function agreesToRevert(
  services: VolumeServices,
  asked: ChosenBackfill,
): Promise<boolean> {
  const { connection, backfill } = asked;
  const nowMs = services.connections.now(connection.id);
  const message = vscode.l10n.t(
    'Revert the backfill of {0} in {1}?',
    frameText(backfill, nowMs),
    nameAndMode(connection),
  );
  const reflected = backfillState(backfill, nowMs) === 'reflected';
  const count = eventCount(backfill.eventsIngested);
  const scope = scopeText(backfill, connection.id, services);
  const detail = reflected
    ? [
        backfill.replaceExistingEvents
          ? vscode.l10n.t('Removes {0} for {1} and restores the ones they replaced.', count, scope)
          : vscode.l10n.t('Removes {0} for {1}.', count, scope),
      ]
    : [
        vscode.l10n.t('Discards {0} sent to it for {1}.', count, scope),
        vscode.l10n.t('What is billed stays the same.'),
      ];
  const question = { message, detail: detail.join('\n'), action: vscode.l10n.t('Revert Backfill') };
  if (!reflected && backfill.eventsIngested === 0) return services.dialogs.confirm(question);
  return agrees(services, asked, reflected ? await withHours(services, asked, question) : question);
}

function addedLines(
  services: VolumeServices,
  { connection, backfill }: ChosenBackfill,
): readonly string[] {
  const count = eventCount(backfill.eventsIngested);
  const scope = scopeText(backfill, connection.id, services);
  if (!backfill.replaceExistingEvents) {
    return [vscode.l10n.t('Adds {0} for {1}. Nothing is replaced.', count, scope)];
  }
  const replaced =
    backfill.deprecationFilter === null
      ? vscode.l10n.t(
          'Adds {0} for {1} and replaces all of their events in this time frame.',
          count,
          scope,
        )
      : vscode.l10n.t(
          'Adds {0} for {1} and replaces their events in this time frame where {2}.',
          count,
          scope,
          backfill.deprecationFilter,
        );
  return backfill.eventsIngested === 0
    ? [replaced, vscode.l10n.t('Nothing was sent into it, so closing it only removes events.')]
    : [replaced];
}

/** Adds how many events Orb has in the time frame now, and a button that shows them by hour. */
async function withHours(
  services: VolumeServices,
  asked: ChosenBackfill,
  question: Question,
): Promise<Question> {
  const volume = await readFrameVolume(services, asked);
  const detail = (lines: readonly string[]) => [question.detail, ...lines].join('\n');
  if (typeof volume === 'string') return { ...question, detail: detail([volume]) };
  const show = () => showHours(services, asked, volume);
  return {
    ...question,
    detail: detail(volumeLines(services, asked, volume)),
    look: { label: vscode.l10n.t('Show Hours…'), show },
  };
}

async function agrees(
  { dialogs }: VolumeServices,
  { connection, backfill }: ChosenBackfill,
  question: Question,
): Promise<boolean> {
  if (!(await dialogs.confirm(question))) return false;
  if (connection.mode !== 'live') return true;
  const wanted = String(backfill.eventsIngested);
  const typed = await dialogs.input({
    title: question.message,
    prompt: vscode.l10n.t('Type {0}, the number of events, to continue.', wanted),
    validateInput: (text) =>
      text.trim() === wanted ? undefined : vscode.l10n.t('Type {0}.', wanted),
  });
  return typed?.trim() === wanted;
}
