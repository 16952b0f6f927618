/**
 * The saves of an open event: what is in progress, how the last one ended, and what may have
 * arrived without a response.
 */
import * as vscode from 'vscode';
import { mayHaveArrived } from '../../core/errors.ts';
import { sameEvent } from '../../core/eventChanges.ts';
import { amendedJson, readEvent } from '../../core/eventJson.ts';
import type { MergeRecord } from '../../core/mergeRecord.ts';
import type { Status } from '../../protocol/eventEditor.ts';
import type { Connection } from '../../core/connection.ts';
import type { EventAddress } from '../eventStore.ts';
import type { Services } from '../services.ts';
import type { AttemptResult } from './amendAttempt.ts';
import type { ConnectedPages } from './connectedPages.ts';
import type { CostQuestion } from '../costQuestion.ts';
import type { EventFile } from './eventFile.ts';
import { mergeIntoText } from './mergeIntoText.ts';
import type { SaveOrigin } from './questions.ts';
import { rejectionsOf } from './rejections.ts';
import * as outcomes from './saveOutcome.ts';
import type { SaveOutcome } from './saveOutcome.ts';

export interface AmendOptions {
  /**
   * What was on screen when the user saved; what was typed after that stays in the document and
   * isn't sent.
   */
  readonly text?: string | undefined;
  /** A command's arguments skip the confirmation, and the user's settings allow it. */
  readonly skipsConfirmation?: boolean;
}

export interface SavedEvent {
  readonly services: Services;
  readonly address: EventAddress;
  readonly file: EventFile;
  readonly merge: MergeRecord;
  readonly pages: ConnectedPages;
  /** Called when something that is shown has changed. */
  changed(): void;
  /** Called when a save has ended: whatever the outcome, it may be recorded. */
  ended(): void;
}

const IDLE: Status = { kind: 'idle' };
/** Outcomes that stay after edits, since their cause still prevents saving. */
const LASTING: readonly Status['kind'][] = ['noResponse', 'keyRejected'];

export class EventSaves {
  /** Texts that were sent and may have arrived. */
  readonly #unanswered = new Set<string>();
  /** The save by Ctrl+S or Amend that is in progress. */
  #amending: Promise<SaveOutcome> | undefined;
  /** Cancels what is in progress. */
  #controller: AbortController | undefined;
  #activity: Status | undefined;
  #outcome: Status = IDLE;
  #rejections: readonly string[] = [];
  /** Whether VS Code announced a save that the user didn't ask for. */
  #isAutoSave = false;

  constructor(private readonly event: SavedEvent) {}

  /** What is in progress. */
  get activity(): Status | undefined {
    return this.#activity;
  }
  /** The outcome of the last save. */
  get outcome(): Status {
    return this.#outcome;
  }
  /** Orb's messages about a rejected text, until the next edit. */
  get rejections(): readonly string[] {
    return this.#rejections;
  }
  get isRunning(): boolean {
    return this.#controller !== undefined;
  }

  /** Replaces the outcome, because something newer happened. */
  supersede(outcome: Status = IDLE): void {
    this.#outcome = outcome;
    this.#rejections = [];
  }

  /**
   * Call this when the user has changed the text.
   * @returns whether the outcome of the last save no longer applies
   */
  edited(): boolean {
    const isOver = this.#outcome.kind !== 'idle' && !LASTING.includes(this.#outcome.kind);
    if (isOver) this.#outcome = IDLE;
    const hadRejections = this.#rejections.length > 0;
    this.#rejections = [];
    return isOver || hadRejections;
  }

  cancel(): void {
    this.#controller?.abort();
  }

  willSave(reason: vscode.TextDocumentSaveReason): void {
    this.#isAutoSave = reason !== vscode.TextDocumentSaveReason.Manual;
  }

  /** See EventDocument.amend. */
  amend(options: AmendOptions): Promise<SaveOutcome> {
    return (this.#amending ??= this.#amend(options).finally(() => (this.#amending = undefined)));
  }

  /** See EventDocument.write. */
  async write(text: string): Promise<SaveOutcome> {
    const { file, pages } = this.event;
    const isAutoSave = this.#isAutoSave;
    this.#isAutoSave = false;
    if (isAutoSave) return outcomes.autoSave();
    await file.ready();
    // What was typed since then keeps the document dirty, see EventFile.keepDirty.
    const isHeld = !this.isRunning && this.#isHeld(text);
    if (!isHeld && !file.isSettling) {
      if (!(await pages.settle())) return outcomes.pageLost();
      const outcome = await this.#run(text, 'elsewhere');
      if (outcome !== undefined) return outcome;
    }
    file.written();
    return undefined;
  }

  /** Call this when Orb holds the text: lets the editor save, which then has nothing to send. */
  async settleEditor(): Promise<void> {
    const { file, pages } = this.event;
    await pages.settle();
    await file.settle();
  }

  async #amend({ text: asked, skipsConfirmation = false }: AmendOptions): Promise<SaveOutcome> {
    const { file, pages } = this.event;
    if (asked === undefined && !(await pages.settle())) return outcomes.pageLost();
    const text = asked ?? file.document?.getText();
    if (text === undefined) return outcomes.notOpen();
    const outcome = await this.#run(text, skipsConfirmation ? 'confirmed' : 'explicit');
    if (outcome === undefined) await this.settleEditor();
    return outcome;
  }

  /**
   * One write at a time for each event. Never rejects: anything but success is an outcome with a
   * message.
   */
  async #run(text: string, origin: SaveOrigin): Promise<SaveOutcome> {
    const { services, address } = this.event;
    const controller = new AbortController();
    const attempt = () => {
      this.#controller = controller;
      return this.#attempt(text, origin, controller.signal);
    };
    let outcome: SaveOutcome;
    try {
      outcome = await services.writeQueue.run(address, attempt);
    } catch (error) {
      services.log.error('A save failed.', error);
      outcome = outcomes.unexpected(error);
    }
    this.#controller = undefined;
    this.#activity = undefined;
    if (outcome !== undefined) {
      this.#outcome = outcome.status;
      services.log.warn(`${address.eventId} wasn't amended: ${outcome.message}`);
    }
    this.event.ended();
    return outcome;
  }

  async #attempt(text: string, origin: SaveOrigin, signal: AbortSignal): Promise<SaveOutcome> {
    const { services, address, file, merge } = this.event;
    await file.ready();
    const connection = services.connections.get(address.connectionId);
    if (connection === undefined) return outcomes.noConnection(address);
    if (this.#isHeld(text)) return undefined;
    this.#rejections = [];
    const stored = file.loaded?.raw ?? (await services.events.load(address))?.raw;
    const { localErrors } = await import('./localErrors.ts');
    const problem =
      stored === undefined
        ? undefined
        : localErrors(text, readEvent(stored), this.event.services.catalog.current);
    if (problem !== undefined) return outcomes.ruledOut(problem);
    if (merge.undecided > 0) return outcomes.undecided(merge.undecided);

    const [{ attemptAmendment }, { asksBeforeAmending, confirmAmendment }] = await Promise.all([
      import('./amendAttempt.ts'),
      import('./questions.ts'),
    ]);
    const asks = asksBeforeAmending(services, connection, origin);
    const cost = asks ? await this.#askCost(connection, text) : undefined;
    const result = await attemptAmendment(services, {
      address,
      connection,
      text,
      base: file.loaded?.text,
      unanswered: await this.#unansweredTexts(),
      confirm: asks
        ? async (view) => {
            const line = await cost?.line();
            this.#during(undefined);
            return confirmAmendment(services, connection, view, text, line);
          }
        : undefined,
      signal,
      onPhase: (phase, changes) =>
        this.#during(phase === 'sending' ? { kind: 'sending', changes } : { kind: 'comparing' }),
    });
    cost?.dispose();
    return this.#finish(result, text, connection.name);
  }

  async #askCost(connection: Connection, text: string): Promise<CostQuestion | undefined> {
    const { services, file } = this.event;
    const before = file.loaded?.text;
    if (before === undefined) return undefined;
    const { askCost } = await import('../costQuestion.ts');
    return askCost(services, connection, { before: [before], after: [text] });
  }

  async #finish(result: AttemptResult, text: string, name: string): Promise<SaveOutcome> {
    const { services, address, file, merge } = this.event;
    switch (result.kind) {
      case 'sent':
        this.#holds(amendedJson(result.view.raw, text), text, result.view.readMs);
        this.#outcome = { kind: 'sent', atMs: services.connections.now(address.connectionId) };
        await this.#record(result.entry, text);
        return undefined;
      case 'held': {
        const wasSent = this.#unanswered.has(text);
        const atMs = result.view.readMs;
        this.#holds(result.view.raw, text, atMs);
        this.#outcome = { kind: wasSent ? 'sent' : 'sameChange', atMs };
        return undefined;
      }
      case 'changed': {
        const outcome = await mergeIntoText(file, merge, result.view, result.whileAsked);
        if (outcome === undefined) {
          this.#unanswered.clear();
          this.#outcome = { kind: 'sameChange', atMs: result.view.readMs };
        }
        return outcome;
      }
      case 'deprecated':
        return outcomes.deprecatedElsewhere();
      case 'gone':
        return outcomes.gone(services, address, name);
      case 'cancelled':
        return outcomes.canceled();
      case 'failed':
        if (result.wasSent && mayHaveArrived(result.error)) this.#unanswered.add(text);
        this.#rejections = rejectionsOf(result.error);
        return result.failure;
    }
  }

  /** Orb acknowledged the amendment, which no later failure changes. */
  async #record(entry: number, text: string): Promise<void> {
    const { ledger, events, log } = this.event.services;
    try {
      await ledger.writes.confirm(entry);
      events.amended(this.event.address, text);
    } catch (error) {
      log.error("The amendment was acknowledged but couldn't be recorded.", error);
    }
  }

  /** Orb holds this text now. */
  #holds(raw: string, text: string, readMs: number): void {
    this.#unanswered.clear();
    this.event.merge.clear();
    this.event.file.rebase({ raw, text, readMs });
  }

  /** Whether the text is the version that Orb is known to hold, so that there's nothing to send. */
  #isHeld(text: string): boolean {
    const { loaded } = this.event.file;
    if (loaded === undefined || this.#unanswered.size > 0) return false;
    if (!sameEvent(loaded.text, text)) return false;
    this.#holds(loaded.raw, text, loaded.readMs);
    return true;
  }

  /**
   * The texts of this and earlier sessions that may still arrive, or have arrived without a
   * response.
   */
  async #unansweredTexts(): Promise<readonly string[]> {
    const { services, address } = this.event;
    const writes = await services.ledger.writes.of(address.connectionId, address.eventId);
    const newest = writes.slice(writes.findLastIndex(({ confirmed }) => confirmed) + 1);
    const pending = newest.flatMap(({ after }) => (after === null ? [] : [after]));
    return [...new Set([...pending, ...this.#unanswered])];
  }

  #during(activity: Status | undefined): void {
    this.#activity = activity;
    this.event.changed();
  }
}
