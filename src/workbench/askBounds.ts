/** Asks for the two bounds of a time frame in UTC, as people type them. */
import * as vscode from 'vscode';
import { readBound, typedBound } from '../core/search/window.ts';
import { HOUR_MS, DAY_MS, type Timeframe } from '../core/timeframe.ts';
import { typedHour } from '../core/timeText.ts';
import { askSteps } from './askSteps.ts';
import type { Dialogs } from './dialogs.ts';
import type { StepPlace } from './questionOptions.ts';
import { timeProblem } from './timeProblem.ts';

/** @returns undefined when dismissed. @throws GoBack at the start, if `place` allows it */
export function askBounds(
  dialogs: Dialogs,
  title: string,
  place: StepPlace = {},
): Promise<Timeframe | undefined> {
  const yesterday = Date.now() - DAY_MS;
  return askSteps<Timeframe>(
    () => [
      async ({ timeframeStart }, at) => {
        const start = await ask(dialogs, {
          title,
          ...at,
          prompt: vscode.l10n.t('Start, in UTC'),
          exampleMs: yesterday,
          given: timeframeStart,
        });
        return start === undefined ? undefined : { timeframeStart: start };
      },
      async ({ timeframeStart = '', timeframeEnd }, at) => {
        const end = await ask(dialogs, {
          title,
          ...at,
          prompt: vscode.l10n.t('End, in UTC (exclusive)'),
          exampleMs: Date.parse(timeframeStart) + HOUR_MS,
          given: timeframeEnd,
          after: timeframeStart,
        });
        return end === undefined ? undefined : { timeframeEnd: end };
      },
    ],
    {},
    place,
  );
}

interface BoundQuestion extends StepPlace {
  readonly title: string;
  readonly prompt: string;
  readonly exampleMs: number;
  /** The answer given before Back was pressed. */
  readonly given: string | undefined;
  /** An ISO 8601 time that the bound must follow. */
  readonly after?: string;
}

async function ask(
  dialogs: Dialogs,
  { exampleMs, given, after, ...question }: BoundQuestion,
): Promise<string | undefined> {
  const example = typedHour(exampleMs);
  const typed = await dialogs.input({
    ...question,
    ...(given !== undefined && { value: typedBound(given) }),
    placeHolder: example,
    validateInput: (text) => {
      const bound = readBound(text);
      if (bound === undefined) return timeProblem(text, example);
      return after === undefined || Date.parse(bound) > Date.parse(after)
        ? undefined
        : vscode.l10n.t('Pick a time after {0}.', typedBound(after));
    },
  });
  return typed === undefined ? undefined : readBound(typed);
}
