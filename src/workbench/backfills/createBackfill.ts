/** Creates a backfill, from arguments or step by step. */
import * as vscode from 'vscode';
import type { Backfill, NewBackfill } from '../../core/backfill.ts';
import { frameText } from '../../core/backfillText.ts';
import type { Connection } from '../../core/connection.ts';
import { isOrbError } from '../../core/errors.ts';
import { checkNewBackfill } from '../../core/rules/backfill.ts';
import { typedBound } from '../../core/search/window.ts';
import { parseTimestamp, toUtc } from '../../core/timestamp.ts';
import { visible } from '../../std/visible.ts';
import type { ReadArguments } from '../commandArguments.ts';
import { nameAndMode } from '../connections/labels.ts';
import { toUserError } from '../toUserError.ts';
import type { Services } from '../services.ts';
import { skipsConfirmation } from '../settings.ts';
import { UserError } from '../userError.ts';
import type { BackfillList } from './backfillList.ts';
import { checkFree, overlapRefused } from './overlap.ts';
import { askNewBackfill } from './newBackfillSteps.ts';

type Argument = NonNullable<ReadArguments<'orb.backfills.create'>[0]>;

const missing = (member: string): UserError =>
  new UserError(vscode.l10n.t('"{0}" is missing.', member));

/** All times in UTC, as Orb documents them: `2026-08-19T02:00+02:00` and times without a zone, too. */
function inUtc(given: Argument): Argument {
  const utc: Partial<Record<'timeframeStart' | 'timeframeEnd' | 'closeTime', string>> = {};
  for (const key of ['timeframeStart', 'timeframeEnd', 'closeTime'] as const) {
    const instant = parseTimestamp(given[key] ?? '');
    if (instant !== undefined) utc[key] = toUtc(instant);
  }
  return { ...given, ...utc };
}

const NEEDED = ['timeframeStart', 'timeframeEnd', 'replaceExistingEvents'] as const;
const isWhole = (given: Partial<NewBackfill>): given is NewBackfill =>
  NEEDED.every((key) => given[key] !== undefined);

/**
 * Asks for what isn't given. `confirm: false` needs everything, since Orb's own default would replace events.
 * @returns the first backfill created (a long time frame needs several); undefined when dismissed
 */
export async function createBackfill(
  services: Services,
  list: BackfillList,
  argument: Argument = {},
): Promise<Backfill | undefined> {
  const { connectionId, confirm, ...given } = inUtc(argument);
  const connection = await services.connections.resolve(connectionId);
  const nowMs = services.connections.now(connection.id);
  const problem = checkNewBackfill(given, { nowMs }).find(
    // If a time frame is too long, the user can split it.
    ({ severity, code }) =>
      severity === 'error' && (isWhole(given) || code !== 'backfill-too-long'),
  );
  if (problem !== undefined) throw new UserError(problem.message);
  if (!isWhole(given)) {
    if (confirm === false) throw missing(NEEDED.find((key) => given[key] === undefined) ?? '');
    const wanted = await askNewBackfill(services, list, connection, given);
    if (wanted === undefined || !(await confirmCreation(services, connection, wanted)))
      return undefined;
    return sendAll(services, list, connection, wanted);
  }
  await checkFree(services, list, connection, given);
  const skips = skipsConfirmation(services, connection.id, confirm);
  if (!skips && !(await confirmCreation(services, connection, [given]))) return undefined;
  return sendAll(services, list, connection, [given]);
}

async function confirmCreation(
  services: Services,
  connection: Connection,
  wanted: readonly NewBackfill[],
): Promise<boolean> {
  const nowMs = services.connections.now(connection.id);
  const [first] = wanted;
  if (first === undefined) return false;
  const where = nameAndMode(connection);
  const customer = first.externalCustomerId ?? first.customerId;
  return services.dialogs.confirm({
    message:
      wanted.length === 1
        ? vscode.l10n.t('Create a backfill of {0} in {1}?', frameText(first, nowMs), where)
        : vscode.l10n.t('Create {0} backfills in {1}?', wanted.length, where),
    detail: [
      ...(wanted.length > 1 ? [wanted.map((each) => frameText(each, nowMs)).join(', ')] : []),
      customer === undefined
        ? vscode.l10n.t('For ALL customers.')
        : vscode.l10n.t('For {0}.', visible(customer, 200)),
      first.replaceExistingEvents
        ? first.deprecationFilter === undefined
          ? vscode.l10n.t(
              "When it closes, its events REPLACE all of Orb's events in this time frame.",
            )
          : vscode.l10n.t(
              "When it closes, its events REPLACE Orb's events in this time frame where {0}.",
              first.deprecationFilter,
            )
        : vscode.l10n.t("When it closes, its events are added to Orb's events in this time frame."),
      first.closeTime === undefined
        ? vscode.l10n.t('It closes automatically after one day.')
        : vscode.l10n.t('It closes automatically at {0} UTC.', typedBound(first.closeTime)),
      vscode.l10n.t('Until then nothing changes.'),
    ].join('\n'),
    action: vscode.l10n.t('Create Backfill'),
  });
}

async function sendAll(
  services: Services,
  list: BackfillList,
  connection: Connection,
  wanted: readonly NewBackfill[],
): Promise<Backfill | undefined> {
  const client = await services.connections.client(connection.id);
  let first: Backfill | undefined;
  for (const each of wanted) {
    try {
      const { value } = await client.backfills.create(each);
      list.add(connection.id, value, each.externalCustomerId);
      first ??= value;
    } catch (error) {
      throw explained(error, each);
    }
  }
  return first;
}

/** Orb's rejection, with what to do about it. */
function explained(error: unknown, wanted: NewBackfill): unknown {
  const { message } = toUserError(error);
  if (isOrbError(error, 'notFound')) {
    const customer = wanted.customerId ?? wanted.externalCustomerId ?? '';
    return new UserError(
      vscode.l10n.t(
        'Orb has no customer {0}. Check the account, and whether this is an external ID or an Orb ID.',
        visible(customer, 200),
      ),
      undefined,
      { cause: message },
    );
  }
  const isOverlap =
    isOrbError(error, 'rejected') && /overlap|close or revert/i.test(error.answer?.body ?? '');
  return isOverlap ? overlapRefused(message) : error;
}
