/** The steps of a new backfill: time frame, scope, add or replace, filter, close time. Each asks one thing, and none has a silent default. */
import { countText } from '../../core/language.ts';
import * as vscode from 'vscode';
import { MAX_BACKFILL_DAYS, type NewBackfill } from '../../core/backfill.ts';
import { frameText } from '../../core/backfillText.ts';
import type { Connection } from '../../core/connection.ts';
import { readBound } from '../../core/search/window.ts';
import { DAY_MS, HOUR_MS, type Timeframe } from '../../core/timeframe.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import type { BackfillList } from './backfillList.ts';
import { makeFree } from './overlap.ts';
import { askTimeframe } from './timeframeStep.ts';

/**
 * Asks for what is not given.
 * @returns what to create, several where the time frame is longer than one may be; undefined when the user turns away
 * @throws UserError for a time frame that cannot be
 */
export async function askNewBackfill(
  services: Services,
  list: BackfillList,
  connection: Connection,
  given: Partial<NewBackfill> = {},
): Promise<readonly NewBackfill[] | undefined> {
  const title = vscode.l10n.t('New Backfill in {0}', nameAndMode(connection));
  const step = (number: number) => `${title} (${number}/5)`;
  const nowMs = services.connections.now(connection.id);
  const { timeframeStart, timeframeEnd } = given;
  const frame =
    timeframeStart === undefined || timeframeEnd === undefined
      ? await askTimeframe(services, step(1), nowMs)
      : { timeframeStart, timeframeEnd };
  if (frame === undefined) return undefined;
  const frames = await fitting(services, frame, nowMs);
  if (frames === undefined) return undefined;
  if (!(await makeFree(services, list, connection, frame))) return undefined;
  const scope = scopeOf(given) ?? (await askScope(services, step(2)));
  if (scope === undefined) return undefined;
  const replaces = given.replaceExistingEvents ?? (await askReplaces(services, step(3), scope));
  if (replaces === undefined) return undefined;
  const filter = given.deprecationFilter ?? (replaces ? await askFilter(services, step(4)) : '');
  if (filter === undefined) return undefined;
  const { closeTime } = given;
  const close =
    closeTime === undefined ? await askCloseTime(services, step(5), nowMs) : { closeTime };
  if (close === undefined) return undefined;
  return frames.map((each) => ({
    ...each,
    ...scope,
    replaceExistingEvents: replaces,
    ...(filter !== '' && { deprecationFilter: filter }),
    ...close,
  }));
}

/** More backfills than for a year are no correction but a wrong timestamp. */
const MAX_SPLIT = 12;

/** Splits what is longer than Orb takes, if the user likes. */
async function fitting(
  { dialogs }: Services,
  { timeframeStart, timeframeEnd }: Timeframe,
  nowMs: number,
): Promise<readonly Timeframe[] | undefined> {
  const [start, end] = [Date.parse(timeframeStart), Date.parse(timeframeEnd)];
  const most = MAX_BACKFILL_DAYS * DAY_MS;
  if (end - start <= most) return [{ timeframeStart, timeframeEnd }];
  if (end - start > MAX_SPLIT * most) {
    throw new UserError(
      vscode.l10n.t(
        'This time frame spans {0} days, a backfill at most {1}. Choose a shorter one.',
        countText(Math.ceil((end - start) / DAY_MS)),
        MAX_BACKFILL_DAYS,
      ),
    );
  }
  const frames: Timeframe[] = [];
  for (let from = start; from < end; from += most) {
    const to = Math.min(from + most, end);
    frames.push({
      timeframeStart: new Date(from).toISOString(),
      timeframeEnd: new Date(to).toISOString(),
    });
  }
  const split = vscode.l10n.t('Create {0} Backfills', frames.length);
  const chosen = await dialogs.choose(
    vscode.l10n.t('A backfill spans at most {0} days.', MAX_BACKFILL_DAYS),
    frames.map((each) => frameText(each, nowMs)).join('\n'),
    [split],
  );
  return chosen === split ? frames : undefined;
}

type Scope = Pick<NewBackfill, 'customerId' | 'externalCustomerId'>;

function scopeOf({ customerId, externalCustomerId }: Partial<NewBackfill>): Scope | undefined {
  if (externalCustomerId !== undefined) return { externalCustomerId };
  return customerId === undefined ? undefined : { customerId };
}

async function askScope({ dialogs }: Services, title: string): Promise<Scope | undefined> {
  const external = { label: vscode.l10n.t('One Customer, by External Id…') };
  const own = { label: vscode.l10n.t("One Customer, by Orb's Id…") };
  const all = {
    label: vscode.l10n.t('ALL Customers'),
    detail: vscode.l10n.t('Every customer of the account with events in this time frame.'),
  };
  const placeHolder = vscode.l10n.t('Whose events?');
  const chosen = await dialogs.pick([external, own, all], { title, placeHolder });
  if (chosen === undefined) return undefined;
  if (chosen.label === all.label) return {};
  const byExternalId = chosen.label === external.label;
  const id = await dialogs.input({
    title,
    prompt: byExternalId
      ? vscode.l10n.t('The external id of the customer')
      : vscode.l10n.t("Orb's id of the customer"),
    placeHolder: byExternalId ? 'acme-corp' : 'VDGsT23osdLb84KD',
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Type an id.') : undefined),
  });
  const trimmed = id?.trim() ?? '';
  if (trimmed === '') return undefined;
  return byExternalId ? { externalCustomerId: trimmed } : { customerId: trimmed };
}

async function askReplaces(
  { dialogs }: Services,
  title: string,
  scope: Scope,
): Promise<boolean | undefined> {
  const whose =
    scope.customerId === undefined && scope.externalCustomerId === undefined
      ? vscode.l10n.t('of ALL customers')
      : vscode.l10n.t('of this customer');
  const items = [
    {
      label: vscode.l10n.t('Add to the Existing Events'),
      detail: vscode.l10n.t('What Orb holds there stays.'),
      replaces: false,
    },
    {
      label: vscode.l10n.t('Replace the Existing Events'),
      detail: vscode.l10n.t('What Orb holds there {0} is deprecated when it closes.', whose),
      replaces: true,
    },
  ];
  const placeHolder = vscode.l10n.t('What becomes of the events that are there?');
  return (await dialogs.pick(items, { title, placeHolder }))?.replaces;
}

async function askFilter({ dialogs }: Services, title: string): Promise<string | undefined> {
  const filter = await dialogs.input({
    title,
    prompt: vscode.l10n.t('Replace only events where … Leave it empty to replace all.'),
    placeHolder: vscode.l10n.t("tokens > 100 AND model = 'large'"),
  });
  return filter?.trim();
}

async function askCloseTime(
  { dialogs }: Services,
  title: string,
  nowMs: number,
): Promise<Pick<NewBackfill, 'closeTime'> | undefined> {
  const after = (hours: number) => ({ closeTime: new Date(nowMs + hours * HOUR_MS).toISOString() });
  const items = [
    { label: vscode.l10n.t('In One Day'), description: vscode.l10n.t("Orb's default"), close: {} },
    { label: vscode.l10n.t('In One Hour'), close: after(1) },
    { label: vscode.l10n.t('In One Week'), close: after(7 * 24) },
    { label: vscode.l10n.t('At…'), close: undefined },
  ];
  const placeHolder = vscode.l10n.t('When does it close by itself, if nobody closes it before?');
  const chosen = await dialogs.pick(items, { title, placeHolder });
  if (chosen === undefined || chosen.close !== undefined) return chosen?.close;
  const typed = await dialogs.input({
    title,
    prompt: vscode.l10n.t('It closes at, in UTC'),
    placeHolder: '2026-08-13 10:00',
    validateInput: (text) => {
      const bound = readBound(text);
      return bound !== undefined && Date.parse(bound) > nowMs
        ? undefined
        : vscode.l10n.t('Type a time in UTC that is still to come, such as 2026-08-13 10:00.');
    },
  });
  const closeTime = typed === undefined ? undefined : readBound(typed);
  return closeTime === undefined ? undefined : { closeTime };
}
