/**
 * Every text of the page of an ingest, in the display language; the page fills the placeholders.
 */
import * as l10n from '@vscode/l10n';

export type IngestRunTexts = Readonly<ReturnType<typeof ingestRunTexts>>;

/** In the language that @vscode/l10n was configured with; English by default. */
export const ingestRunTexts = () => ({
  mode: { live: l10n.t('LIVE'), test: l10n.t('TEST'), sandbox: l10n.t('SANDBOX') },
  modeSpoken: { live: l10n.t('live'), test: l10n.t('test'), sandbox: l10n.t('sandbox') },
  liveTitle: l10n.t('Customers are billed for what is ingested here.'),

  /** File, connection, mode. */
  pageName: l10n.t('Ingest of {0}, {1}, {2}'),
  utc: l10n.t('{0} UTC'),
  status: {
    /** File, line. */
    checking: l10n.t('Checking…'),
    sending: l10n.t('Ingesting…'),
    ended: l10n.t('Ingested at {0}'),
    stopped: l10n.t('Stopped at {0}'),
    interrupted: l10n.t('Interrupted'),
    verifying: l10n.t('Verifying…'),
    verified: l10n.t('Verified at {0}'),
  },
  compare: l10n.t('Compare with Orb'),
  openFile: l10n.t('Open File'),
  showLog: l10n.t('Show Log'),

  lines: l10n.t('Lines'),
  accepted: l10n.t('Accepted'),
  duplicates: l10n.t('Duplicates'),
  rejected: l10n.t('Rejected'),
  notSent: l10n.t('Not sent'),
  requests: l10n.t('Requests'),
  soFar: l10n.t('so far'),
  customersOne: l10n.t('1 customer'),
  customersMany: l10n.t('{0} customers'),
  /** How many, and how long the run took. */
  retried: l10n.t('{0} retried, {1}'),

  chartRole: l10n.t('chart'),
  byHour: l10n.t('Lines by hour'),
  byDay: l10n.t('Lines by day'),
  /** When; how many of each outcome. */
  stepSpoken: l10n.t('{0}: {1} accepted, {2} duplicates, {3} rejected, {4} not sent'),

  outcomes: l10n.t('Outcomes'),
  outcomeSpoken: l10n.t('{0}, {1}'),
  late: l10n.t('Past the grace period'),
  otherReasons: l10n.t('Other reasons'),
  notListed: l10n.t('Not listed yet'),
  notListedMore: l10n.t('The ingest stopped before it read these lines. Resuming lists them.'),
  byOrbLine: l10n.t('Rejected by Orb · line {0}'),
  byOrbLines: l10n.t('Rejected by Orb · lines {0} – {1}'),
  byOrbTimes: l10n.t('Rejected by Orb · {0} – {1} UTC'),
  unsentLine: l10n.t('Not sent · line {0}'),
  unsentLines: l10n.t('Not sent · lines {0} – {1}'),
  unsentTimes: l10n.t('Not sent · {0} – {1} UTC'),
  inFile: l10n.t('Same content as an earlier line'),
  inFileMore: l10n.t('Not sent twice'),
  inOrb: l10n.t('Already in Orb'),
  inOrbMore: l10n.t('Orb counts each event ID once'),

  table: l10n.t('Rejected lines'),
  line: l10n.t('Line'),
  time: l10n.t('Time (UTC)'),
  eventId: l10n.t('Event ID'),
  customer: l10n.t('Customer'),
  headOne: l10n.t('1 line'),
  headMany: l10n.t('{0} lines'),
  headSoFarOne: l10n.t('1 line so far'),
  headSoFarMany: l10n.t('{0} lines so far'),
  /** Connection, hours. */
  gracePeriod: l10n.t('Grace period of {0}: {1} h'),
  firstRows: l10n.t('The first {0} of {1}. The file of rejected lines has all of them.'),
  response: l10n.t("Orb's response:"),
  problem: l10n.t('Problem:'),
  openLine: l10n.t('Open Line {0}'),
  copyResponse: l10n.t('Copy Response'),
  copyProblem: l10n.t('Copy Problem'),
  copied: l10n.t('Copied'),

  allAcceptedOne: l10n.t('The line was accepted.'),
  allAcceptedMany: l10n.t('All {0} lines were accepted.'),
  allVerifiedOne: l10n.t("The line was accepted, and Orb's search finds it with the same content."),
  allVerifiedMany: l10n.t(
    "All {0} lines were accepted, and Orb's search finds each of them with the same content.",
  ),
  billing: l10n.t('Whether they are billed depends on your metrics.'),
  acceptedOne: l10n.t('Orb accepted 1 line.'),
  acceptedMany: l10n.t('Orb accepted {0} lines.'),
  duplicatesMore: l10n.t("Orb counts each event ID once, so duplicates aren't billed twice."),
  notSentOne: l10n.t("1 line wasn't sent, or got no response."),
  notSentMany: l10n.t("{0} lines weren't sent, or got no response."),
  nothingYet: l10n.t('Rejected lines appear here with their reasons.'),

  /** File, line. */
  checking: l10n.t('Checking {0} before anything is sent: line {1}.'),
  /** How many lines, all lines (`2 lines`), connection, how long. */
  sending: l10n.t('Sent {0} of {1} to {2}.'),
  sendingLeft: l10n.t('Sent {0} of {1} to {2}. About {3} left.'),
  doneOne: l10n.t('1 line accepted at {0}.'),
  done: l10n.t('{0} of {1} accepted at {2}.'),
  doneRejected: l10n.t('{0} of {1} accepted at {2}, {3} rejected.'),
  searchLag: l10n.t("Orb's search may not show them for some minutes."),
  fixUnsentOne: l10n.t("1 line wasn't sent: {0}"),
  fixUnsentMany: l10n.t("{0} lines weren't sent: {1}"),
  fixByOrbOne: l10n.t('Orb rejected 1 line: {0}'),
  fixByOrbMany: l10n.t('Orb rejected {0} lines: {1}'),
  fixOtherOne: l10n.t('1 line was rejected for another reason.'),
  fixOtherMany: l10n.t('{0} lines were rejected for other reasons.'),
  fixMore: l10n.t('The rejected lines open as an event file. Fix them there and ingest it again.'),
  lateOne: l10n.t('1 line came too late to ingest. A backfill can still add it.'),
  lateMany: l10n.t('{0} lines came too late to ingest. A backfill can still add them.'),
  lateMoreOne: l10n.t('Its event ID is free, so nothing is counted twice.'),
  lateMoreMany: l10n.t('Their event IDs are free, so nothing is counted twice.'),
  inBackfillOne: l10n.t(
    '1 event is in the backfill of {0}. It counts when you close the backfill.',
  ),
  inBackfillMany: l10n.t(
    '{0} events are in the backfill of {1}. They count when you close the backfill.',
  ),
  reflectLag: l10n.t("A backfill's events appear in Orb once it's closed and reflected."),
  stopped: l10n.t('Stopped after {0} of {1}. Resuming sends only the rest.'),
  interrupted: l10n.t('Interrupted after {0} of {1}. Resuming sends only the rest.'),
  keyRejected: l10n.t("Orb rejected the API key of {0} after {1} of {2}. The rest isn't sent."),
  noResponseOne: l10n.t('No response from Orb for 1 line. It may have arrived; resuming is safe.'),
  noResponseMany: l10n.t(
    'No response from Orb for {0} lines. They may have arrived; resuming is safe.',
  ),
  elsewhere: l10n.t('Another window is sending this file: {0} of {1}.'),
  fileChanged: l10n.t("{0} changed at {1}, so this ingest can't resume."),
  changedMeanwhile: l10n.t("{0} changed while it was ingested, so this ingest can't resume."),
  fileChangedMore: l10n.t(
    "Ingest it again: events Orb already has keep their IDs and aren't counted twice.",
  ),
  events: { one: l10n.t('1 event'), many: l10n.t('{0} events') },
  verifying: l10n.t('Searching for {0}: {1} done.'),
  notFoundYet: l10n.t("{0} found, {1} not found yet. Orb's search may lag some minutes."),
  notFoundYetMoreOne: l10n.t('It was accepted at {0}.'),
  notFoundYetMoreMany: l10n.t('They were accepted at {0}.'),
  notFoundInBackfill: l10n.t('{0} found, {1} not found yet.'),
  differentOne: l10n.t('1 event is in Orb with different content. Orb kept the first version.'),
  differentMany: l10n.t(
    '{0} events are in Orb with different content. Orb kept the first versions.',
  ),
  same: l10n.t('Same as Orb at {0}. Nothing left to do.'),

  stop: l10n.t('Stop'),
  verify: l10n.t('Verify'),
  verifyAgain: l10n.t('Verify Again'),
  showEvents: l10n.t('Show Events'),
  showThe: l10n.t('Show the {0}'),
  openRejected: l10n.t('Open Rejected Lines'),
  resume: l10n.t('Resume'),
  resumeElsewhere: l10n.t('Resume into Another Backfill…'),
  ingestAgain: l10n.t('Ingest Again…'),
  backfill: l10n.t('Backfill {0}…'),
  closeBackfill: l10n.t('Close Backfill…'),
  replaceKey: l10n.t('Replace Key…'),
});
