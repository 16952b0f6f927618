/** Merges what someone else changed into the text of an open event, and what the user decides about conflicts. */
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

/** What a merge needs of the file that it goes into. */
export type MergeFile = Pick<EventFile, 'document' | 'loaded' | 'edit' | 'rebase'>;

export type MergeResult =
  /** The document was closed, or changed again and again. */
  | { readonly kind: 'notMerged' }
  /** The document isn't JSON at the moment. */
  | { readonly kind: 'invalid' }
  /** That many fields wait for a decision. */
  | { readonly kind: 'undecided'; readonly count: number }
  /** The text turns out to be the other version. */
  | { readonly kind: 'same' }
  /** `theirs` are the fields that went into the text, which is `text` now; `orbs` is the other version's text. */
  | {
      readonly kind: 'merged';
      readonly theirs: readonly JsonPath[];
      readonly text: string;
      readonly orbs: string;
    };

/**
 * Another version is there: what doesn't collide goes into the text, the rest waits for a decision, and the text is based on that
 * version from then on.
 * @param versionLike that version, its text as close to the document's text as it can be
 * @throws JsonSyntaxError when that version isn't JSON
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
    // Of a base that isn't JSON as little can be told as of none.
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
 * Orb's version has moved, and is merged.
 * @param whileAsked it moved while the question before an amendment was open
 * @returns undefined when the text turns out to be what Orb holds
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

/** Changes the text as one step of undo; nothing while it isn't JSON. */
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
