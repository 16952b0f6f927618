/** The texts of the section Billing in the event editor's page. */
import * as l10n from '@vscode/l10n';

export type BillingTexts = Readonly<ReturnType<typeof billingTexts>>;

export const billingTexts = () => ({
  title: l10n.t('Billing'),
  ask: l10n.t('Ask Orb how this event is billed'),
  asking: l10n.t('Asking Orb…'),
  /** A time of day. */
  waiting: l10n.t('Orb limits requests. Asking again at {0} UTC.'),
  cancel: l10n.t('Cancel'),
  /** The title of an icon. */
  refresh: l10n.t('Ask again'),
  askAgain: l10n.t('Ask Again'),
  retry: l10n.t('Retry'),
  /** What `12,500 → 0` shows. */
  direction: l10n.t('Orb → document'),
  /** The time of the answer, in hours and minutes. */
  answeredAt: l10n.t('{0} UTC'),

  // Customer and period.
  customer: l10n.t('Customer'),
  period: l10n.t('Period'),
  /** A range of days or of times. */
  open: l10n.t('{0} UTC, open'),
  ended: l10n.t('{0} UTC, ended'),
  closed: l10n.t('{0} UTC, closed'),
  noPeriod: l10n.t('none on {0} UTC'),
  correctableUntil: l10n.t('Can be corrected until {0} UTC.'),
  tooLate: l10n.t('Too late to amend. A backfill still works.'),
  /** A day, or a day and a time. */
  subscriptionStarts: l10n.t('Its subscription starts {0}.'),
  subscriptionEnded: l10n.t('Its subscription ended {0}.'),

  // Prices.
  notCounted: l10n.t('not counted'),
  noFigures: l10n.t('not evaluated'),
  atMost: l10n.t('≤ {0}'),
  othersOne: l10n.t("1 other price doesn't count this event"),
  othersMany: l10n.t("{0} other prices don't count this event"),
  /** With edits, in one line: how many prices are unchanged, then how many don't count the event. */
  unchanged: l10n.t('{0} unchanged'),
  unchangedAndOthersOne: l10n.t("{0} unchanged, 1 doesn't count this event"),
  unchangedAndOthersMany: l10n.t("{0} unchanged, {1} don't count this event"),
  thisEvent: l10n.t('This event'),
  tiers: l10n.t('Priced from the first tier. A different tier may apply on the invoice.'),
  alone: l10n.t('Priced on its own. Together with other usage, the invoice may differ.'),

  // A price that is unfolded.
  unitPrice: l10n.t('{0} per {1}, unit price'),
  /** A unit price of one unit. */
  unitPriceEach: l10n.t('{0} each, unit price'),
  tieredPrice: l10n.t('Tiered price'),
  packagePrice: l10n.t('Package price'),
  bulkPrice: l10n.t('Bulk price'),
  /** Orb's name of another model, such as tiered_with_minimum. */
  otherModel: l10n.t('Price model: {0}'),
  filter: l10n.t('Filter: {0}'),
  copySql: l10n.t('Copy SQL'),
  showSql: l10n.t('Show SQL'),
  readingSql: l10n.t('Reading from Orb…'),
  noSql: l10n.t("Couldn't read the metric's SQL."),
  noMetric: l10n.t('Orb names no metric for this price.'),

  // Why a price doesn't count the event. {0} is the quantity.
  asNumber: l10n.t('Would count {0} if {1} were a number.'),
  asBoolean: l10n.t('Would count {0} if {1} were a boolean.'),
  asEventName: l10n.t('Would count {0} if the event were named {1}.'),
  asPropertyName: l10n.t('Would count {0} if {1} were named {2}.'),
  asSet: l10n.t('Would count {0} if {1} were set.'),
  byFilter: l10n.t("The price's filter leaves it out: {0}"),
  wouldCost: l10n.t('This event would cost {0}.'),
  line: l10n.t('Line {0}'),
  makeNumber: l10n.t('Make Number'),
  makeBoolean: l10n.t('Make Boolean'),
  rename: l10n.t('Rename'),
  add: l10n.t('Add'),

  // Instead of prices, or after them.
  noCustomerExternal: l10n.t("No customer has this external ID yet, so the event isn't billed."),
  noCustomer: l10n.t("No customer has this ID, so the event isn't billed."),
  didYouMean: l10n.t('Did you mean {0}?'),
  newEventForIt: l10n.t('New Event for It…'),
  noSubscription: l10n.t("No subscription covers this timestamp, so the event isn't billed."),
  noPrices: l10n.t("The subscription has no usage prices, so the event isn't billed."),
  nothingCountsOne: l10n.t("Its usage price doesn't count this event."),
  nothingCountsMany: l10n.t('None of its {0} usage prices counts this event.'),
  noReason: l10n.t("Other names and types don't change that."),
  forbidden: l10n.t("{0}'s API key can't read billing data."),
  stillWorks: l10n.t('Searching and amending still work.'),
  replaceKey: l10n.t('Replace Key…'),
  unsupported: l10n.t("Price preview isn't available for this connection (404)."),
  pricesApplyOne: l10n.t('1 usage price applies.'),
  pricesApplyMany: l10n.t('{0} usage prices apply.'),
  showPrices: l10n.t('Show Prices'),
  stale: l10n.t("You've edited the event since."),
  staleInOrb: l10n.t('The event has changed in Orb since.'),
  invalid: l10n.t('Fix the JSON to ask about your edits.'),
  deprecated: l10n.t("Deprecated events aren't billed."),

  // What a screen reader says.
  /** Price, quantity, amount. */
  countedSpoken: l10n.t('{0}, {1}, {2}'),
  /** Price, old and new quantity, change of the amount. */
  changedSpoken: l10n.t('{0}, changed from {1} to {2}, {3}'),
  notCountedSpoken: l10n.t('{0}, not counted'),
  noFiguresSpoken: l10n.t('{0}, not evaluated'),
  asNumberSpoken: l10n.t('{0}, not counted, would count {1} if {2} were a number'),
  asBooleanSpoken: l10n.t('{0}, not counted, would count {1} if {2} were a boolean'),
  asEventNameSpoken: l10n.t('{0}, not counted, would count {1} if the event were named {2}'),
  asPropertyNameSpoken: l10n.t('{0}, not counted, would count {1} if {2} were named {3}'),
  asSetSpoken: l10n.t('{0}, not counted, would count {1} if {2} were set'),
  byFilterSpoken: l10n.t("{0}, not counted, the price's filter leaves it out"),
  total: l10n.t('This event: {0}.'),
  totalChanged: l10n.t('This event: {0} in Orb, {1} with your edits.'),
  totalMissingOne: l10n.t("This event: {0}. 1 price doesn't count it."),
  totalMissingMany: l10n.t("This event: {0}. {1} prices don't count it."),
});
