/** The steps of a new backfill: time frame, customer, add or replace, filter, close time. */
import * as vscode from 'vscode';
import type { NewBackfill } from '../../core/backfill.ts';
import type { Connection } from '../../core/connection.ts';
import type { Timeframe } from '../../core/timeframe.ts';
import { askSteps, type Step } from '../askSteps.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { StepPlace } from '../questionOptions.ts';
import type { Services } from '../services.ts';
import type { BackfillList } from './backfillList.ts';
import * as ask from './newBackfillQuestions.ts';
import { makeFree } from './overlap.ts';
import { splitTimeframe } from './splitTimeframe.ts';
import { askTimeframe } from './timeframeStep.ts';

interface Answers {
  readonly frames: readonly Timeframe[];
  readonly scope: ask.Scope;
  readonly replaces: boolean;
  /** If it's empty or missing, all events in the time frame are replaced. */
  readonly filter?: string;
  readonly close: ask.CloseTime;
}

/**
 * Asks for what isn't given.
 * @returns the backfills to create, several if the time frame is longer than Orb allows; undefined
 * when dismissed
 * @throws UserError for an impossible time frame
 */
export async function askNewBackfill(
  services: Services,
  list: BackfillList,
  connection: Connection,
  given: Partial<NewBackfill> = {},
): Promise<readonly NewBackfill[] | undefined> {
  const title = vscode.l10n.t('New Backfill in {0}', nameAndMode(connection));
  const nowMs = services.connections.now(connection.id);
  const at = (place: StepPlace) => ({ title, ...place });
  const accept = async (frame: Timeframe) => {
    const frames = await splitTimeframe(services, frame, nowMs);
    const isFree = frames !== undefined && (await makeFree(services, list, connection, frame));
    return isFree ? frames : undefined;
  };

  const { timeframeStart, timeframeEnd, closeTime, deprecationFilter } = given;
  const scope = ask.scopeOf(given);
  const start: Partial<Answers> = {
    ...(scope !== undefined && { scope }),
    ...(given.replaceExistingEvents !== undefined && { replaces: given.replaceExistingEvents }),
    ...(deprecationFilter !== undefined && { filter: deprecationFilter }),
    ...(closeTime !== undefined && { close: { closeTime } }),
  };
  const isGiven = (member: keyof Answers) => member in start;
  const hasReplacing = isGiven('replaces') && (start.replaces !== true || isGiven('filter'));
  const hasFrame = timeframeStart !== undefined && timeframeEnd !== undefined;
  const givenFrames = hasFrame ? await accept({ timeframeStart, timeframeEnd }) : undefined;
  if (hasFrame && givenFrames === undefined) return undefined;

  const frameStep: Step<Answers> = async (_, place) => {
    // If the user doesn't split the time frame, or another backfill blocks it, it's asked for
    // again.
    for (;;) {
      const frame = await askTimeframe(services, title, place, nowMs);
      if (frame === undefined) return undefined;
      const frames = await accept(frame);
      if (frames !== undefined) return { frames };
    }
  };
  const scopeStep: Step<Answers> = async (_, place) => {
    const scope = await ask.askScope(services, title, place);
    return scope && { scope };
  };
  const replacesQuestion: Step<Answers> = async (so, place) => {
    const replaces = await ask.askReplaces(services, at(place), so.scope ?? {});
    return replaces === undefined ? undefined : { replaces };
  };
  const filterQuestion: Step<Answers> = async ({ filter = '' }, place) => {
    const typed = await ask.askFilter(services, at(place), filter);
    return typed === undefined ? undefined : { filter: typed };
  };
  // The filter is part of the step that asks whether to replace, so that the number of steps never
  // changes.
  const replacesStep: Step<Answers> = (answers, place) =>
    askSteps<Answers>(
      ({ replaces }) => [
        ...(isGiven('replaces') ? [] : [replacesQuestion]),
        ...(replaces !== true || isGiven('filter') ? [] : [filterQuestion]),
      ],
      answers,
      place,
    );
  const closeStep: Step<Answers> = async (_, place) => {
    const close = await ask.askCloseTime(services, title, place, nowMs);
    return close && { close };
  };
  const answers = await askSteps<Answers>(
    () => [
      ...(hasFrame ? [] : [frameStep]),
      ...(isGiven('scope') ? [] : [scopeStep]),
      ...(hasReplacing ? [] : [replacesStep]),
      ...(isGiven('close') ? [] : [closeStep]),
    ],
    start,
  );
  if (answers === undefined) return undefined;
  const { replaces, filter = '', close } = answers;
  return (givenFrames ?? answers.frames).map((frame) => ({
    ...frame,
    ...answers.scope,
    replaceExistingEvents: replaces,
    ...(replaces && filter !== '' && { deprecationFilter: filter }),
    ...close,
  }));
}
