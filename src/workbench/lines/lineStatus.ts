/** The status of an open line, from the state of the line, its document and the last save. */
import { sameEvent } from '../../core/eventChanges.ts';
import { tryReadJson } from '../../core/jsonTree.ts';
import type { MergeRecord } from '../../core/mergeRecord.ts';
import { eventIdOf } from '../../ndjson/linePlace.ts';
import type { Status } from '../../protocol/eventEditor.ts';
import type { EventFile } from '../documents/eventFile.ts';
import * as outcomes from './lineOutcomes.ts';
import type { NamedLine } from './lineOutcomes.ts';
import { isSameLine, shownText } from '../../ndjson/lineText.ts';
import type { SourceLine } from './sourceLine.ts';

export interface OpenLine {
  readonly file: EventFile;
  readonly place: SourceLine;
  readonly merge: MergeRecord;
  readonly named: NamedLine;
}

/** Parsing larger texts for every key would be noticeable. */
const MAX_READ = 100_000;

/** An event without fields. */
const NOTHING = '{}\n';

/** Whether the line has changed since the text that the document's edits are based on. */
export function isBehind({ file: { loaded }, place: { state } }: OpenLine): boolean {
  return state.kind === 'there' && state.text !== loaded?.raw;
}

/** Whether the document has edits and the file now has a different event in place of its line. */
export function isOtherEvent({ file, place: { state } }: OpenLine): boolean {
  const { loaded } = file;
  if (loaded === undefined || state.kind !== 'there' || state.text === loaded.raw) return false;
  if (!file.isDirty) return false;
  const [was, is] = [eventIdOf(loaded.raw), eventIdOf(state.text)];
  return was !== undefined && is !== undefined && was !== is;
}

/** @param outcome of the last save, as long as it is relevant */
export function statusOf(line: OpenLine, outcome: Status): Status {
  const { file, merge, named } = line;
  const { document } = file;
  const { state } = line.place;
  if (state.kind === 'missing') return notWritten(outcomes.fileMissing(named).message);
  if (state.kind === 'gone' || isOtherEvent(line)) return { kind: 'gone' };
  if (state.kind === 'opening' || document === undefined) return outcome;
  if (!file.isDirty) {
    return isJson(state.text) ? outcome : notWritten(outcomes.notAnEvent(named));
  }
  const text = document.getText();
  const isSmall = text.length <= MAX_READ;
  if (isBehind(line)) {
    if (!isJson(state.text)) return notWritten(outcomes.lineBroken(named).message);
    if (isSmall && !isJson(text)) return { kind: 'changedInvalid' };
    const isBaseKnown = file.loaded !== undefined;
    return notWritten(
      isBaseKnown ? outcomes.waitsForMerge(named) : outcomes.waitsForComparison(named),
    );
  }
  if (outcome.kind !== 'idle') return outcome;
  if (merge.undecided > 0) return { kind: 'merged' };
  const isOnlyNotation = isSmall && sameEvent(text, state.text) && !isSameLine(text, state.text);
  return isOnlyNotation ? notWritten(outcomes.writtenDifferently(named)) : outcome;
}

/** The line in its file, as a document's text; an empty event when there is nothing to compare the document with. */
export function heldOf(line: OpenLine): string {
  const { loaded, isDirty } = line.file;
  const { state } = line.place;
  if (state.kind !== 'there' || isOtherEvent(line)) return NOTHING;
  // A document without edits will follow its line in a moment.
  const text = isDirty || loaded === undefined ? shownText(state.text) : loaded.text;
  return isJson(text) ? text : NOTHING;
}

export const isJson = (text: string): boolean => tryReadJson(text) !== undefined;

const notWritten = (sentence: string): Status => ({ kind: 'notSent', sentence });
