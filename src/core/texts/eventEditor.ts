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
  changedInOrb: t('Changed in Orb'),
  eventId: t('Event ID'),
  customer: t('Customer'),
  timestamp: t('Timestamp'),
  none: t('None'),
  /** Local time and age: "05:12:04 local time, 6 hours ago". */
  localTime: t('{0} local time, {1}'),
  copyEventId: t('Copy event ID'),
  copyCustomer: t('Copy customer'),
  copyCustomerId: t('Copy customer_id'),
  copyTimestamp: t('Copy timestamp'),
  copied: t('Copied'),

  // The JSON.
  json: t('Event JSON'),
  orbHolds: t('Orb holds {0}'),
  notInOrb: t('Not in Orb'),
  orbChanged: t('Orb changed this from {0}'),
  orbAdded: t('New from Orb'),
  orbRemoved: t('Removed in Orb'),
  /** A value that was changed here and there, and what it was before. */
  orbNowHolds: t('Orb now holds {0}, it was {1}'),
  /** The same where nothing is known of before. */
  orbNowHoldsNew: t('Orb now holds {0}'),
  orbNowRemoved: t('Removed in Orb, it was {0}'),
  /** The name of a field that isn't in the text, and one of the notes above. */
  noteOf: t('{0}: {1}'),
  locked: t("Can't be amended"),
  fold: t('Fold'),
  unfold: t('Unfold'),
  folded: t('folded lines'),
  controlCharacter: t('Control character {0}'),

  // The lists.
  conflicts: t('Conflicts'),
  toChoose: t('{0} to choose'),
  chosen: t('{0} chosen'),
  chooseInvalid: t('Fix the JSON to choose.'),
  yours: t('Yours'),
  orbs: t("Orb's"),
  was: t('was {0}'),
  /** Stands for a value that isn't there. */
  missing: t('removed'),
  keepAllYours: t('Keep All Yours'),
  takeAllOrbs: t("Take All Orb's"),
  conflictSpoken: t("Conflict, {0}, yours {1}, Orb's {2}, was {3}"),
  conflictSpokenNew: t("Conflict, {0}, yours {1}, Orb's {2}"),
  merged: t('Merged from Orb'),
  /** From the version that was opened to the one Orb holds. */
  mergedDirection: t('opened → Orb'),
  takeOut: t('Take Out'),
  mergedChangedSpoken: t('{0}, changed in Orb from {1} to {2}'),
  mergedAddedSpoken: t('{0}, added in Orb: {1}'),
  mergedRemovedSpoken: t('{0}, removed in Orb: {1}'),
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
  amendedElsewhere: t('Amended elsewhere'),
  deprecatedElsewhere: t('Deprecated elsewhere'),
  /** When this editor noticed it: a time, or a day and a time. */
  seen: t('seen {0}'),
  /** A time of today, or a day and a time. */
  sentNoResponse: t('Sent at {0}, no response'),
  sentOnNoResponse: t('Sent on {0}, no response'),
  arrived: t('arrived'),
  sentAgain: t('sent again'),

  // The footer.
  clean: t('Same as Orb at {0} UTC. Nothing to send.'),
  refresh: t('Read from Orb again'),
  changedOne: t('1 change, not sent.'),
  changedMany: t('{0} changes, not sent.'),
  changedInvalid: t("Changed, not sent. The text isn't JSON."),
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
  rejected: t('Orb rejected the amendment: {0}. Your edits are kept.'),
  noResponse: t("Orb didn't respond. The amendment may have arrived; sending it again is safe."),
  keyRejected: t('Orb rejected the API key of {0}. Your edits are kept.'),
  noConnection: t('The connection "{0}" was removed. Your edits are kept.'),
  readOnlyDeprecated: t("Read-only. Deprecated events aren't billed and can't be restored."),
  discard: t('Discard'),
  discardTitle: t('Discard all changes'),
  amend: t('Amend'),
  amendTitle: t('Amend ({0})'),
  cancel: t('Cancel'),
  retry: t('Retry'),
  replaceKey: t('Replace Key…'),
  addConnection: t('Add Connection…'),
  newEvent: t('New Event from It…'),
  searchAgain: t('Search Again'),
  /** Of a line that is gone from its file. */
  addToFile: t('Add to the End of the File'),

  // The footer, when somebody else changed the event. Sentences are put after one another.
  nothingSent: t('Nothing was sent.'),
  amendedMeanwhile: t('Somebody amended this event meanwhile.'),
  /** Of edits restored after a reload: which version they were made on isn't known. */
  editsMayBeOlder: t("These edits may be older than Orb's version."),
  theirsMergedOne: t('Their 1 change is merged, nothing was sent.'),
  theirsMergedMany: t('Their {0} changes are merged, nothing was sent.'),
  yoursApartOne: t("Your 1 change doesn't collide."),
  yoursApartMany: t("Your {0} changes don't collide."),
  chooseOne: t('Choose a value for 1 field.'),
  chooseMany: t('Choose a value for {0} fields.'),
  partlyMergedOne: t('1 of their changes is merged.'),
  partlyMergedMany: t('{0} of their changes are merged.'),
  /** The same with the key that takes it back. */
  partlyMergedUndoOne: t('1 of their changes is merged; {0} takes it out again.'),
  partlyMergedUndoMany: t('{0} of their changes are merged; {1} takes them out again.'),
  elsewhereStaysOne: t('1 change made elsewhere stays as it is.'),
  elsewhereStaysMany: t('{0} changes made elsewhere stay as they are.'),
  sameChange: t(
    'Somebody made the same change meanwhile. Same as Orb at {0} UTC. Nothing to send.',
  ),
  changedWhileAsked: t("Orb's version changed while you were asked. Nothing was sent."),
  checkAgainOne: t('Check the change again.'),
  checkAgainMany: t('Check the {0} changes again.'),
  fixToMerge: t("Orb's version changed. Fix the JSON to merge it. Nothing was sent."),
  /** The number of errors, which is a link, and the line of the first. */
  errorOnLine: t('{0} on line {1}'),
  errorsFromLine: t('{0}, the first on line {1}'),
  followed: t("Orb's version changed at {0} UTC and is shown now. Nothing to send."),
  deprecatedMeanwhile: t('This event was deprecated meanwhile.'),
  deprecatedHint: t(
    "It can't be amended anymore. If it should be billed, send it under a new event ID.",
  ),
  gone: t('Orb no longer finds this event.'),
  goneHint: t('A backfill may have removed it, or search lags.'),
  keptOne: t('Nothing was sent; your 1 change is kept here.'),
  keptMany: t('Nothing was sent; your {0} changes are kept here.'),
  keptInvalid: t('Nothing was sent; your changes are kept here.'),

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
