/** The fixed texts of the page of a comparison, in the display language; the page fills the placeholders. */
import * as l10n from '@vscode/l10n';
import { outcomes, type LineOutcome } from '../reconciliation/outcomes.ts';
import { outcomeLabel } from './reconcile.ts';

export type ReconcilePageTexts = Readonly<ReturnType<typeof reconcilePageTexts>>;

/** In the language that @vscode/l10n was configured with; English by default. */
export const reconcilePageTexts = () => ({
  mode: { live: l10n.t('LIVE'), test: l10n.t('TEST'), sandbox: l10n.t('SANDBOX') },
  modeSpoken: { live: l10n.t('live'), test: l10n.t('test'), sandbox: l10n.t('sandbox') },
  liveTitle: l10n.t('Customers are billed for what is repaired here.'),

  /** File, connection, mode. */
  pageName: l10n.t('Comparison of {0}, {1}, {2}'),
  utc: l10n.t('{0} UTC'),
  again: l10n.t('Compare Again'),
  export: l10n.t('Export…'),
  openFile: l10n.t('Open File'),
  comparingOnly: l10n.t('Comparing changes nothing in Orb'),

  lines: l10n.t('Lines'),
  outcome: Object.fromEntries(
    outcomes.map((outcome) => [outcome, outcomeLabel(outcome)]),
  ) as Readonly<Record<LineOutcome, string>>,
  soFar: l10n.t('so far'),
  customersOne: l10n.t('1 customer'),
  customersMany: l10n.t('{0} customers'),

  chartRole: l10n.t('chart'),
  byHour: l10n.t('Lines by hour'),
  byDay: l10n.t('Lines by day'),
  /** When; the outcomes with their counts. */
  stepSpoken: l10n.t('{0}: {1}'),
  clearHours: l10n.t('Clear Selection'),

  outcomes: l10n.t('Outcomes'),
  outcomeSpoken: l10n.t('{0}, {1}'),
  all: l10n.t('All differences'),

  table: l10n.t('Lines that differ from Orb'),
  line: l10n.t('Line'),
  time: l10n.t('Time (UTC)'),
  eventId: l10n.t('Event ID'),
  difference: l10n.t('Difference'),
  gracePeriod: l10n.t('Grace period'),
  past: l10n.t('past'),
  /** How long. */
  endsIn: l10n.t('ends in {0}'),
  days: l10n.t('{0} d'),
  hours: l10n.t('{0} h'),
  minutes: l10n.t('{0} min'),
  /** Field, in Orb, in the file. */
  changed: l10n.t('{0}: {1} → {2}'),
  absent: l10n.t('none'),
  orbToFile: l10n.t('Orb → file'),
  headOne: l10n.t('1 line'),
  headMany: l10n.t('{0} lines'),
  /** How many lines (`2 lines`), what is wrong with them. */
  headOf: l10n.t('{0}: {1}'),
  openEvent: l10n.t('Open Event'),
  openLine: l10n.t('Open Line {0}'),
  lineChanged: l10n.t('The file no longer has this event on line {0}.'),
  detailFailed: l10n.t("This line couldn't be read."),
  inOrb: l10n.t('In Orb:'),
  inFile: l10n.t('In the file:'),
  copied: l10n.t('Copied'),
});
