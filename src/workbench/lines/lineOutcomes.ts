/** What writing a line back came to, in words: one sentence that stands alone, since the editor may put its own before it. */
import * as vscode from 'vscode';
import { eventChanges } from '../../core/eventChanges.ts';
import type { JsonPath } from '../../core/issue.ts';
import { visible } from '../../std/visible.ts';
import type { SaveFailure } from '../documents/saveFailure.ts';

/** Undefined: the file's document has the text. */
export type LineOutcome = SaveFailure | undefined;

/** The line from 1, and the name of its file. */
export interface NamedLine {
  readonly number: number;
  readonly file: string;
}

/** What stands in the way is read from the line itself, so that it is no longer said when it is over. */
const ruledOut = (message: string): SaveFailure => ({ status: { kind: 'idle' }, message });

const notWritten = (message: string): SaveFailure => ({
  status: { kind: 'notSent', sentence: message },
  message,
});

export const notJson = (line: number): SaveFailure =>
  ruledOut(vscode.l10n.t("The text isn't JSON (line {0}). Nothing was written.", line));

export const fileMissing = ({ file }: NamedLine): SaveFailure =>
  ruledOut(
    vscode.l10n.t(
      "{0} can't be read; it may have been moved, renamed or deleted. Nothing was written; your edits are kept.",
      file,
    ),
  );

export const fileReadOnly = ({ file }: NamedLine): SaveFailure =>
  notWritten(vscode.l10n.t("{0} can't be edited. Nothing was written; your edits are kept.", file));

export const lineGone = ({ file }: NamedLine): SaveFailure =>
  ruledOut(
    vscode.l10n.t(
      "This line isn't in {0} anymore. Nothing was written; your edits are kept.",
      file,
    ),
  );

/** The file was changed to something that can't be merged. */
export const lineBroken = ({ number, file }: NamedLine): SaveFailure =>
  ruledOut(
    vscode.l10n.t(
      "Line {0} of {1} changed and isn't JSON now. Fix it there first. Nothing was written.",
      number,
      file,
    ),
  );

export const changedInvalid = ({ number, file }: NamedLine): SaveFailure =>
  ruledOut(
    vscode.l10n.t(
      'Line {0} of {1} changed. Fix the JSON to merge it. Nothing was written.',
      number,
      file,
    ),
  );

export const changedElsewhere = ({ number, file }: NamedLine): SaveFailure =>
  notWritten(vscode.l10n.t('Line {0} of {1} changed. Nothing was written.', number, file));

/** Nothing but white space, the order of fields or a notation was changed in the file. */
export const rewritten = ({ number, file }: NamedLine): SaveFailure =>
  notWritten(
    vscode.l10n.t(
      'Line {0} of {1} was written differently meanwhile, with the same values. Nothing was written; save again to replace it.',
      number,
      file,
    ),
  );

/** @param count of the conflicts that wait for a decision */
export const undecided = (count: number): SaveFailure => ({
  status: { kind: 'merged' },
  message:
    count === 1
      ? vscode.l10n.t(
          'The file and you changed 1 field differently. Choose a value for it in the event editor. Nothing was written.',
        )
      : vscode.l10n.t(
          'The file and you changed {0} fields differently. Choose their values in the event editor. Nothing was written.',
          count,
        ),
});

/**
 * Changes of the file went into the document.
 * @param theirs fields that the file changed @param text the document's text now @param files what the file holds, as a document's text
 */
export function merged(
  { number, file }: NamedLine,
  theirs: readonly JsonPath[],
  text: string,
  files: string,
): SaveFailure {
  const yours = eventChanges(files, text).map(({ path }) => path);
  const first =
    theirs.length === 1
      ? vscode.l10n.t('{0} changed in line {1} of {2}.', nameOf(theirs[0]), number, file)
      : vscode.l10n.t('{0} fields changed in line {1} of {2}.', theirs.length, number, file);
  const second =
    yours.length === 1
      ? vscode.l10n.t(
          'Your change to {0} is kept. Nothing was written; save again to write.',
          nameOf(yours[0]),
        )
      : vscode.l10n.t(
          'Your {0} changes are kept. Nothing was written; save again to write.',
          yours.length,
        );
  return { status: { kind: 'merged' }, message: `${first} ${second}` };
}

const nameOf = (path: JsonPath | undefined) => visible(path?.at(-1) ?? '');

/** The line is no event to begin with. */
export const notAnEvent = ({ number, file }: NamedLine): string =>
  vscode.l10n.t("Line {0} of {1} isn't JSON. Fix it here or in its file.", number, file);

/** The line was changed in its file since the edits of the document began. */
export const waitsForMerge = ({ number, file }: NamedLine): string =>
  vscode.l10n.t('Line {0} of {1} changed meanwhile. Writing back merges that first.', number, file);

/** Edits came back after a reload, and which text of the line they were made on isn't known. */
export const waitsForComparison = ({ number, file }: NamedLine): string =>
  vscode.l10n.t(
    'These edits may be older than line {0} of {1}. Writing back compares them first.',
    number,
    file,
  );

/** Another order of fields, another notation of a number or a time. */
export const writtenDifferently = ({ number, file }: NamedLine): string =>
  vscode.l10n.t(
    'Same values as line {0} of {1}, written differently. Writing back takes your notation.',
    number,
    file,
  );
