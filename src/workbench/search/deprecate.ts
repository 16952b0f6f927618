/** Deprecates events: explains it, asks, sends, and reports each outcome. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { CHANGE_CAP_DAYS, MAX_CHANGED_EVENTS } from '../../core/rules/context.ts';
import { eventText } from '../../core/eventText.ts';
import { countText } from '../../core/language.ts';
import { customerOf } from '../../core/search/arrange.ts';
import { lastDaysWindow, toTimeframe } from '../../core/search/window.ts';
import { eventCount } from '../../core/texts/ingest.ts';
import { DAY_MS } from '../../core/timeframe.ts';
import { shortTime } from '../../core/timeText.ts';
import { visible } from '../../std/visible.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { EventView } from '../eventStore.ts';
import type { EventTargetRead } from '../events/targets.ts';
import { showNotice } from '../notices.ts';
import type { Services } from '../services.ts';
import { skipsConfirmation } from '../settings.ts';
import { sendDeprecations, type Deprecated } from './sendDeprecations.ts';

/** How far back to search for an event if only its ID is known. */
const FIND_DAYS = 90;
/** The maximum number of events that the question lists. */
const MAX_CUSTOMERS = 5;
const MAX_EVENTS = 8;

/**
 * @returns the outcome of each event, in the given order; undefined if the user declined
 * @throws UserError if the events can't be read
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
    // Orb's request is idempotent, so an event that is already deprecated doesn't need one and
    // counts as done.
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

/** Each event as known here, or else from Orb, so that the question can show what is meant. */
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
    'No event with this ID in {0}. Search for it first, in its time frame.',
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
  const { askCost } = await import('../costQuestion.ts');
  const before = due.map((view) => eventText(view.raw));
  const cost = askCost(services, connection, { before, after: [] });
  const limits = await capLines(services, connection, due);
  const costs = await cost?.line();
  cost?.dispose();
  const where = nameAndMode(connection);
  const [first] = due;
  const one = due.length === 1 && first !== undefined;
  return {
    message: one
      ? vscode.l10n.t('Deprecate {0} in {1}?', visible(first.event.eventName, 100), where)
      : vscode.l10n.t('Deprecate {0} in {1}?', eventCount(due.length), where),
    detail: [
      ...(one
        ? [
            vscode.l10n.t('Event ID: {0}', visible(first.eventId, 200)),
            vscode.l10n.t('Timestamp: {0}', visible(first.event.timestamp)),
          ]
        : eventLines(services.connections.now(connection.id), due)),
      '',
      one
        ? vscode.l10n.t(
            "It will no longer be billed. This can't be undone, and its ID can't be ingested again.",
          )
        : vscode.l10n.t(
            "They will no longer be billed. This can't be undone, and their IDs can't be ingested again.",
          ),
      ...(costs === undefined ? [] : [costs]),
      ...limits,
    ].join('\n'),
    action: vscode.l10n.t('Deprecate'),
  };
}

/** `api_call · evt_0001 · 20 Aug 03:12:04 UTC`, one line for each event. */
function eventLines(nowMs: number, due: readonly EventView[]): readonly string[] {
  const lines = due
    .slice(0, MAX_EVENTS)
    .map(({ eventId, event }) =>
      vscode.l10n.t(
        '{0} · {1} · {2} UTC',
        visible(event.eventName, 60),
        visible(eventId, 100),
        shortTime(event.timestamp, nowMs),
      ),
    );
  const more = due.length - lines.length;
  if (more === 0) return lines;
  return [
    ...lines,
    more === 1 ? vscode.l10n.t('… and 1 more') : vscode.l10n.t('… and {0} more', countText(more)),
  ];
}

/**
 * How much of Orb's limit each customer has used before this, as far as this editor knows, as in
 * the question before an amendment.
 */
async function capLines(
  { ledger, connections }: Services,
  connection: Connection,
  due: readonly EventView[],
): Promise<readonly string[]> {
  const since = connections.now(connection.id) - CHANGE_CAP_DAYS * DAY_MS;
  const customers = [...new Set(due.map(({ event }) => customerOf(event)))];
  const shown = customers.slice(0, MAX_CUSTOMERS).map(async (customer) => {
    const count = await ledger.writes.count('deprecate', connection.id, customer, since);
    return vscode.l10n.t(
      '{0} of {1} deprecated events of {2} in {3} days.',
      count,
      MAX_CHANGED_EVENTS,
      customer === '' ? vscode.l10n.t('no customer') : visible(customer, 100),
      CHANGE_CAP_DAYS,
    );
  });
  const lines = await Promise.all(shown);
  const more = customers.length - lines.length;
  if (more <= 0) return lines;
  return [
    ...lines,
    more === 1
      ? vscode.l10n.t('… and 1 more customer')
      : vscode.l10n.t('… and {0} more customers', countText(more)),
  ];
}

/** If all went well there's no message, since the tree and the documents show it. */
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
