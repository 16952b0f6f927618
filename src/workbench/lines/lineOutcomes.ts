/** Messages about writing a line back. Each works on its own, since VS Code may show its own sentence before it. */
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

/** A failure that is read from the state of the line, so that the message goes away when the cause does. */
const temporary = (message: string): SaveFailure => ({ status: { kind: 'idle' }, message });

const notWritten = (message: string): SaveFailure => ({
  status: { kind: 'notSent', sentence: message },
  message,
});

export const notJson = (line: number): SaveFailure =>
  temporary(vscode.l10n.t("The text isn't valid JSON (line {0}). Nothing was written.", line));

export const fileMissing = ({ file }: NamedLine): SaveFailure =>
  temporary(
    vscode.l10n.t(
      "{0} can't be read. It may have been moved, renamed, or deleted. Nothing was written; your edits are kept.",
      file,
    ),
  );

export const fileReadOnly = ({ file }: NamedLine): SaveFailure =>
  notWritten(vscode.l10n.t("{0} can't be edited. Nothing was written; your edits are kept.", file));

export const lineGone = ({ file }: NamedLine): SaveFailure =>
  temporary(
    vscode.l10n.t(
      "This line isn't in {0} anymore. Nothing was written; your edits are kept.",
      file,
    ),
  );

/** The line was changed to invalid JSON, which can't be merged. */
export const lineBroken = ({ number, file }: NamedLine): SaveFailure =>
  temporary(
    vscode.l10n.t(
      'Line {0} of {1} changed and is no longer valid JSON. Fix it there first. Nothing was written.',
      number,
      file,
    ),
  );

export const changedInvalid = ({ number, file }: NamedLine): SaveFailure =>
  temporary(
    vscode.l10n.t(
      'Line {0} of {1} changed. Fix the JSON here to merge the change. Nothing was written.',
      number,
      file,
    ),
  );

export const changedElsewhere = ({ number, file }: NamedLine): SaveFailure =>
  notWritten(vscode.l10n.t('Line {0} of {1} changed. Nothing was written.', number, file));

/** Only white space, the order of fields or the notation of values changed in the file. */
export const rewritten = ({ number, file }: NamedLine): SaveFailure =>
  notWritten(
    vscode.l10n.t(
      'Line {0} of {1} was reformatted, with the same values. Nothing was written; save again to replace it.',
      number,
      file,
    ),
  );

/** @param count of the unresolved conflicts */
export const undecided = (count: number): SaveFailure => ({
  status: { kind: 'merged' },
  message:
    count === 1
      ? vscode.l10n.t(
          'You and the file changed 1 field differently. Choose its value in the event editor. Nothing was written.',
        )
      : vscode.l10n.t(
          'You and the file changed {0} fields differently. Choose their values in the event editor. Nothing was written.',
          count,
        ),
});

/**
 * Changes in the file were merged into the document.
 * @param theirs fields that changed in the file
 * @param text the document's text now
 * @param files the line in the file, as a document's text
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

/** The line was never valid JSON. */
export const notAnEvent = ({ number, file }: NamedLine): string =>
  vscode.l10n.t("Line {0} of {1} isn't valid JSON. Fix it here or in the file.", number, file);

/** The line changed in its file after the document was edited. */
export const waitsForMerge = ({ number, file }: NamedLine): string =>
  vscode.l10n.t('Line {0} of {1} changed. Writing back merges the change first.', number, file);

/** Edits were restored after a reload, and it isn't known which text of the line they were based on. */
export const waitsForComparison = ({ number, file }: NamedLine): string =>
  vscode.l10n.t(
    'Line {0} of {1} may have changed since these edits. Writing back compares first.',
    number,
    file,
  );

/** The order of fields, or the notation of a number or timestamp, differs. */
export const writtenDifferently = ({ number, file }: NamedLine): string =>
  vscode.l10n.t(
    'Same values as line {0} of {1}, formatted differently. Writing back uses your format.',
    number,
    file,
  );
