/** Every text of the page with the results of a search, in the display language; the page fills the placeholders. */
import * as l10n from '@vscode/l10n';

export type ResultsTexts = Readonly<ReturnType<typeof resultsTexts>>;

/** In the language that @vscode/l10n was configured with; English by default. */
export const resultsTexts = () => ({
  mode: { live: l10n.t('LIVE'), test: l10n.t('TEST'), sandbox: l10n.t('SANDBOX') },
  modeSpoken: { live: l10n.t('live'), test: l10n.t('test'), sandbox: l10n.t('sandbox') },
  liveTitle: l10n.t('Amending and deprecating here changes what customers are billed.'),

  /** Search, connection, mode. */
  pageName: l10n.t('Results of {0}, {1}, {2}'),
  table: l10n.t('Events'),
  found: l10n.t('{0} of {1} found'),
  readingOne: l10n.t('Reading 1 ID'),
  readingMany: l10n.t('Reading {0} IDs'),
  soFar: l10n.t('{0} so far'),
  stopped: l10n.t('Stopped after {0} of {1} IDs'),
  refresh: l10n.t('Refresh'),
  cancel: l10n.t('Cancel'),
  columns: l10n.t('Columns…'),
  export: l10n.t('Export…'),

  sumOf: l10n.t('Sum of'),
  noSum: l10n.t('none'),
  by: l10n.t('by'),
  byCustomer: l10n.t('Customer'),
  byName: l10n.t('Event name'),
  shown: l10n.t('{0} of {1} shown'),
  clearFilters: l10n.t('Clear Filters'),
  noneMatchOne: l10n.t("The event doesn't match."),
  noneMatchMany: l10n.t('None of {0} events match.'),
  noneFoundOne: l10n.t("The ID wasn't found."),
  noneFoundMany: l10n.t('None of the {0} IDs were found.'),

  events: l10n.t('Events'),
  deprecatedOne: l10n.t('1 deprecated, not summed'),
  deprecatedMany: l10n.t('{0} deprecated, not summed'),
  /** A property. */
  sum: l10n.t('Sum of {0}'),
  numbers: l10n.t('Numbers'),
  least: l10n.t('Min'),
  most: l10n.t('Max'),
  texts: l10n.t('Text, not summed'),
  showTexts: l10n.t('Show Text'),
  notFound: l10n.t('Not found'),
  showNotFound: l10n.t('Show IDs Not Found'),
  groups: l10n.t('Groups'),
  groupEventsOne: l10n.t('1 event'),
  groupEventsMany: l10n.t('{0} events'),
  othersOne: l10n.t('1 other'),
  othersMany: l10n.t('{0} others'),
  noGroup: l10n.t('(none)'),
  /** A customer or an event name. */
  showOnly: l10n.t('Show Only {0}'),
  /** A property. */
  noNumbers: l10n.t('No numbers in {0} here.'),

  column: {
    id: l10n.t('Event ID'),
    time: l10n.t('Time (UTC)'),
    name: l10n.t('Event name'),
    customer: l10n.t('Customer'),
    state: l10n.t('State'),
  },
  state: {
    active: l10n.t('Active'),
    amended: l10n.t('Amended'),
    deprecated: l10n.t('Deprecated'),
    notFound: l10n.t('Not found'),
  },
  contains: l10n.t('contains'),
  numberHint: l10n.t('such as > 1000'),
  any: l10n.t('any'),
  /** A column. */
  filter: l10n.t('Filter {0}'),
  /** A column. */
  sortedUp: l10n.t('Sorted by {0}, ascending'),
  sortedDown: l10n.t('Sorted by {0}, descending'),
  unsorted: l10n.t('In the order of the search'),
  /** Said of a column in the list of columns. */
  inEventsOne: l10n.t('in 1 event'),
  inEventsMany: l10n.t('in {0} events'),

  /** A key; how many events there are. */
  hint: l10n.t('Select rows to open, copy, export, or deprecate them. {0} selects all {1}.'),
  selected: l10n.t('{0} selected'),
  /** How many rows; a sum; a property. */
  selectedSum: l10n.t('{0} selected, {1} {2}'),
  /** The same, and how many texts aren't in the sum. */
  selectedSumText: l10n.t('{0} selected, {1} {2}, {3} text'),
  allDeprecated: l10n.t("{0} selected. Deprecated events can't be amended or deprecated again."),
  tooMany: l10n.t('At most {0} events can be deprecated. A backfill can replace them all.'),
  copied: l10n.t('Copied'),
  copy: l10n.t('Copy'),
  deprecate: l10n.t('Deprecate…'),
  deprecateMany: l10n.t('Deprecate {0}…'),
  open: l10n.t('Open'),
  openMany: l10n.t('Open {0}'),
  edit: l10n.t('Edit as Event File'),
});
