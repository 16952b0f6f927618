/** Every text of the volume page, in the display language; the page fills the placeholders. */
import { t } from '@vscode/l10n';

export type VolumeTexts = Readonly<ReturnType<typeof volumeTexts>>;

/** In the language that @vscode/l10n was configured with; English where it was not. */
export const volumeTexts = () => ({
  mode: { live: t('LIVE'), test: t('TEST'), sandbox: t('SANDBOX') },
  modeSpoken: { live: t('live'), test: t('test'), sandbox: t('sandbox') },
  liveTitle: t('Amending and deprecating here changes what customers are billed.'),

  title: t('Event volume'),
  /** Connection, mode. */
  pageName: t('Event volume, {0}, {1}'),
  refresh: t('Refresh'),
  export: t('Export…'),
  range: t('Range'),
  ranges: {
    day: t('24 h'),
    days3: t('3 d'),
    week: t('7 d'),
    days30: t('30 d'),
    days90: t('90 d'),
    custom: t('Custom…'),
  },
  rangesLong: {
    day: t('24 hours'),
    days3: t('3 days'),
    week: t('7 days'),
    days30: t('30 days'),
    days90: t('90 days'),
    custom: t('Custom…'),
  },
  compare: t('Compare with the week before'),
  reading: t('Reading part {0} of {1}'),
  cancel: t('Cancel'),
  offline: t('Offline. As read at {0} UTC.'),
  notRead: t('{0} hours could not be read.'),
  retry: t('Retry'),
  noEvents: t('No events in this range.'),

  events: t('Events'),
  weekBefore: t('Week before'),
  peakHour: t('Peak hour'),
  zeroHours: t('Hours without events'),
  nextGap: t('Select the next hours without events'),
  peakLabel: t('peak {0}'),
  gapLabel: t('no events'),
  gapLabelHours: t('for {0} h'),
  sentHere: t('Sent here'),
  backfills: t('Backfills'),
  pending: t('pending, {0}'),
  allCustomers: t('ALL customers'),

  chart: t('Events per hour'),
  chartRole: t('chart'),
  hourSpoken: t('{0} UTC, {1} events'),
  weekBeforeSpoken: t('week before {0}'),
  notReadSpoken: t('{0} UTC, not read'),
  selectHint: t('Drag over the chart, or hold Shift with the arrow keys, to select hours.'),
  hours: t('{0} h'),
  selectedEvents: t('{0} events'),
  selectedChange: t('{0} events, {1} on the week before'),
  search: t('Search in This Range…'),
  backfill: t('Backfill This Range…'),
  zoomIn: t('Zoom In'),
  zoomOut: t('Zoom Out'),
  clear: t('Clear Selection'),

  table: t('Events per hour as a table'),
  hour: t('Hour (UTC)'),
  local: t('Local'),
  change: t('Change'),
  sentFromHere: t('Sent from here'),
  utc: t('{0} UTC'),
  localTime: t('{0} local time'),
});
