/** What closing or reverting a backfill does to whom, in figures, before the user agrees. */
import { countText } from '../../core/language.ts';
import * as vscode from 'vscode';
import { backfillState } from '../../core/backfillMoves.ts';
import { frameText } from '../../core/backfillText.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { Question } from '../dialogs.ts';
import { readFrameVolume, showHours, volumeLines, type VolumeServices } from './frameVolume.ts';
import type { ChosenBackfill } from './chooseBackfill.ts';
import { scopeText } from './backfillWords.ts';

/** Asks whether to close it. In live mode the number of events must be typed. */
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
    ...incoming(services, asked),
    vscode.l10n.t('No more events can be sent into it. It can be reverted later.'),
  ].join('\n');
  const action = vscode.l10n.t('Close Backfill');
  return agrees(services, asked, await withHours(services, asked, { message, detail, action }));
}

/** Asks whether to revert it. In live mode the number of events must be typed, but for a pending one without any. */
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
  const count = countText(backfill.eventsIngested);
  const scope = scopeText(backfill, connection.id, services);
  const detail = reflected
    ? [
        backfill.replaceExistingEvents
          ? vscode.l10n.t(
              '{0} events of {1} leave again, and those they replaced come back.',
              count,
              scope,
            )
          : vscode.l10n.t('{0} events of {1} leave again.', count, scope),
      ]
    : [
        vscode.l10n.t('The {0} events sent into it for {1} are dropped.', count, scope),
        vscode.l10n.t('Nothing that Orb bills changes.'),
      ];
  const question = { message, detail: detail.join('\n'), action: vscode.l10n.t('Revert Backfill') };
  if (!reflected && backfill.eventsIngested === 0) return services.dialogs.confirm(question);
  return agrees(services, asked, reflected ? await withHours(services, asked, question) : question);
}

function incoming(
  services: VolumeServices,
  { connection, backfill }: ChosenBackfill,
): readonly string[] {
  const count = countText(backfill.eventsIngested);
  const scope = scopeText(backfill, connection.id, services);
  if (!backfill.replaceExistingEvents) {
    return [vscode.l10n.t('{0} events come in for {1}. Nothing is replaced.', count, scope)];
  }
  const replaced =
    backfill.deprecationFilter === null
      ? vscode.l10n.t(
          '{0} events come in for {1} and replace all of theirs that Orb holds in this time frame.',
          count,
          scope,
        )
      : vscode.l10n.t(
          '{0} events come in for {1} and replace those that Orb holds in this time frame where {2}.',
          count,
          scope,
          backfill.deprecationFilter,
        );
  return backfill.eventsIngested === 0
    ? [replaced, vscode.l10n.t('Nothing was sent into it: closing it only removes events.')]
    : [replaced];
}

/** The question, with what stands in the time frame now as its last lines and a way to look at it hour by hour. */
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
    prompt: vscode.l10n.t('Type {0}, the number of incoming events, to go on.', wanted),
    validateInput: (text) =>
      text.trim() === wanted ? undefined : vscode.l10n.t('Type {0}.', wanted),
  });
  return typed?.trim() === wanted;
}
