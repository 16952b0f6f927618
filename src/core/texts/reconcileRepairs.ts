/** What each repair of a comparison says in the page's footer: before it is chosen, and when it is done. */
import * as l10n from '@vscode/l10n';
import { countText } from '../language.ts';
import type { RepairAction } from '../reconciliation/repairs.ts';
import { CHANGE_CAP_DAYS, MAX_CHANGED_EVENTS } from '../rules/context.ts';

/** The button, with the number of lines: `Ingest 390…`. */
export function repairButton(action: RepairAction, count: number): string {
  const number = countText(count);
  switch (action) {
    case 'ingest':
      return l10n.t('Ingest {0}…', number);
    case 'backfill':
      return l10n.t('Backfill {0}…', number);
    case 'amend':
      return l10n.t('Amend {0}…', number);
    case 'replace':
      return l10n.t('Replace {0}…', number);
    case 'deprecate':
      return l10n.t('Deprecate {0}…', number);
    case 'rekey':
      return l10n.t('Send {0} Under New IDs…', number);
  }
}

/** What the repair does, and below it what limits it. */
export function repairSentences(
  action: RepairAction,
  count: number,
): { readonly sentence: string; readonly second?: string } {
  const number = countText(count);
  const isOne = count === 1;
  switch (action) {
    case 'ingest':
      return {
        sentence: isOne
          ? l10n.t('1 event can be ingested now.')
          : l10n.t('{0} events can be ingested now.', number),
        second: isOne
          ? l10n.t('It keeps its event ID, so sending it again is safe.')
          : l10n.t('They keep their event IDs, so sending them again is safe.'),
      };
    case 'backfill':
      return {
        sentence: isOne
          ? l10n.t('1 event is past the grace period. A backfill can add it.')
          : l10n.t('{0} events are past the grace period. A backfill can add them.', number),
        second: l10n.t('Nothing counts until you close the backfill.'),
      };
    case 'amend':
      return {
        sentence: isOne
          ? l10n.t('Amending corrects this event.')
          : l10n.t('Amending corrects these {0} events.', number),
        second: l10n.t(
          'Orb allows {0} amended events per customer in {1} days.',
          MAX_CHANGED_EVENTS,
          CHANGE_CAP_DAYS,
        ),
      };
    case 'replace':
      return {
        sentence: isOne
          ? l10n.t('A backfill can replace this event.')
          : l10n.t('A backfill can replace these {0} events.', number),
        second: l10n.t("Orb doesn't document this kind of backfill: try one event first."),
      };
    case 'deprecate':
      return {
        sentence: isOne
          ? l10n.t("If this event shouldn't exist, it can be deprecated.")
          : l10n.t("If these {0} events shouldn't exist, they can be deprecated.", number),
        second: l10n.t('Deprecating an event is permanent.'),
      };
    case 'rekey':
      return {
        sentence: isOne
          ? l10n.t("An amendment can't change the timestamp or customer of this event.")
          : l10n.t(
              "An amendment can't change the timestamps or customers of these {0} events.",
              number,
            ),
        second: isOne
          ? l10n.t('It can be deprecated and sent again under a new ID.')
          : l10n.t('They can be deprecated and sent again under new IDs.'),
      };
  }
}

export function repairRunning(action: RepairAction, count: number): string {
  const number = countText(count);
  switch (action) {
    case 'ingest':
      return l10n.t('Ingesting {0}…', number);
    case 'backfill':
    case 'replace':
      return l10n.t('Backfilling {0}…', number);
    case 'amend':
      return l10n.t('Amending {0}…', number);
    case 'deprecate':
      return l10n.t('Deprecating {0}…', number);
    case 'rekey':
      return l10n.t('Sending {0} under new IDs…', number);
  }
}

/** How many were repaired, such as `389 ingested`. */
export function repairDone(action: RepairAction, count: number): string {
  const number = countText(count);
  switch (action) {
    case 'ingest':
      return l10n.t('{0} ingested', number);
    case 'backfill':
      return l10n.t('{0} in a backfill', number);
    case 'amend':
      return l10n.t('{0} amended', number);
    case 'replace':
      return l10n.t('{0} replaced', number);
    case 'deprecate':
      return l10n.t('{0} deprecated', number);
    case 'rekey':
      return l10n.t('{0} sent under new IDs', number);
  }
}
