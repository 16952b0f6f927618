/** Puts what somebody else changed into the text of an open event, and what the user decides about conflicts. */
import type { TextEdit } from '../../core/edits.ts';
import { eventChanges } from '../../core/eventChanges.ts';
import { tryReadJson } from '../../core/jsonTree.ts';
import { mergeEvents } from '../../core/merge.ts';
import type { MergeRecord } from '../../core/mergeRecord.ts';
import type { EventView } from '../events/api.ts';
import type { EventFile } from './eventFile.ts';
import * as outcomes from './saveOutcome.ts';
import type { SaveOutcome } from './saveOutcome.ts';
import { versionOf } from './version.ts';

/** How often an edit starts over because the user typed meanwhile. */
const TRIES = 20;

/**
 * Orb's version has moved: what doesn't collide goes into the text, the rest waits for a decision, and the text is based on Orb's
 * version from then on.
 * @param whileAsked it moved while the question before an amendment was open
 * @returns undefined when the text turns out to be what Orb holds
 */
export async function mergeIntoText(
  file: EventFile,
  record: MergeRecord,
  view: EventView,
  whileAsked: boolean,
): Promise<SaveOutcome> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = file.document?.getText();
    if (before === undefined) return outcomes.changedElsewhere();
    if (tryReadJson(before) === undefined) return outcomes.changedInvalid();
    const orbs = versionOf(view, before);
    const merge = mergeEvents(file.loaded?.text, before, orbs.text);
    if (!(await file.edit(before, merge.edits))) continue;
    const text = file.document?.getText() ?? before;
    record.add(merge, orbs.text);
    record.textChanged(text);
    file.rebase(orbs);
    if (record.undecided > 0) return outcomes.undecided(record.undecided);
    if (tryReadJson(text) !== undefined && eventChanges(orbs.text, text).length === 0) {
      return undefined;
    }
    const theirs = merge.merged.map(({ path }) => path);
    return outcomes.merged(theirs, text, orbs.text, whileAsked);
  }
  return outcomes.changedElsewhere();
}

/** Changes the text as one step of undo; nothing while it isn't JSON. */
export async function editText(
  file: EventFile,
  editsFor: (text: string) => readonly TextEdit[],
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const text = file.document?.getText();
    if (text === undefined || tryReadJson(text) === undefined) return;
    if (await file.edit(text, editsFor(text))) return;
  }
}
