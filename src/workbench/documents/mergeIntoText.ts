/**
 * Merges someone else's changes, and the user's decisions about conflicts, into the text of an open
 * event.
 */
import type { TextEdit } from '../../core/edits.ts';
import { eventChanges } from '../../core/eventChanges.ts';
import type { JsonPath } from '../../core/issue.ts';
import { tryReadJson } from '../../core/jsonTree.ts';
import { mergeEvents } from '../../core/merge.ts';
import type { MergeRecord } from '../../core/mergeRecord.ts';
import type { EventView } from '../eventStore.ts';
import type { EventFile } from './eventFile.ts';
import * as outcomes from './saveOutcome.ts';
import type { SaveOutcome } from './saveOutcome.ts';
import { versionOf, type Version } from './version.ts';

/** How often an edit starts over because the user kept typing. */
const TRIES = 20;

/** What a merge needs from the document's file. */
export type MergeFile = Pick<EventFile, 'document' | 'loaded' | 'edit' | 'rebase'>;

export type MergeResult =
  /** The document was closed, or kept changing. */
  | { readonly kind: 'notMerged' }
  /** The document isn't valid JSON at the moment. */
  | { readonly kind: 'invalid' }
  /** The number of undecided fields. */
  | { readonly kind: 'undecided'; readonly count: number }
  /** The text is the same as the other version. */
  | { readonly kind: 'same' }
  /**
   * `theirs` are the fields merged into the text, which is now `text`; `orbs` is the other
   * version's text.
   */
  | {
      readonly kind: 'merged';
      readonly theirs: readonly JsonPath[];
      readonly text: string;
      readonly orbs: string;
    };

/**
 * Merges another version: what doesn't conflict goes into the text, the rest must be decided, and
 * the text is then based on that version.
 * @param versionLike that version, with a text as close to the document's as possible
 * @throws JsonSyntaxError if that version isn't JSON
 */
export async function mergeVersion(
  file: MergeFile,
  record: MergeRecord,
  versionLike: (text: string) => Version,
): Promise<MergeResult> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = file.document?.getText();
    if (before === undefined) return { kind: 'notMerged' };
    if (tryReadJson(before) === undefined) return { kind: 'invalid' };
    const orbs = versionLike(before);
    const base = file.loaded?.text;
    // A base that isn't JSON is as good as none.
    const isKnown = base !== undefined && tryReadJson(base) !== undefined;
    const merge = mergeEvents(isKnown ? base : undefined, before, orbs.text);
    if (!(await file.edit(before, merge.edits))) continue;
    const text = file.document?.getText() ?? before;
    record.add(merge, orbs.text);
    record.textChanged(text);
    file.rebase(orbs);
    if (record.undecided > 0) return { kind: 'undecided', count: record.undecided };
    if (tryReadJson(text) !== undefined && eventChanges(orbs.text, text).length === 0) {
      return { kind: 'same' };
    }
    const theirs = merge.merged.map(({ path }) => path);
    return { kind: 'merged', theirs, text, orbs: orbs.text };
  }
  return { kind: 'notMerged' };
}

/**
 * Merges Orb's new version.
 * @param whileAsked whether it changed while the confirmation was open
 * @returns undefined if the text is what Orb holds
 */
export async function mergeIntoText(
  file: MergeFile,
  record: MergeRecord,
  view: EventView,
  whileAsked: boolean,
): Promise<SaveOutcome> {
  const result = await mergeVersion(file, record, (text) => versionOf(view, text));
  switch (result.kind) {
    case 'notMerged':
      return outcomes.changedElsewhere();
    case 'invalid':
      return outcomes.changedInvalid();
    case 'undecided':
      return outcomes.undecided(result.count);
    case 'same':
      return undefined;
    case 'merged':
      return outcomes.merged(result.theirs, result.text, result.orbs, whileAsked);
  }
}

/** Changes the text as a single undo step; does nothing while it isn't JSON. */
export async function editText(
  file: MergeFile,
  editsFor: (text: string) => readonly TextEdit[],
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const text = file.document?.getText();
    if (text === undefined || tryReadJson(text) === undefined) return;
    if (await file.edit(text, editsFor(text))) return;
  }
}
