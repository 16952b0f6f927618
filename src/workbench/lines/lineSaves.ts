/** Saves one open line, one save at a time, and keeps the result of the last one. */
import { JsonSyntaxError, readJson } from '../../core/jsonTree.ts';
import type { Status } from '../../protocol/eventEditor.ts';
import type { ConnectedPages } from '../documents/connectedPages.ts';
import { mergeVersion } from '../documents/mergeIntoText.ts';
import * as outcomes from './lineOutcomes.ts';
import type { LineOutcome } from './lineOutcomes.ts';
import { isBehind, isJson, isOtherEvent, type OpenLine } from './lineStatus.ts';
import { isSameLine, lineText, shownText } from '../../ndjson/lineText.ts';

const IDLE: Status = { kind: 'idle' };
/** How often a save starts over because the file was edited at the same time. */
const TRIES = 20;

export class LineSaves {
  #outcome: Status = IDLE;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly line: OpenLine & { readonly pages: ConnectedPages },
    private readonly nowMs: () => number,
    /** Called when something that is shown has changed. */
    private readonly changed: () => void,
  ) {}

  /** The result of the last save. */
  get outcome(): Status {
    return this.#outcome;
  }

  /** Replaces the result, because something newer happened. */
  supersede(outcome: Status = IDLE): void {
    this.#outcome = outcome;
  }

  /** See LineDocument.save. */
  async save(asked: string | undefined): Promise<LineOutcome> {
    const { file, pages } = this.line;
    if (asked === undefined) await pages.settle();
    const text = asked ?? file.document?.getText() ?? '';
    const outcome = await this.#inTurn(() => this.#write(text));
    if (outcome === undefined) await this.settleEditor();
    return outcome;
  }

  /** See LineDocument.write. */
  async write(text: string): Promise<LineOutcome> {
    const { file, pages } = this.line;
    // Text typed during the save stays in the document as edits, see EventFile.keepDirty.
    if (!file.isSettling) {
      // If the page can't be reached, the save goes on: its last edits reach the document later, and nothing is sent to Orb.
      await pages.settle();
      const outcome = await this.#inTurn(() => this.#write(text));
      if (outcome !== undefined) return outcome;
    }
    file.written();
    return undefined;
  }

  /** See LineDocument.addToEnd. */
  async addToEnd(): Promise<LineOutcome> {
    const { file, pages } = this.line;
    await pages.settle();
    const text = file.document?.getText() ?? '';
    const outcome = await this.#inTurn(() => this.#append(text));
    if (outcome === undefined) await this.settleEditor();
    return outcome;
  }

  /** Lets the editor save after the file has the text, so that the editor finds nothing to write. */
  async settleEditor(): Promise<void> {
    const { file, pages } = this.line;
    await pages.settle();
    await file.settle();
    this.changed();
  }

  async #inTurn(work: () => Promise<LineOutcome>): Promise<LineOutcome> {
    const turn = this.#running.then(work);
    this.#running = turn.catch(() => undefined);
    const outcome = await turn;
    if (outcome !== undefined) this.#outcome = outcome.status;
    this.changed();
    return outcome;
  }

  async #write(text: string): Promise<LineOutcome> {
    const { line } = this;
    const { file, place, merge } = line;
    await file.ready();
    let isSameChange = false;
    for (let tries = 0; tries < TRIES; tries += 1) {
      await place.ready();
      const { state } = place;
      const { named } = line;
      if (state.kind === 'gone' || isOtherEvent(line)) return outcomes.lineGone(named);
      if (state.kind !== 'there') return outcomes.fileMissing(named);
      const written = lineText(text);
      if (written === undefined) {
        return isBehind(line) ? outcomes.changedInvalid(named) : outcomes.notJson(errorLine(text));
      }
      if (isBehind(line)) {
        const outcome = await this.#merge(state.text);
        if (outcome !== undefined) return outcome;
        isSameChange = true;
        continue;
      }
      if (merge.undecided > 0) return outcomes.undecided(merge.undecided);
      if (isSameLine(written, state.text)) {
        this.#wasWritten(state.text, text);
        this.#outcome = isSameChange ? { kind: 'sameChange', atMs: this.nowMs() } : IDLE;
        return undefined;
      }
      const replaced = await place.replace(written);
      if (replaced === 'refused') return outcomes.fileReadOnly(named);
      if (replaced === 'moved') continue;
      this.#wasWritten(written, text);
      this.#outcome = { kind: 'sent', atMs: this.nowMs() };
      return undefined;
    }
    return outcomes.changedElsewhere(line.named);
  }

  /** @param raw the current text of the line @returns undefined when the document has the same values */
  async #merge(raw: string): Promise<LineOutcome> {
    const { file, merge, named } = this.line;
    if (!isJson(raw)) return outcomes.lineBroken(named);
    const version = { raw, text: shownText(raw), readMs: this.nowMs() };
    const result = await mergeVersion(file, merge, () => version);
    switch (result.kind) {
      case 'notMerged':
        return outcomes.changedElsewhere(named);
      case 'invalid':
        return outcomes.changedInvalid(named);
      case 'undecided':
        return outcomes.undecided(result.count);
      case 'same':
        return undefined;
      case 'merged':
        if (result.theirs.length === 0) return outcomes.rewritten(named);
        return outcomes.merged(named, result.theirs, result.text, result.orbs);
    }
  }

  async #append(text: string): Promise<LineOutcome> {
    const { place, named } = this.line;
    await place.ready();
    if (place.state.kind === 'missing') return outcomes.fileMissing(named);
    const written = lineText(text);
    if (written === undefined) return outcomes.notJson(errorLine(text));
    const added = await place.append(written);
    if (added === 'moved') return this.#append(text);
    if (added === 'refused') return outcomes.fileReadOnly(named);
    this.#wasWritten(written, text);
    this.#outcome = { kind: 'sent', atMs: this.nowMs() };
    return undefined;
  }

  /** Call this when the file has this text. */
  #wasWritten(raw: string, text: string): void {
    this.line.merge.clear();
    this.line.file.rebase({ raw, text, readMs: this.nowMs() });
  }
}

/** The line of the first syntax error, from 1. */
function errorLine(text: string): number {
  try {
    readJson(text);
    return 1;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return text.slice(0, error.offset).split('\n').length;
  }
}
