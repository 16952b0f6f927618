/** Every text of the usage page, in the display language; the page fills the placeholders. */
import * as l10n from '@vscode/l10n';
import { chartTexts } from './chart.ts';

export type UsageTexts = Readonly<ReturnType<typeof usageTexts>>;

/** In the language that @vscode/l10n was configured with; English where it was not. */
export const usageTexts = () => {
  const shared = chartTexts();
  const { custom, ...ranges } = shared.ranges;
  const { custom: customLong, ...rangesLong } = shared.rangesLong;
  return {
    ...shared,
    title: l10n.t('Usage'),
    /** Connection, mode. */
    pageName: l10n.t('Usage, {0}, {1}'),
    ranges: { ...ranges, period: l10n.t('Period'), custom },
    rangesLong: { ...rangesLong, period: l10n.t('Billing period'), custom: customLong },
    granularity: l10n.t('Steps'),
    granularities: { hour: l10n.t('Hours'), day: l10n.t('Days') },

    customer: l10n.t('Customer'),
    pickCustomer: l10n.t('Pick a customer'),
    otherCustomer: l10n.t('Other Customer…'),
    price: l10n.t('Price'),
    groupBy: l10n.t('Group by'),
    noGroups: l10n.t('none'),
    otherProperty: l10n.t('Other Property…'),
    filter: l10n.t('Filter'),
    /** An example of a condition in SQL. */
    filterHint: l10n.t('Filter, such as {0}'),
    filterTitle: l10n.t('A condition in SQL on the properties of events. Press Enter to apply it.'),

    amount: l10n.t('Amount'),
    peakDay: l10n.t('Peak day'),
    zero: { hour: l10n.t('Hours without usage'), day: l10n.t('Days without usage') },
    nextGap: {
      hour: l10n.t('Select the Next Hours Without Usage'),
      day: l10n.t('Select the Next Days Without Usage'),
    },
    gapLabel: l10n.t('no usage'),
    chart: l10n.t('Usage over time'),
    table: l10n.t('Usage over time as a table'),
    /** Time, quantity, metric. */
    spoken: l10n.t('{0} UTC, {1} {2}'),
    /** Property or group, quantity. */
    selected: l10n.t('{0} {1}, {2}'),
    selectedQuantity: l10n.t('{0} {1}'),
    noUsage: l10n.t('No usage in this range.'),
    others: l10n.t('{0} others'),
    oneOther: l10n.t('1 other'),
    emptyGroup: l10n.t('(empty or not set)'),
    missingGroup: l10n.t('(not set)'),
    addToFilter: l10n.t('Add to Filter: {0}'),
    legend: l10n.t('Groups'),
    top: l10n.t('Top {0}'),

    searchSent: l10n.t('Search {0} Sent IDs'),
    searchOneSent: l10n.t('Search 1 Sent ID'),
    searchNoSent: l10n.t('Search Sent IDs'),
    compareWithFile: l10n.t('Compare with File…'),
    noSent: l10n.t('No IDs sent in these hours are known here.'),

    cut: l10n.t("Orb evaluates the last 100 days. Hours before {0} aren't shown."),
    tiers: l10n.t(
      'Each part is priced from the first tier. A different tier may apply on the invoice.',
    ),
    day: {
      head: l10n.t('Day (UTC)'),
      notRead: l10n.t("{0} days couldn't be read."),
      selectHint: l10n.t('Drag over the chart, or hold Shift with the arrow keys, to select days.'),
      length: l10n.t('{0} d'),
      gapLength: l10n.t('for {0} d'),
    },
  };
};
