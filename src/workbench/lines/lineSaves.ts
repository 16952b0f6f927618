/** The saves of one open line, one at a time, and what the last one came to. */
import { JsonSyntaxError, readJson } from '../../core/jsonTree.ts';
import type { Status } from '../../protocol/eventEditor.ts';
import type { ConnectedPages } from '../documents/connectedPages.ts';
import { mergeVersion } from '../documents/mergeIntoText.ts';
import * as outcomes from './lineOutcomes.ts';
import type { LineOutcome } from './lineOutcomes.ts';
import { isBehind, isJson, isOtherEvent, type OpenLine } from './lineStatus.ts';
import { isSameLine, lineText, shownText } from '../../ndjson/lineText.ts';

const IDLE: Status = { kind: 'idle' };
/** How often a save looks again because the file was edited meanwhile. */
const TRIES = 20;

export class LineSaves {
  #outcome: Status = IDLE;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly line: OpenLine & { readonly pages: ConnectedPages },
    private readonly nowMs: () => number,
    /** To be called when something to be shown is different. */
    private readonly changed: () => void,
  ) {}

  /** What the last save came to. */
  get outcome(): Status {
    return this.#outcome;
  }

  /** Something else happened that is to be said instead. */
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
    // Whoever typed meanwhile keeps a document with edits, see EventFile.keepDirty.
    if (!file.isSettling) {
      // A page that can't be reached is waited for, no more: what it still has goes into the document later, and nothing goes to Orb.
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

  /** The file has the text: lets the editor save, which then finds nothing to write. */
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
        this.#holds(state.text, text);
        this.#outcome = isSameChange ? { kind: 'sameChange', atMs: this.nowMs() } : IDLE;
        return undefined;
      }
      const replaced = await place.replace(written);
      if (replaced === 'refused') return outcomes.fileReadOnly(named);
      if (replaced === 'moved') continue;
      this.#holds(written, text);
      this.#outcome = { kind: 'sent', atMs: this.nowMs() };
      return undefined;
    }
    return outcomes.changedElsewhere(line.named);
  }

  /** @param raw what the line says now @returns undefined when the document says the same */
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
    this.#holds(written, text);
    this.#outcome = { kind: 'sent', atMs: this.nowMs() };
    return undefined;
  }

  /** The file has this text now. */
  #holds(raw: string, text: string): void {
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
