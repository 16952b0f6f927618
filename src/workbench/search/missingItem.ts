/** The row of an id that was not found, with the reason that this editor can give. */
import * as vscode from 'vscode';
import { adviseOn, describeReason, reasonOf, type Reason } from '../../core/search/notFound.ts';
import { toTimeframe, wider } from '../../core/search/window.ts';
import { within } from '../../core/timeframe.ts';
import { visible } from '../../std/visible.ts';
import type { Services } from '../services.ts';
import type { Search } from './searches.ts';

type Needs = Pick<Services, 'connections' | 'ledger' | 'events'>;

/** Why the search does not show the id, by what the ledger knows. */
export function whyMissing(eventId: string, search: Search, services: Needs): Reason {
  const { connectionId } = search;
  const { ledger, connections } = services;
  const seenTimestamp = services.events.get({ connectionId, eventId })?.event.timestamp;
  const nowMs = connections.now(connectionId);
  const traces = {
    amended: ledger.writes.of(connectionId, eventId).some(({ kind }) => kind === 'amend'),
    otherCase: ledger.seen.inOtherCase(connectionId, eventId),
    elsewhere: ledger.seen
      .elsewhere(connectionId, eventId)
      .flatMap((id) => connections.get(id)?.name ?? []),
    sentMs: ledger.sent.atMs(connectionId, eventId),
    seenTimestamp,
    inWindow:
      seenTimestamp !== undefined && within(seenTimestamp, toTimeframe(search.window, nowMs)),
  };
  return reasonOf(traces, nowMs);
}

export function missingItem(eventId: string, search: Search, services: Needs): vscode.TreeItem {
  const reason = whyMissing(eventId, search, services);
  const item = new vscode.TreeItem(visible(eventId, 200));
  item.description = describeReason(reason, search.window);
  item.tooltip = `${visible(eventId, 500)}\n${adviseOn(reason)}`;
  item.contextValue = contextOf(reason, search);
  item.accessibilityInformation = {
    label: vscode.l10n.t('{0} not found: {1}', visible(eventId, 200), item.description),
  };
  return item;
}

/** Which way on the menus offer. */
function contextOf(reason: Reason, search: Search): string {
  if (reason.kind === 'otherCase') return 'orbMissingOtherCase';
  if (reason.kind === 'elsewhere') return 'orbMissingElsewhere';
  return `orbMissing${widerMark(search)}`;
}

/** `30` or `90`: the days to try next, as menus tell them apart. */
export const widerMark = ({ window }: Search): string => String(wider(window) ?? '');
