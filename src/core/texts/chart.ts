/** The texts that pages with a chart of hours or days share, in the display language; the page fills the placeholders. */
import * as l10n from '@vscode/l10n';

export type ChartTexts = Readonly<ReturnType<typeof chartTexts>>;

/** In the language that @vscode/l10n was configured with; English where it was not. */
export const chartTexts = () => ({
  mode: { live: l10n.t('LIVE'), test: l10n.t('TEST'), sandbox: l10n.t('SANDBOX') },
  modeSpoken: { live: l10n.t('live'), test: l10n.t('test'), sandbox: l10n.t('sandbox') },
  liveTitle: l10n.t('Amending and deprecating here changes what customers are billed.'),

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
  reading: l10n.t('Reading part {0} of {1}'),
  waiting: l10n.t('Orb limits requests. Waiting to read part {0} of {1}'),
  cancel: l10n.t('Cancel'),
  offline: l10n.t('Offline. Last read at {0} UTC.'),
  retry: l10n.t('Retry'),

  chartRole: l10n.t('chart'),
  zoomIn: l10n.t('Zoom In'),
  zoomOut: l10n.t('Zoom Out'),
  clear: l10n.t('Clear Selection'),
  peakHour: l10n.t('Peak hour'),
  local: l10n.t('Local'),
  utc: l10n.t('{0} UTC'),
  localTime: l10n.t('{0} local time'),
  notReadSpoken: l10n.t('{0} UTC, not read'),

  /** What is said of steps, by their length. */
  hour: {
    head: l10n.t('Hour (UTC)'),
    notRead: l10n.t("{0} hours couldn't be read."),
    selectHint: l10n.t('Drag over the chart, or hold Shift with the arrow keys, to select hours.'),
    length: l10n.t('{0} h'),
    gapLength: l10n.t('for {0} h'),
  },
});
