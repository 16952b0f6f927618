/** The texts of the event editor's page when it shows a line of an event file: it is written back to its line, not sent. */
import { t } from '@vscode/l10n';
import { eventEditorTexts, type EventEditorTexts } from './eventEditor.ts';

/** @param line from 1 @param file the name of the event file */
export const eventLineTexts = (line: number, file: string): EventEditorTexts => ({
  ...eventEditorTexts(),
  ...namesTheFile(),
  changesDirection: t('File → document'),
  clean: t('Same as line {0} of {1}. Nothing to write.', line, file),
  changedOne: t('1 change, not written.'),
  changedMany: t('{0} changes, not written.'),
  changedInvalid: t("Changed, not written. The text isn't JSON."),
  // The page puts the key for {0}.
  amendsHere: t('{0} writes this back to line {1} of {2}.', '{0}', line, file),
  amend: t('Write Back'),
  amendTitle: t('Write back ({0})'),
  comparing: t('Comparing with the file…'),
  sendingOne: t('Writing 1 change to line {0} of {1}…', line, file),
  // The page puts the number of changes for {0}.
  sendingMany: t('Writing {0} changes to line {1} of {2}…', '{0}', line, file),
  // The file's document has it, which is not on disk yet.
  sent: t('Written to line {1} of {2} at {0} UTC. Save that file to keep it.', '{0}', line, file),
  retry: t('Write Back'),
  compare: t('Show in File'),

  nothingSent: t('Nothing was written.'),
  amendedMeanwhile: t('Line {0} of {1} changed meanwhile.', line, file),
  editsMayBeOlder: t('These edits may be older than line {0} of {1}.', line, file),
  theirsMergedOne: t('Its 1 change is merged, nothing was written.'),
  theirsMergedMany: t('Its {0} changes are merged, nothing was written.'),
  partlyMergedOne: t('1 of its changes is merged.'),
  partlyMergedMany: t('{0} of its changes are merged.'),
  partlyMergedUndoOne: t('1 of its changes is merged; {0} takes it out again.'),
  partlyMergedUndoMany: t('{0} of its changes are merged; {1} takes them out again.'),
  sameChange: t(
    'Line {1} of {2} got the same change at {0} UTC. Nothing to write.',
    '{0}',
    line,
    file,
  ),
  changedWhileAsked: t(
    'Line {0} of {1} changed while you were asked. Nothing was written.',
    line,
    file,
  ),
  fixToMerge: t(
    'Line {0} of {1} changed. Fix the JSON to merge it. Nothing was written.',
    line,
    file,
  ),
  followed: t(
    'Line {1} of {2} changed at {0} UTC and is shown now. Nothing to write.',
    '{0}',
    line,
    file,
  ),
  gone: t("This line isn't in {0} anymore.", file),
  goneHint: t('It was deleted, or changed to another event.'),
  // Without its line nothing can be said of how many changes there are.
  keptOne: t('Nothing was written; the text is kept here.'),
  keptMany: t('Nothing was written; the text is kept here.'),
  keptInvalid: t('Nothing was written; the text is kept here.'),
});

/** Where the page names Orb as the other side, here it is the file. */
const namesTheFile = () => ({
  changedInOrb: t('Changed in File'),
  orbHolds: t('File has {0}'),
  notInOrb: t('Not in file'),
  orbChanged: t('File changed this from {0}'),
  orbAdded: t('New from file'),
  orbRemoved: t('Removed in file'),
  orbNowHolds: t('File now has {0}, it was {1}'),
  orbNowHoldsNew: t('File now has {0}'),
  orbNowRemoved: t('Removed in file, it was {0}'),
  orbs: t("File's"),
  takeAllOrbs: t("Take All File's"),
  conflictSpoken: t("Conflict, {0}, yours {1}, file's {2}, was {3}"),
  conflictSpokenNew: t("Conflict, {0}, yours {1}, file's {2}"),
  merged: t('Merged from File'),
  mergedDirection: t('opened → File'),
  mergedChangedSpoken: t('{0}, changed in the file from {1} to {2}'),
  mergedAddedSpoken: t('{0}, added in the file: {1}'),
  mergedRemovedSpoken: t('{0}, removed in the file: {1}'),
});
