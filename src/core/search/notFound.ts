/** Why Orb's search may not show an ID: the likeliest reason, from what this editor knows. */
import * as l10n from '@vscode/l10n';
import { parseTimestamp, toUtc } from '../timestamp.ts';
import { describeWindow, type SearchWindow } from './window.ts';

/** What the ledger knows of an ID that wasn't found. */
export interface Traces {
  /** Amended from this editor; Orb documents that its search may hide such events. */
  readonly amended: boolean;
  /** Its timestamp is known and within the search's time frame. */
  readonly inWindow: boolean;
  /** The same ID with different case, seen in this connection. */
  readonly otherCase?: string | undefined;
  /** The names of other connections in which it was seen. */
  readonly elsewhere: readonly string[];
  /** Its timestamp, if it was seen in this connection before. */
  readonly seenTimestamp?: string | undefined;
  /** When it was sent from this editor. */
  readonly sentMs?: number | undefined;
}

/**
 * New events appear in search after seconds to minutes; after this time, there must be another
 * reason.
 */
export const INGEST_LAG_MS = 10 * 60_000;

export type Reason =
  | { readonly kind: 'amended' }
  | { readonly kind: 'otherCase'; readonly eventId: string }
  | { readonly kind: 'sent'; readonly seconds: number }
  | { readonly kind: 'outside'; readonly timestamp: string }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'elsewhere'; readonly connections: readonly string[] }
  | { readonly kind: 'window' };

export function reasonOf(traces: Traces, nowMs: number): Reason {
  const { amended, inWindow, sentMs, seenTimestamp, otherCase, elsewhere } = traces;
  if (seenTimestamp !== undefined && !inWindow)
    return { kind: 'outside', timestamp: seenTimestamp };
  if (amended) return { kind: 'amended' };
  if (sentMs !== undefined && nowMs - sentMs < INGEST_LAG_MS) {
    return { kind: 'sent', seconds: Math.max(0, Math.round((nowMs - sentMs) / 1_000)) };
  }
  if (otherCase !== undefined) return { kind: 'otherCase', eventId: otherCase };
  if (seenTimestamp !== undefined) return { kind: 'hidden' };
  if (elsewhere.length > 0) return { kind: 'elsewhere', connections: elsewhere };
  return { kind: 'window' };
}

/** A short text for the row: `not in the last 7 days`. */
export function describeReason(reason: Reason, window: SearchWindow): string {
  switch (reason.kind) {
    case 'amended':
      return l10n.t('amended, hidden by Orb');
    case 'sent':
      return reason.seconds < 120
        ? l10n.t('sent {0} s ago', reason.seconds)
        : l10n.t('sent {0} min ago', Math.round(reason.seconds / 60));
    case 'otherCase':
      return l10n.t('found as {0}', reason.eventId);
    case 'outside':
      return l10n.t('seen here before, dated {0}', day(reason.timestamp));
    case 'hidden':
      return l10n.t('seen here before, not shown now');
    case 'elsewhere':
      return l10n.t('seen in {0}', reason.connections.join(', '));
    case 'window':
      return window.kind === 'last'
        ? l10n.t('not in the last {0}', describeWindow(window))
        : l10n.t('not in this time frame');
  }
}

/** What to try, as a sentence for the tooltip. */
export function adviseOn(reason: Reason): string {
  switch (reason.kind) {
    case 'amended':
      return l10n.t(
        'It was amended from this editor. Orb documents that its search may not show amended events.',
      );
    case 'sent':
      return l10n.t(
        "New events take seconds, sometimes minutes, to appear in Orb's search. Refresh later.",
      );
    case 'otherCase':
      return l10n.t('Event IDs are case-sensitive. Search for {0}.', reason.eventId);
    case 'outside':
      return l10n.t("Its timestamp is outside this search's time frame. Search a wider one.");
    case 'hidden':
      return l10n.t(
        'It may have been amended by another program: Orb documents that its search may not show amended events.',
      );
    case 'elsewhere':
      return l10n.t('Switch to that connection and search there.');
    case 'window':
      return l10n.t(
        'Search a wider time frame or another connection. Event IDs are case-sensitive.',
      );
  }
}

function day(timestamp: string): string {
  const instant = parseTimestamp(timestamp);
  return instant === undefined ? timestamp : toUtc(instant).slice(0, 10);
}
