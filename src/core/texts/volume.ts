/** Every text of the volume page, in the display language; the page fills the placeholders. */
import * as l10n from '@vscode/l10n';
import { chartTexts } from './chart.ts';

export type VolumeTexts = Readonly<ReturnType<typeof volumeTexts>>;

/** In the language that @vscode/l10n was configured with; English by default. */
export const volumeTexts = () => ({
  ...chartTexts(),

  title: l10n.t('Event volume'),
  /** Connection, mode. */
  pageName: l10n.t('Event volume, {0}, {1}'),
  usage: l10n.t('Show Usage'),
  compare: l10n.t('Compare with the week before'),
  noEvents: l10n.t('No events in this range.'),

  events: l10n.t('Events'),
  weekBefore: l10n.t('Week before'),
  zeroHours: l10n.t('Hours without events'),
  nextGap: l10n.t('Select the Next Hours Without Events'),
  peakLabel: l10n.t('peak {0}'),
  gapLabel: l10n.t('no events'),
  sentHere: l10n.t('Sent here'),
  backfills: l10n.t('Backfills'),
  pending: l10n.t('pending, {0}'),
  allCustomers: l10n.t('ALL customers'),

  chart: l10n.t('Events per hour'),
  hourSpoken: l10n.t('{0} UTC, {1} events'),
  weekBeforeSpoken: l10n.t('week before {0}'),
  selectedEvents: l10n.t('{0} events'),
  selectedChange: l10n.t('{0} events, {1} from the week before'),
  search: l10n.t('Search in This Range…'),
  backfill: l10n.t('Backfill This Range…'),

  table: l10n.t('Events per hour as a table'),
  change: l10n.t('Change'),
  sentFromHere: l10n.t('Sent from here'),
});
