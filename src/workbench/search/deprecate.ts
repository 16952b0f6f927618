/** Deprecates events: says what it means, asks, sends, and reports what became of each. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { CHANGE_CAP_DAYS, MAX_CHANGED_EVENTS } from '../../core/rules/context.ts';
import { customerOf } from '../../core/search/arrange.ts';
import { lastDaysWindow, toTimeframe } from '../../core/search/window.ts';
import { DAY_MS } from '../../core/timeframe.ts';
import { visible } from '../../std/visible.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { EventView } from '../eventStore.ts';
import type { EventTargetRead } from '../events/targets.ts';
import { showNotice } from '../notices.ts';
import type { Services } from '../services.ts';
import { skipsConfirmation } from '../skipsConfirmation.ts';
import { sendDeprecations, type Deprecated } from './sendDeprecations.ts';

/** How far back an event is looked for of which only the id is known. */
const FIND_DAYS = 90;
/** More customers than these are not listed in the question. */
const MAX_CUSTOMERS = 5;

/**
 * @returns what became of each event, in the order given; undefined when the user did not agree
 * @throws UserError when the events cannot be read
 */
export async function deprecateEvents(
  services: Services,
  targets: readonly EventTargetRead[],
  options: { readonly confirm?: boolean | undefined } = {},
): Promise<Deprecated | undefined> {
  const outcomes: Deprecated[] = [];
  const byConnection = new Map<string, EventTargetRead[]>();
  for (const target of targets) {
    const group = byConnection.get(target.connectionId);
    if (group === undefined) byConnection.set(target.connectionId, [target]);
    else group.push(target);
  }
  for (const [connectionId, group] of byConnection) {
    const connection = await services.connections.resolve(connectionId);
    const { views, failed } = await readViews(services, connection, group);
    // Orb's call is idempotent: what is deprecated already needs none, and counts as done.
    const due = views.filter(({ event }) => !event.deprecated);
    const done = views.filter(({ event }) => event.deprecated).map(({ eventId }) => eventId);
    if (due.length > 0) {
      const agreed =
        skipsConfirmation(services, connection.id, options.confirm) ||
        (await services.dialogs.confirm(await question(services, connection, due)));
      if (!agreed) {
        if (outcomes.length === 0) return undefined;
        break;
      }
    }
    const sent = due.length === 0 ? nothing : await sendDeprecations(services, connection, due);
    outcomes.push({
      deprecated: [...done, ...sent.deprecated],
      failed: [...failed, ...sent.failed],
    });
  }
  const all = {
    deprecated: outcomes.flatMap(({ deprecated }) => deprecated),
    failed: outcomes.flatMap(({ failed }) => failed),
  };
  tell(services, all);
  return all;
}

const nothing: Deprecated = { deprecated: [], failed: [] };

/** What each event is, from memory or else from Orb: whoever is asked must know what is meant. */
async function readViews(
  { connections, events }: Services,
  connection: Connection,
  targets: readonly EventTargetRead[],
): Promise<{ readonly views: readonly EventView[]; readonly failed: Deprecated['failed'] }> {
  const known = new Map<string, EventView>();
  const unknown: string[] = [];
  for (const target of targets) {
    const view = await events.load(target);
    if (view !== undefined) known.set(target.eventId, view);
    else if (target.timeframeStart === undefined && target.timeframeEnd === undefined) {
      unknown.push(target.eventId);
    } else {
      const { timeframeStart, timeframeEnd } = target;
      const found = await events.read(target, {
        ...(timeframeStart === undefined ? {} : { timeframeStart }),
        ...(timeframeEnd === undefined ? {} : { timeframeEnd }),
      });
      if (found !== undefined) known.set(target.eventId, found);
    }
  }
  if (unknown.length > 0) {
    const frame = toTimeframe(lastDaysWindow(FIND_DAYS), connections.now(connection.id));
    const { views } = await events.search(connection.id, { eventIds: unknown, ...frame });
    for (const view of views) known.set(view.eventId, view);
  }
  const absent = vscode.l10n.t(
    'No event with this id in {0}. Search for it first, with the time frame it lies in.',
    nameAndMode(connection),
  );
  return {
    views: targets.flatMap(({ eventId }) => known.get(eventId) ?? []),
    failed: targets.flatMap(({ eventId }) =>
      known.has(eventId) ? [] : [{ id: eventId, message: absent }],
    ),
  };
}

async function question(services: Services, connection: Connection, due: readonly EventView[]) {
  const where = nameAndMode(connection);
  const [first] = due;
  const one = due.length === 1 && first !== undefined;
  return {
    message: one
      ? vscode.l10n.t('Deprecate {0} in {1}?', visible(first.event.eventName, 100), where)
      : vscode.l10n.t('Deprecate {0} events in {1}?', due.length, where),
    detail: [
      one ? vscode.l10n.t('Event id: {0}', visible(first.eventId, 200)) : undefined,
      one
        ? vscode.l10n.t(
            "It will no longer be billed. This can't be undone, and its id can't be ingested again.",
          )
        : vscode.l10n.t(
            "They will no longer be billed. This can't be undone, and their ids can't be ingested again.",
          ),
      ...(await capLines(services, connection, due)),
    ]
      .filter((line) => line !== undefined)
      .join('\n'),
    action: vscode.l10n.t('Deprecate'),
  };
}

/** How near each customer comes to Orb's cap with this, as far as this editor knows. */
async function capLines(
  { ledger, connections }: Services,
  connection: Connection,
  due: readonly EventView[],
): Promise<readonly string[]> {
  const since = connections.now(connection.id) - CHANGE_CAP_DAYS * DAY_MS;
  const customers = new Map<string, number>();
  for (const { event } of due) {
    const customer = customerOf(event);
    customers.set(customer, (customers.get(customer) ?? 0) + 1);
  }
  const shown = [...customers].slice(0, MAX_CUSTOMERS).map(async ([customer, count]) => {
    const before = await ledger.writes.count('deprecate', connection.id, customer, since);
    return vscode.l10n.t(
      '{0} of {1} for {2} in {3} days.',
      before + count,
      MAX_CHANGED_EVENTS,
      customer === '' ? vscode.l10n.t('no customer') : visible(customer, 100),
      CHANGE_CAP_DAYS,
    );
  });
  const lines = await Promise.all(shown);
  const more = customers.size - lines.length;
  return more > 0 ? [...lines, vscode.l10n.t('And {0} more customers.', more)] : lines;
}

/** Nothing to say when all went well: the tree and the documents show it. */
function tell(services: Services, { deprecated, failed }: Deprecated): void {
  const [first] = failed;
  if (first === undefined) return;
  const message =
    failed.length === 1
      ? vscode.l10n.t('{0} deprecated, 1 not: {1}', deprecated.length, first.message)
      : vscode.l10n.t(
          '{0} deprecated, {1} not: {2}',
          deprecated.length,
          failed.length,
          first.message,
        );
  const show = { title: vscode.l10n.t('Show Log'), command: 'orb.log.show' };
  showNotice(services, 'warning', message, show);
}
