/** The texts of the event editor's page when it shows a line of an event file: it is written back to its line, not sent. */
import { t } from '@vscode/l10n';
import { eventEditorTexts, type EventEditorTexts } from './eventEditor.ts';

/** @param line from 1 @param file the name of the event file */
export const eventLineTexts = (line: number, file: string): EventEditorTexts => ({
  ...eventEditorTexts(),
  orbHolds: t('Was {0}'),
  notInOrb: t('New'),
  changesDirection: t('File → document'),
  clean: t('Same as line {0} of {1}. Nothing to write.', line, file),
  changedOne: t('1 change, not written.'),
  changedMany: t('{0} changes, not written.'),
  changedInvalid: t('Changed, not written. The text is not JSON.'),
  // The page puts the key for {0}.
  amendsHere: t('{0} writes this back to line {1} of {2}.', '{0}', line, file),
  amend: t('Write Back'),
  amendTitle: t('Write back ({0})'),
});
