/** Creating a backfill, from arguments or step by step. */
import * as vscode from 'vscode';
import type { Backfill, NewBackfill } from '../../core/backfill.ts';
import { frameText } from '../../core/backfillText.ts';
import type { Connection } from '../../core/connection.ts';
import { isOrbError } from '../../core/errors.ts';
import { checkNewBackfill } from '../../core/rules/backfill.ts';
import { parseTimestamp, toUtc } from '../../core/timestamp.ts';
import { visible } from '../../std/visible.ts';
import type { ReadArguments } from '../commandArguments.ts';
import { nameAndMode } from '../connections/labels.ts';
import { toUserError } from '../toUserError.ts';
import type { Services } from '../services.ts';
import { skipsConfirmation } from '../skipsConfirmation.ts';
import { UserError } from '../userError.ts';
import type { BackfillList } from './backfillList.ts';
import { checkFree, overlapRefused } from './overlap.ts';
import { askNewBackfill } from './newBackfillSteps.ts';

type Argument = NonNullable<ReadArguments<'orb.backfills.create'>[0]>;

const missing = (member: string): UserError =>
  new UserError(vscode.l10n.t('"{0}" is missing.', member));

/** Times in UTC, as Orb documents them: `2026-08-19T02:00+02:00` and a time without any zone included. */
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
 * Asks for what is not given. Whoever wants no question must give all: Orb's own default would replace events.
 * @returns the first backfill created (a long time frame can take several); undefined when the user turns away
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
    // What is too long is offered in parts where the user is asked.
    ({ severity, code }) =>
      severity === 'error' && (isWhole(given) || code !== 'backfill-too-long'),
  );
  if (problem !== undefined) throw new UserError(problem.message);
  if (!isWhole(given)) {
    if (confirm === false) throw missing(NEEDED.find((key) => given[key] === undefined) ?? '');
    const wanted = await askNewBackfill(services, list, connection, given);
    if (wanted === undefined || !(await agrees(services, connection, wanted))) return undefined;
    return sendAll(services, list, connection, wanted);
  }
  await checkFree(services, list, connection, given);
  const skips = skipsConfirmation(services, connection.id, confirm);
  if (!skips && !(await agrees(services, connection, [given]))) return undefined;
  return sendAll(services, list, connection, [given]);
}

async function agrees(
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
          ? vscode.l10n.t('Once it is closed, its events REPLACE all that Orb holds there.')
          : vscode.l10n.t(
              'Once it is closed, its events REPLACE those that Orb holds there where {0}.',
              first.deprecationFilter,
            )
        : vscode.l10n.t('Once it is closed, its events are added to what Orb holds there.'),
      first.closeTime === undefined
        ? vscode.l10n.t('It closes by itself after one day.')
        : vscode.l10n.t('It closes by itself at {0}.', first.closeTime),
      vscode.l10n.t('Nothing changes until then.'),
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

/** What Orb refuses, with the way out. */
function explained(error: unknown, wanted: NewBackfill): unknown {
  const { message } = toUserError(error);
  if (isOrbError(error, 'notFound')) {
    const customer = wanted.customerId ?? wanted.externalCustomerId ?? '';
    return new UserError(
      vscode.l10n.t(
        'Orb knows no customer {0}. Check whether it is the external id or the id of Orb, and the account.',
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
