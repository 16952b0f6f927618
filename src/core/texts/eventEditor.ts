/**
 * Every text of the event editor's page, in the display language. The extension gives them to the page, which knows no language;
 * the page fills the placeholders ({0}, {1}) with what only it knows.
 */
import { t } from '@vscode/l10n';

export type EventEditorTexts = Readonly<ReturnType<typeof eventEditorTexts>>;

/** In the language that @vscode/l10n was configured with; English where it was not. */
export const eventEditorTexts = () => ({
  // The mode row.
  mode: { live: t('LIVE'), test: t('TEST'), sandbox: t('SANDBOX') },
  modeSpoken: { live: t('live'), test: t('test'), sandbox: t('sandbox') },
  liveTitle: t('Amending and deprecating here changes what customers are billed.'),
  /** Event name, connection, mode. */
  pageName: t('Event {0}, {1}, {2}'),

  // The head.
  compare: t('Compare'),
  openText: t('Open as Text'),
  deprecate: t('Deprecate…'),
  state: t('State'),
  active: t('Active'),
  amended: t('Amended'),
  amendedTimes: t('Amended ×{0}'),
  amendedTitleOne: t("1 amendment sent from this editor. Orb doesn't report others."),
  amendedTitle: t("{0} amendments sent from this editor. Orb doesn't report others."),
  deprecated: t('Deprecated'),
  draft: t('Line of a file'),
  /** A state that search does not show yet. */
  unconfirmed: t('{0}, not yet in search'),
  eventId: t('Event id'),
  customer: t('Customer'),
  timestamp: t('Timestamp'),
  none: t('None'),
  /** Local time and age: "05:12:04 local time, 6 hours ago". */
  localTime: t('{0} local time, {1}'),
  copyEventId: t('Copy event id'),
  copyCustomer: t('Copy customer'),
  copyCustomerId: t('Copy customer_id'),
  copyTimestamp: t('Copy timestamp'),
  copied: t('Copied'),

  // The JSON.
  json: t('Event JSON'),
  orbHolds: t('Orb holds {0}'),
  notInOrb: t('Not in Orb'),
  locked: t("Can't be amended"),
  fold: t('Fold'),
  unfold: t('Unfold'),
  folded: t('folded lines'),
  controlCharacter: t('Control character {0}'),

  // The lists.
  changes: t('Changes'),
  changesDirection: t('Orb → document'),
  changesEmpty: t('What you edit shows here, field by field.'),
  changesInvalid: t('Fix the JSON to see the changes.'),
  restore: t('Restore'),
  letterModified: t('M'),
  letterAdded: t('A'),
  letterRemoved: t('D'),
  changedSpoken: t('{0}, changed from {1} to {2}'),
  addedSpoken: t('{0}, added: {1}'),
  removedSpoken: t('{0}, removed: {1}'),
  problems: t('Problems'),
  line: t('Line {0}'),
  error: t('Error'),
  warning: t('Warning'),
  /** Severity, line, sentence. */
  problemSpoken: t('{0}, line {1}: {2}'),
  moreItems: t('{0} more'),
  history: t('History'),
  historyTitle: t('What this editor saw and sent. Orb keeps no list.'),
  firstOpened: t('First opened'),

  // The footer.
  clean: t('Same as Orb at {0} UTC. Nothing to send.'),
  refresh: t('Read from Orb again'),
  changedOne: t('1 change, not sent.'),
  changedMany: t('{0} changes, not sent.'),
  changedInvalid: t('Changed, not sent. The text is not JSON.'),
  /** Key and connection; the key is drawn as one. */
  amendsHere: t('{0} amends this event in {1}.'),
  errorsOne: t('1 error'),
  errorsMany: t('{0} errors'),
  /** Follows the number of errors, which is a link. */
  stopsOne: t('{0} stops the amendment.'),
  stopsMany: t('{0} stop the amendment.'),
  comparing: t('Comparing with what Orb holds…'),
  sendingOne: t('Sending 1 change to {0}…'),
  sendingMany: t('Sending {0} changes to {1}…'),
  sent: t("Amended at {0} UTC. Orb's search may show the old version for some minutes."),
  refused: t('Orb refused: {0}. Your edits are kept.'),
  conflictChanged: t("Orb's version changed since you opened this event. Nothing was sent."),
  conflictDeprecated: t('This event was deprecated since you opened it. Nothing was sent.'),
  noAnswer: t('No answer from Orb. The amendment may have arrived; sending it again is safe.'),
  keyRefused: t('Orb refused the API key of {0}. Your edits are kept.'),
  noConnection: t('The connection "{0}" was removed. Your edits are kept.'),
  readOnlyDeprecated: t("Read-only. Deprecated events aren't billed and can't be restored."),
  discard: t('Discard'),
  discardTitle: t('Discard all changes'),
  amend: t('Amend'),
  amendTitle: t('Amend ({0})'),
  cancel: t('Cancel'),
  keepEditing: t('Keep Editing'),
  amendAnyway: t('Amend Anyway…'),
  retry: t('Retry'),
  replaceKey: t('Replace Key…'),
  addConnection: t('Add Connection…'),

  // Instead of an event.
  reading: t('Reading from Orb…'),

  // Find and replace, in the words of the editor's own widget.
  find: t('Find'),
  replace: t('Replace'),
  caseSensitive: t('Match Case'),
  wholeWord: t('Match Whole Word'),
  regexp: t('Use Regular Expression'),
  nextMatch: t('Next Match'),
  previousMatch: t('Previous Match'),
  toggleReplace: t('Toggle Replace'),
  replaceOne: t('Replace'),
  replaceAll: t('Replace All'),
  close: t('Close'),
  /** The place of the selected match, or `?`, and how many there are: "2 of 5". */
  matchOf: t('{0} of {1}'),
  noResults: t('No results'),
  /** Spoken: "current match. <the text around it> on line 4." CodeMirror fills in the number for $. */
  currentMatch: t('current match'),
  onLine: t('on line'),
  replacedOnLine: t('replaced match on line $'),
  replacedMatches: t('replaced $ matches'),

  // Suggestions.
  suggestions: t('Suggestions'),
});
