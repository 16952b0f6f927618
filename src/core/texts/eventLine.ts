/**
 * The texts of the event editor's page for a line of an event file, which is written back instead
 * of sent.
 */
import * as l10n from '@vscode/l10n';
import { eventEditorTexts, type EventEditorTexts } from './eventEditor.ts';

/** @param line from 1 @param file the name of the event file */
export const eventLineTexts = (line: number, file: string): EventEditorTexts => ({
  ...eventEditorTexts(),
  ...namesTheFile(),
  changesDirection: l10n.t('File → document'),
  clean: l10n.t('Same as line {0} of {1}. Nothing to write.', line, file),
  changedOne: l10n.t('1 change, not written.'),
  changedMany: l10n.t('{0} changes, not written.'),
  changedInvalid: l10n.t("Changed, not written. The text isn't JSON."),
  // The page fills {0} with the key.
  amendsHere: l10n.t('{0} writes this back to line {1} of {2}.', '{0}', line, file),
  amend: l10n.t('Write Back'),
  amendTitle: l10n.t('Write back ({0})'),
  comparing: l10n.t('Comparing with the file…'),
  sendingOne: l10n.t('Writing 1 change to line {0} of {1}…', line, file),
  // The page fills {0} with the number of changes.
  sendingMany: l10n.t('Writing {0} changes to line {1} of {2}…', '{0}', line, file),
  // It's in the file's document, which isn't saved yet.
  sent: l10n.t(
    'Written to line {1} of {2} at {0} UTC. Save that file to keep it.',
    '{0}',
    line,
    file,
  ),
  retry: l10n.t('Write Back'),
  compare: l10n.t('Show in File'),

  nothingSent: l10n.t('Nothing was written.'),
  amendedMeanwhile: l10n.t('Line {0} of {1} has changed.', line, file),
  editsMayBeOlder: l10n.t('These edits may be older than line {0} of {1}.', line, file),
  theirsMergedOne: l10n.t('Its change was merged. Nothing was written.'),
  theirsMergedMany: l10n.t('Its {0} changes were merged. Nothing was written.'),
  partlyMergedOne: l10n.t('1 of its changes was merged.'),
  partlyMergedMany: l10n.t('{0} of its changes were merged.'),
  partlyMergedUndoOne: l10n.t('1 of its changes was merged; {0} takes it out again.'),
  partlyMergedUndoMany: l10n.t('{0} of its changes were merged; {1} takes them out again.'),
  sameChange: l10n.t(
    'Line {1} of {2} got the same change at {0} UTC. Nothing to write.',
    '{0}',
    line,
    file,
  ),
  changedWhileAsked: l10n.t(
    'Line {0} of {1} changed before you confirmed. Nothing was written.',
    line,
    file,
  ),
  fixToMerge: l10n.t(
    'Line {0} of {1} changed. Fix the JSON to merge it. Nothing was written.',
    line,
    file,
  ),
  followed: l10n.t(
    'Line {1} of {2} changed at {0} UTC and is shown now. Nothing to write.',
    '{0}',
    line,
    file,
  ),
  gone: l10n.t("This line isn't in {0} anymore.", file),
  goneHint: l10n.t('It was deleted, or changed to another event.'),
  // Without the line, the number of changes isn't known.
  keptOne: l10n.t('Nothing was written; the text is kept here.'),
  keptMany: l10n.t('Nothing was written; the text is kept here.'),
  keptInvalid: l10n.t('Nothing was written; the text is kept here.'),
});

/** Texts that name Orb as the other side; here it's the file. */
const namesTheFile = () => ({
  changedInOrb: l10n.t('Changed in File'),
  orbHolds: l10n.t('File has {0}'),
  notInOrb: l10n.t('Not in file'),
  orbChanged: l10n.t('File changed this from {0}'),
  orbAdded: l10n.t('New from file'),
  orbRemoved: l10n.t('Removed in file'),
  orbNowHolds: l10n.t('File now has {0}, it was {1}'),
  orbNowHoldsNew: l10n.t('File now has {0}'),
  orbNowRemoved: l10n.t('Removed in file, it was {0}'),
  orbs: l10n.t("File's"),
  takeAllOrbs: l10n.t("Take All File's"),
  conflictSpoken: l10n.t("Conflict, {0}, yours {1}, file's {2}, was {3}"),
  conflictSpokenNew: l10n.t("Conflict, {0}, yours {1}, file's {2}"),
  merged: l10n.t('Merged from File'),
  mergedDirection: l10n.t('opened → File'),
  mergedChangedSpoken: l10n.t('{0}, changed in the file from {1} to {2}'),
  mergedAddedSpoken: l10n.t('{0}, added in the file: {1}'),
  mergedRemovedSpoken: l10n.t('{0}, removed in the file: {1}'),
});
