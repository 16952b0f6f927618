/** Every text of the volume page, in the display language; the page fills the placeholders. */
import * as l10n from '@vscode/l10n';

export type VolumeTexts = Readonly<ReturnType<typeof volumeTexts>>;

/** In the language that @vscode/l10n was configured with; English by default. */
export const volumeTexts = () => ({
  mode: { live: l10n.t('LIVE'), test: l10n.t('TEST'), sandbox: l10n.t('SANDBOX') },
  modeSpoken: { live: l10n.t('live'), test: l10n.t('test'), sandbox: l10n.t('sandbox') },
  liveTitle: l10n.t('Amending and deprecating here changes what customers are billed.'),

  title: l10n.t('Event volume'),
  /** Connection, mode. */
  pageName: l10n.t('Event volume, {0}, {1}'),
  refresh: l10n.t('Refresh'),
  export: l10n.t('Export…'),
  range: l10n.t('Range'),
  ranges: {
    day: l10n.t('24 h'),
    days3: l10n.t('3 d'),
    week: l10n.t('7 d'),
    days30: l10n.t('30 d'),
    days90: l10n.t('90 d'),
    custom: l10n.t('Custom…'),
  },
  rangesLong: {
    day: l10n.t('24 hours'),
    days3: l10n.t('3 days'),
    week: l10n.t('7 days'),
    days30: l10n.t('30 days'),
    days90: l10n.t('90 days'),
    custom: l10n.t('Custom…'),
  },
  compare: l10n.t('Compare with the week before'),
  reading: l10n.t('Reading part {0} of {1}'),
  cancel: l10n.t('Cancel'),
  offline: l10n.t('Offline. Last read at {0} UTC.'),
  notRead: l10n.t("{0} hours couldn't be read."),
  retry: l10n.t('Retry'),
  noEvents: l10n.t('No events in this range.'),

  events: l10n.t('Events'),
  weekBefore: l10n.t('Week before'),
  peakHour: l10n.t('Peak hour'),
  zeroHours: l10n.t('Hours without events'),
  nextGap: l10n.t('Select the Next Hours Without Events'),
  peakLabel: l10n.t('peak {0}'),
  gapLabel: l10n.t('no events'),
  gapLabelHours: l10n.t('for {0} h'),
  sentHere: l10n.t('Sent here'),
  backfills: l10n.t('Backfills'),
  pending: l10n.t('pending, {0}'),
  allCustomers: l10n.t('ALL customers'),

  chart: l10n.t('Events per hour'),
  chartRole: l10n.t('chart'),
  hourSpoken: l10n.t('{0} UTC, {1} events'),
  weekBeforeSpoken: l10n.t('week before {0}'),
  notReadSpoken: l10n.t('{0} UTC, not read'),
  selectHint: l10n.t('Drag over the chart, or hold Shift with the arrow keys, to select hours.'),
  hours: l10n.t('{0} h'),
  selectedEvents: l10n.t('{0} events'),
  selectedChange: l10n.t('{0} events, {1} from the week before'),
  search: l10n.t('Search in This Range…'),
  backfill: l10n.t('Backfill This Range…'),
  zoomIn: l10n.t('Zoom In'),
  zoomOut: l10n.t('Zoom Out'),
  clear: l10n.t('Clear Selection'),

  table: l10n.t('Events per hour as a table'),
  hour: l10n.t('Hour (UTC)'),
  local: l10n.t('Local'),
  change: l10n.t('Change'),
  sentFromHere: l10n.t('Sent from here'),
  utc: l10n.t('{0} UTC'),
  localTime: l10n.t('{0} local time'),
});
