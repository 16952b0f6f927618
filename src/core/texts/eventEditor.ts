/**
 * Every text of the event editor's page, in the display language. The extension sends them, since a
 * page can't translate; the page fills the placeholders ({0}, {1}) with what only it knows.
 */
import * as l10n from '@vscode/l10n';
import { billingTexts } from './billing.ts';

export type EventEditorTexts = Readonly<ReturnType<typeof eventEditorTexts>>;

/** In the language that @vscode/l10n was configured with; English by default. */
export const eventEditorTexts = () => ({
  // The mode row.
  mode: { live: l10n.t('LIVE'), test: l10n.t('TEST'), sandbox: l10n.t('SANDBOX') },
  modeSpoken: { live: l10n.t('live'), test: l10n.t('test'), sandbox: l10n.t('sandbox') },
  liveTitle: l10n.t('Amending and deprecating here changes what customers are billed.'),
  /** Event name, connection, mode. */
  pageName: l10n.t('Event {0}, {1}, {2}'),

  // The head.
  compare: l10n.t('Compare'),
  openText: l10n.t('Open as Text'),
  deprecate: l10n.t('Deprecate…'),
  state: l10n.t('State'),
  active: l10n.t('Active'),
  amended: l10n.t('Amended'),
  amendedTimes: l10n.t('Amended ×{0}'),
  amendedTitleOne: l10n.t("1 amendment sent from this editor. Orb doesn't report others."),
  amendedTitle: l10n.t("{0} amendments sent from this editor. Orb doesn't report others."),
  deprecated: l10n.t('Deprecated'),
  draft: l10n.t('Line of a file'),
  /** A state that search doesn't show yet. */
  unconfirmed: l10n.t('{0}, not yet in search'),
  changedInOrb: l10n.t('Changed in Orb'),
  eventId: l10n.t('Event ID'),
  customer: l10n.t('Customer'),
  timestamp: l10n.t('Timestamp'),
  none: l10n.t('None'),
  /** Local time and age: "05:12:04 local time, 6 hours ago". */
  localTime: l10n.t('{0} local time, {1}'),
  copyEventId: l10n.t('Copy event ID'),
  copyCustomer: l10n.t('Copy customer'),
  copyCustomerId: l10n.t('Copy customer_id'),
  copyTimestamp: l10n.t('Copy timestamp'),
  copied: l10n.t('Copied'),

  // The JSON.
  json: l10n.t('Event JSON'),
  orbHolds: l10n.t('Orb holds {0}'),
  notInOrb: l10n.t('Not in Orb'),
  orbChanged: l10n.t('Orb changed this from {0}'),
  orbAdded: l10n.t('New from Orb'),
  orbRemoved: l10n.t('Removed in Orb'),
  /** A value that was changed on both sides, and what it was before. */
  orbNowHolds: l10n.t('Orb now holds {0}, it was {1}'),
  /** The same if what it was before isn't known. */
  orbNowHoldsNew: l10n.t('Orb now holds {0}'),
  orbNowRemoved: l10n.t('Removed in Orb, it was {0}'),
  /** The name of a field that isn't in the text, and one of the notes above. */
  noteOf: l10n.t('{0}: {1}'),
  locked: l10n.t("Can't be amended"),
  fold: l10n.t('Fold'),
  unfold: l10n.t('Unfold'),
  folded: l10n.t('folded lines'),
  controlCharacter: l10n.t('Control character {0}'),

  // The lists.
  conflicts: l10n.t('Conflicts'),
  toChoose: l10n.t('{0} to choose'),
  chosen: l10n.t('{0} selected'),
  chooseInvalid: l10n.t('Fix the JSON to choose.'),
  yours: l10n.t('Yours'),
  orbs: l10n.t("Orb's"),
  was: l10n.t('was {0}'),
  /** Shown for a value that isn't there. */
  missing: l10n.t('removed'),
  keepAllYours: l10n.t('Keep All Yours'),
  takeAllOrbs: l10n.t("Take All Orb's"),
  conflictSpoken: l10n.t("Conflict, {0}, yours {1}, Orb's {2}, was {3}"),
  conflictSpokenNew: l10n.t("Conflict, {0}, yours {1}, Orb's {2}"),
  merged: l10n.t('Merged from Orb'),
  /** From the version that was opened to the one Orb holds. */
  mergedDirection: l10n.t('opened → Orb'),
  takeOut: l10n.t('Take Out'),
  mergedChangedSpoken: l10n.t('{0}, changed in Orb from {1} to {2}'),
  mergedAddedSpoken: l10n.t('{0}, added in Orb: {1}'),
  mergedRemovedSpoken: l10n.t('{0}, removed in Orb: {1}'),
  changes: l10n.t('Changes'),
  changesDirection: l10n.t('Orb → document'),
  changesEmpty: l10n.t('Your edits appear here, field by field.'),
  changesInvalid: l10n.t('Fix the JSON to see the changes.'),
  restore: l10n.t('Restore'),
  fieldChanged: l10n.t('changed'),
  fieldAdded: l10n.t('added'),
  fieldRemoved: l10n.t('removed'),
  changedSpoken: l10n.t('{0}, changed from {1} to {2}'),
  addedSpoken: l10n.t('{0}, added: {1}'),
  removedSpoken: l10n.t('{0}, removed: {1}'),
  problems: l10n.t('Problems'),
  line: l10n.t('Line {0}'),
  error: l10n.t('Error'),
  warning: l10n.t('Warning'),
  /** Severity, line, message. */
  problemSpoken: l10n.t('{0}, line {1}: {2}'),
  moreItems: l10n.t('{0} more'),
  billing: billingTexts(),
  history: l10n.t('History'),
  historyTitle: l10n.t("What this editor saw and sent. Orb doesn't keep a history."),
  firstOpened: l10n.t('First opened'),
  amendedElsewhere: l10n.t('Amended elsewhere'),
  deprecatedElsewhere: l10n.t('Deprecated elsewhere'),
  /** When this editor noticed it: a time, or a day and a time. */
  seen: l10n.t('seen {0}'),
  /** A time of today, or a day and a time. */
  sentNoResponse: l10n.t('Sent at {0}, no response'),
  sentOnNoResponse: l10n.t('Sent on {0}, no response'),
  arrived: l10n.t('arrived'),
  sentAgain: l10n.t('sent again'),

  // The footer.
  clean: l10n.t('Same as Orb at {0} UTC. Nothing to send.'),
  refresh: l10n.t('Refresh from Orb'),
  changedOne: l10n.t('1 change, not sent.'),
  changedMany: l10n.t('{0} changes, not sent.'),
  changedInvalid: l10n.t("Changed, not sent. The text isn't JSON."),
  /** Key and connection; the key is drawn as one. */
  amendsHere: l10n.t('{0} amends this event in {1}.'),
  errorsOne: l10n.t('1 error'),
  errorsMany: l10n.t('{0} errors'),
  /** Follows the number of errors, which is a link. */
  stopsOne: l10n.t('{0} stops the amendment.'),
  stopsMany: l10n.t('{0} stop the amendment.'),
  comparing: l10n.t('Comparing with Orb…'),
  sendingOne: l10n.t('Sending 1 change to {0}…'),
  sendingMany: l10n.t('Sending {0} changes to {1}…'),
  sent: l10n.t("Amended at {0} UTC. Orb's search may show the old version for some minutes."),
  rejected: l10n.t('Orb rejected the amendment: {0}. Your edits are kept.'),
  noResponse: l10n.t(
    "Orb didn't respond. The amendment may have arrived; sending it again is safe.",
  ),
  keyRejected: l10n.t('Orb rejected the API key of {0}. Your edits are kept.'),
  noConnection: l10n.t('The connection "{0}" was removed. Your edits are kept.'),
  readOnlyDeprecated: l10n.t("Read-only. Deprecated events aren't billed and can't be restored."),
  discard: l10n.t('Discard'),
  discardTitle: l10n.t('Discard all changes'),
  amend: l10n.t('Amend'),
  amendTitle: l10n.t('Amend ({0})'),
  cancel: l10n.t('Cancel'),
  retry: l10n.t('Retry'),
  replaceKey: l10n.t('Replace Key…'),
  addConnection: l10n.t('Add Connection…'),
  newEvent: l10n.t('New Event from This…'),
  searchAgain: l10n.t('Search Again'),
  /** For a line that is gone from its file. */
  addToFile: l10n.t('Add to the End of the File'),

  // The footer after someone else changed the event, with several sentences.
  nothingSent: l10n.t('Nothing was sent.'),
  amendedMeanwhile: l10n.t('Someone else amended this event.'),
  /** For edits restored after a reload, whose version isn't known. */
  editsMayBeOlder: l10n.t("These edits may be older than Orb's version."),
  theirsMergedOne: l10n.t('Their change was merged. Nothing was sent.'),
  theirsMergedMany: l10n.t('Their {0} changes were merged. Nothing was sent.'),
  yoursApartOne: l10n.t("Your change doesn't conflict."),
  yoursApartMany: l10n.t("Your {0} changes don't conflict."),
  chooseOne: l10n.t('Choose a value for 1 field.'),
  chooseMany: l10n.t('Choose a value for {0} fields.'),
  partlyMergedOne: l10n.t('1 of their changes was merged.'),
  partlyMergedMany: l10n.t('{0} of their changes were merged.'),
  /** The same with the key that takes it back. */
  partlyMergedUndoOne: l10n.t('1 of their changes was merged; {0} takes it out again.'),
  partlyMergedUndoMany: l10n.t('{0} of their changes were merged; {1} takes them out again.'),
  elsewhereStaysOne: l10n.t('1 change made elsewhere stays as it is.'),
  elsewhereStaysMany: l10n.t('{0} changes made elsewhere stay as they are.'),
  sameChange: l10n.t('Someone else made the same change. Same as Orb at {0} UTC. Nothing to send.'),
  changedWhileAsked: l10n.t("Orb's version changed before you confirmed. Nothing was sent."),
  checkAgainOne: l10n.t('Check the change again.'),
  checkAgainMany: l10n.t('Check the {0} changes again.'),
  fixToMerge: l10n.t("Orb's version changed. Fix the JSON to merge it. Nothing was sent."),
  /** The number of errors, which is a link, and the line of the first. */
  errorOnLine: l10n.t('{0} on line {1}'),
  errorsFromLine: l10n.t('{0}, the first on line {1}'),
  followed: l10n.t("Orb's version changed at {0} UTC and is shown now. Nothing to send."),
  deprecatedMeanwhile: l10n.t('This event was deprecated.'),
  deprecatedHint: l10n.t(
    "It can't be amended anymore. If it should be billed, send it with a new event ID.",
  ),
  gone: l10n.t('Orb no longer finds this event.'),
  goneHint: l10n.t("A backfill may have removed it, or Orb's search isn't up to date yet."),
  keptOne: l10n.t('Nothing was sent; your 1 change is kept here.'),
  keptMany: l10n.t('Nothing was sent; your {0} changes are kept here.'),
  keptInvalid: l10n.t('Nothing was sent; your changes are kept here.'),

  // Instead of an event.
  reading: l10n.t('Reading from Orb…'),

  // Find and replace, with the texts of VS Code's own widget.
  find: l10n.t('Find'),
  replace: l10n.t('Replace'),
  caseSensitive: l10n.t('Match Case'),
  wholeWord: l10n.t('Match Whole Word'),
  regexp: l10n.t('Use Regular Expression'),
  nextMatch: l10n.t('Next Match'),
  previousMatch: l10n.t('Previous Match'),
  toggleReplace: l10n.t('Toggle Replace'),
  replaceOne: l10n.t('Replace'),
  replaceAll: l10n.t('Replace All'),
  close: l10n.t('Close'),
  /** The number of the selected match, or `?`, and how many there are: "2 of 5". */
  matchOf: l10n.t('{0} of {1}'),
  noResults: l10n.t('No results'),
  /** Spoken: "current match. <the text around it> on line 4." CodeMirror fills in the number for $. */
  currentMatch: l10n.t('current match'),
  onLine: l10n.t('on line'),
  replacedOnLine: l10n.t('replaced match on line $'),
  replacedMatches: l10n.t('replaced $ matches'),

  // Suggestions.
  suggestions: l10n.t('Suggestions'),
});
