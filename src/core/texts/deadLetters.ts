/** Texts about dead letters: events that Orb's ingestion from S3 rejected. */
import { countText } from '../language.ts';
import * as l10n from '@vscode/l10n';
import type { ReasonGroup } from '../deadLetter.ts';

export const rejectedEvents = (total: number): string =>
  total === 1
    ? l10n.t('Dead letters from Orb: 1 rejected event')
    : l10n.t('Dead letters from Orb: {0} rejected events', countText(total));

/** Only this many groups are named, the most frequent ones. */
const MAX_TOLD = 2;

/** `31 too late, 9 wrong type, 2 other` */
export function reasonCounts(reasons: ReadonlyMap<ReasonGroup, number>): string {
  const known = [...reasons].filter(([group]) => group !== 'other').sort(([, a], [, b]) => b - a);
  // One more group is named, since "other" would be as long.
  const told = known.slice(
    0,
    reasons.size === MAX_TOLD + 1 && !reasons.has('other') ? 3 : MAX_TOLD,
  );
  const all = [...reasons.values()].reduce((sum, each) => sum + each, 0);
  const others = all - told.reduce((sum, [, each]) => sum + each, 0);
  return [
    ...told.map(([group, times]) => inGroup(group, countText(times))),
    ...(others > 0 ? [inGroup('other', countText(others))] : []),
  ].join(', ');
}

function inGroup(group: ReasonGroup, times: string): string {
  switch (group) {
    case 'late':
      return l10n.t('{0} too late', times);
    case 'type':
      return l10n.t('{0} wrong type', times);
    case 'missing':
      return l10n.t('{0} missing field', times);
    case 'unknown':
      return l10n.t('{0} unknown field', times);
    case 'empty':
      return l10n.t('{0} empty value', times);
    case 'customer':
      return l10n.t('{0} customer', times);
    case 'other':
      return l10n.t('{0} other', times);
  }
}

/** What the hover of a dead letter says in addition to the reason. */
export const deadLetterTexts = () => ({
  rejected: l10n.t('Orb rejected this event:'),
  free: l10n.t(
    "The event isn't in this file, only its ID. The ID is free: the corrected event can be ingested with it.",
  ),
  find: l10n.t('Find the Event in…'),
  copyId: l10n.t('Copy ID'),
  showAll: l10n.t('Show All with This Reason'),
  backfill: l10n.t('New Backfill…'),
});
