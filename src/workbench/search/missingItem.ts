/** The row of an ID that wasn't found, with the reason as far as this editor knows it. */
import * as vscode from 'vscode';
import { adviseOn, describeReason, reasonOf, type Reason } from '../../core/search/notFound.ts';
import { toTimeframe, wider } from '../../core/search/window.ts';
import { within } from '../../core/timeframe.ts';
import { visible } from '../../std/visible.ts';
import type { Services } from '../services.ts';
import type { Search } from './searches.ts';

type Clocked = Pick<Services, 'connections'>;

/** Why the search doesn't show the ID, from what was known of it when the search ended. */
export function whyMissing(eventId: string, search: Search, { connections }: Clocked): Reason {
  const { amended, otherCase, elsewhere, sentMs, seenTimestamp } = search.traces.get(eventId) ?? {};
  const nowMs = connections.now(search.connectionId);
  const traces = {
    amended: amended === true,
    otherCase,
    elsewhere: (elsewhere ?? []).flatMap((id) => connections.get(id)?.name ?? []),
    sentMs,
    seenTimestamp,
    inWindow:
      seenTimestamp !== undefined &&
      within(seenTimestamp, toTimeframe(search.widened ?? search.window, nowMs)),
  };
  return reasonOf(traces, nowMs);
}

export function missingItem(eventId: string, search: Search, services: Clocked): vscode.TreeItem {
  const reason = whyMissing(eventId, search, services);
  const item = new vscode.TreeItem(visible(eventId, 200));
  item.description = describeReason(reason, search.widened ?? search.window);
  item.tooltip = `${visible(eventId, 500)}\n${adviseOn(reason)}`;
  item.contextValue = contextOf(reason, search);
  item.accessibilityInformation = {
    label: vscode.l10n.t('{0} not found: {1}', visible(eventId, 200), item.description),
  };
  return item;
}

/** The next steps that menus offer. */
function contextOf(reason: Reason, search: Search): string {
  if (reason.kind === 'otherCase') return 'orbMissingOtherCase';
  if (reason.kind === 'elsewhere') return 'orbMissingElsewhere';
  return `orbMissing${widerMark(search)}`;
}

/** `30` or `90`: the days to try next, for menus. */
export const widerMark = ({ window, widened }: Search): string =>
  String(wider(widened ?? window) ?? '');
