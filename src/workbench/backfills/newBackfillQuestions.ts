/**
 * The questions about a new backfill. None has a default. An answer is undefined if the question
 * was dismissed.
 */
import * as vscode from 'vscode';
import type { NewBackfill } from '../../core/backfill.ts';
import { readBound } from '../../core/search/window.ts';
import { DAY_MS, HOUR_MS } from '../../core/timeframe.ts';
import { typedHour } from '../../core/timeText.ts';
import { timeProblem } from '../timeProblem.ts';
import { askSteps } from '../askSteps.ts';
import type { StepPlace } from '../questionOptions.ts';
import type { Services } from '../services.ts';

/** An empty object means all customers. */
export type Scope = Pick<NewBackfill, 'customerId' | 'externalCustomerId'>;
/** An empty object means Orb's default of one day. */
export type CloseTime = Pick<NewBackfill, 'closeTime'>;

interface Asked extends StepPlace {
  readonly title: string;
}

/** @returns undefined when neither ID is given */
export function scopeOf({
  customerId,
  externalCustomerId,
}: Partial<NewBackfill>): Scope | undefined {
  if (externalCustomerId !== undefined) return { externalCustomerId };
  return customerId === undefined ? undefined : { customerId };
}

export async function askScope(
  services: Services,
  title: string,
  place: StepPlace,
): Promise<Scope | undefined> {
  type By = 'externalId' | 'orbId' | 'all';
  const answers = await askSteps<{ by: By; scope: Scope }>(
    () => [
      async ({ by: before }, at) => {
        const by = await askBy(services, { title, ...at }, before);
        return by && { by };
      },
      async ({ by }, at) => {
        if (by === 'all') return { scope: {} };
        const id = await askCustomer(services, { title, ...at }, by === 'externalId');
        if (id === undefined) return undefined;
        return { scope: by === 'externalId' ? { externalCustomerId: id } : { customerId: id } };
      },
    ],
    {},
    place,
  );
  return answers?.scope;

  async function askBy({ dialogs }: Services, question: Asked, before: By | undefined) {
    const items: readonly (vscode.QuickPickItem & { readonly by: By })[] = [
      { label: vscode.l10n.t('One Customer, by External ID…'), by: 'externalId' },
      { label: vscode.l10n.t('One Customer, by Orb ID…'), by: 'orbId' },
      {
        label: vscode.l10n.t('ALL Customers'),
        detail: vscode.l10n.t('Every customer in the account with events in this time frame.'),
        by: 'all',
      },
    ];
    const placeHolder = vscode.l10n.t('Whose events?');
    const active = items.find(({ by }) => by === before);
    return (await dialogs.pick(items, { ...question, placeHolder, active }))?.by;
  }
}

export async function askCustomer(
  { dialogs }: Services,
  question: Asked,
  isExternal: boolean,
): Promise<string | undefined> {
  const id = await dialogs.input({
    ...question,
    prompt: isExternal
      ? vscode.l10n.t('External ID of the customer')
      : vscode.l10n.t('Orb ID of the customer'),
    placeHolder: isExternal ? 'acme-corp' : 'VDGsT23osdLb84KD',
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Enter an ID.') : undefined),
  });
  const trimmed = id?.trim() ?? '';
  return trimmed === '' ? undefined : trimmed;
}

export async function askReplaces(
  { dialogs }: Services,
  question: Asked,
  scope: Scope,
): Promise<boolean | undefined> {
  const isForAll = scope.customerId === undefined && scope.externalCustomerId === undefined;
  const items = [
    {
      label: vscode.l10n.t('Add to the Existing Events'),
      detail: vscode.l10n.t("Orb's events in this time frame stay."),
      replaces: false,
    },
    {
      label: vscode.l10n.t('Replace the Existing Events'),
      detail: isForAll
        ? vscode.l10n.t(
            "Orb's events of ALL customers in this time frame are deprecated when the backfill closes.",
          )
        : vscode.l10n.t(
            "Orb's events of this customer in this time frame are deprecated when the backfill closes.",
          ),
      replaces: true,
    },
  ];
  const placeHolder = vscode.l10n.t('What happens to the existing events?');
  return (await dialogs.pick(items, { ...question, placeHolder }))?.replaces;
}

/** @returns empty to replace all events */
export async function askFilter(
  { dialogs }: Services,
  question: Asked,
  value: string,
): Promise<string | undefined> {
  const filter = await dialogs.input({
    ...question,
    value,
    prompt: vscode.l10n.t(
      'Which events to replace, as a condition on their properties. Leave empty to replace all.',
    ),
    placeHolder: "tokens > 100 AND model = 'large'",
  });
  return filter?.trim();
}

export async function askCloseTime(
  { dialogs }: Services,
  title: string,
  place: StepPlace,
  nowMs: number,
): Promise<CloseTime | undefined> {
  const answers = await askSteps<{ choice: CloseTime | 'at'; close: CloseTime }>(
    () => [
      async (_, at) => {
        const choice = await askChoice({ title, ...at });
        return choice && { choice };
      },
      async ({ choice }, at) => {
        if (typeof choice === 'object') return { close: choice };
        const close = await askTime({ title, ...at });
        return close && { close };
      },
    ],
    {},
    place,
  );
  return answers?.close;

  async function askChoice(question: Asked): Promise<CloseTime | 'at' | undefined> {
    const after = (ms: number): CloseTime => ({ closeTime: new Date(nowMs + ms).toISOString() });
    const items: readonly (vscode.QuickPickItem & { readonly choice: CloseTime | 'at' })[] = [
      {
        label: vscode.l10n.t('In One Day'),
        description: vscode.l10n.t("Orb's default"),
        choice: {},
      },
      { label: vscode.l10n.t('In One Hour'), choice: after(HOUR_MS) },
      { label: vscode.l10n.t('In One Week'), choice: after(7 * DAY_MS) },
      { label: vscode.l10n.t('At a Time…'), choice: 'at' },
    ];
    const placeHolder = vscode.l10n.t('When should it close automatically?');
    return (await dialogs.pick(items, { ...question, placeHolder }))?.choice;
  }

  async function askTime(question: Asked): Promise<CloseTime | undefined> {
    const example = typedHour(nowMs + DAY_MS);
    const typed = await dialogs.input({
      ...question,
      prompt: vscode.l10n.t('Close time, in UTC'),
      placeHolder: example,
      validateInput: (text) => {
        const bound = readBound(text);
        if (bound === undefined) return timeProblem(text, example);
        return Date.parse(bound) > nowMs
          ? undefined
          : vscode.l10n.t('Pick a time in the future. Example: {0}', example);
      },
    });
    const closeTime = typed === undefined ? undefined : readBound(typed);
    return closeTime === undefined ? undefined : { closeTime };
  }
}
