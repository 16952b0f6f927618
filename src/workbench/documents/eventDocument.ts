/**
 * One open event: the only place that knows where its text comes from, what is under way, and what became of the last save.
 *
 *              read                edit                 amend (Ctrl+S, Amend) or write (any other save)
 *   opening ─────────▶ clean ─────────────▶ edited ────────────────────────▶ comparing ◀───────┐
 *                        ▲ ▲                  ▲ ▲                             │  │  │ question  │ answered: look again
 *                        │ │ discard, revert  │ │ Orb's version moved: merged │  │  └──▶ asking ┘
 *                        │ └──────────────────┤ ◀───────────────────────────── ┘  ▼
 *                        │                    │ rejected, no response, canceled  sending
 *                        │                    └────────────────────────────────── ┤
 *                        └────────────────────────────────────────────────────────┘ acknowledged
 *
 * `edited` with undecided conflicts sends nothing. After "no response" the text counts as one that may have arrived, until Orb is
 * seen to hold something. What is recorded after an acknowledged write is a step of its own that can't change its outcome.
 *
 * Ctrl+S and Amend compare, ask and send by themselves and let the editor save only when Orb holds the text, so `writeFile` has
 * nothing left to do. A write of any other text is a save that started elsewhere: it always asks (unless the user's setting says never).
 */
import * as vscode from 'vscode';
import { mayHaveArrived } from '../../core/errors.ts';
import { eventChanges, sameEvent } from '../../core/eventChanges.ts';
import { amendedJson, readEvent } from '../../core/eventJson.ts';
import type { JsonPath } from '../../core/issue.ts';
import { tryReadJson } from '../../core/jsonTree.ts';
import { mergeEvents } from '../../core/merge.ts';
import { MergeRecord, type Side } from '../../core/mergeRecord.ts';
import type { TextEdit } from '../../core/edits.ts';
import type { Status } from '../../protocol/eventEditor.ts';
import { Emitter } from '../../std/emitter.ts';
import type { EventAddress, EventView } from '../events/api.ts';
import type { AttemptResult } from './amendAttempt.ts';
import { ConnectedPages } from './connectedPages.ts';
import { EventFile, type FileParts } from './eventFile.ts';
import { rejectionsOf } from './rejections.ts';
import * as outcomes from './saveOutcome.ts';
import type { SaveOutcome } from './saveOutcome.ts';
import { versionOf } from './version.ts';

const IDLE: Status = { kind: 'idle' };
/** Outcomes that stay through edits, since what they say still stands in the way. */
const LASTING: readonly Status['kind'][] = ['noResponse', 'keyRejected', 'deprecatedElsewhere'];
/** How often a merge starts over because the user typed meanwhile. */
const MERGE_TRIES = 20;

export class EventDocument {
  readonly file: EventFile;
  readonly pages: ConnectedPages;
  readonly #merge = new MergeRecord();
  readonly #changed = new Emitter<void>();
  /** Something that the page, the status bar or the problems show may be different. */
  readonly onDidChange = this.#changed.event;
  /** Texts that were sent and may have arrived. */
  readonly #unanswered = new Set<string>();
  /** A save by Ctrl+S or Amend that is under way. */
  #amending: Promise<SaveOutcome> | undefined;
  /** Stops what is under way. */
  #controller: AbortController | undefined;
  /** What is under way. */
  #activity: Status | undefined;
  /** What the last save came to. */
  #outcome: Status = IDLE;
  /** Orb's messages about a rejected text, until the next edit. */
  #rejections: readonly string[] = [];
  /** The editor announced a save that nobody asked for. */
  #isAutoSave = false;
  /** The editor is saving what Orb holds already. */
  #isSettling = false;

  constructor(
    readonly uri: vscode.Uri,
    readonly address: EventAddress,
    private readonly parts: FileParts,
  ) {
    this.pages = new ConnectedPages(uri);
    this.file = new EventFile(uri, address, parts, () => this.#showsOrb());
  }

  get merge(): MergeRecord {
    return this.#merge;
  }
  get rejections(): readonly string[] {
    return this.#rejections;
  }

  get status(): Status {
    if (!this.#hasConnection) return { kind: 'noConnection' };
    if (this.#activity !== undefined) return this.#activity;
    if (!this.file.isDirty) return this.#outcome;
    if (this.#isDeprecated) return { kind: 'deprecatedElsewhere' };
    if (this.#outcome.kind === 'idle' && this.#merge.undecided > 0) return { kind: 'merged' };
    return this.#outcome;
  }

  /** Editing a deprecated event, or one without a connection, leads nowhere; a document that has edits must fail in words. */
  get isReadOnly(): boolean {
    return !this.file.isDirty && (!this.#hasConnection || this.#isDeprecated);
  }

  /**
   * Ctrl+S and Amend. While one is under way another one is the same.
   * @param text what was on screen when the user asked; what was typed after that stays in the document, not sent
   */
  amend(text?: string): Promise<SaveOutcome> {
    return (this.#amending ??= this.#amend(text).finally(() => (this.#amending = undefined)));
  }

  /**
   * Any other save: File › Save, Save All, closing, Replace All, a formatter, a task, another extension.
   * @returns undefined when Orb holds the text
   */
  async write(text: string): Promise<SaveOutcome> {
    const isAutoSave = this.#isAutoSave;
    this.#isAutoSave = false;
    if (isAutoSave) {
      return outcomes.ruledOut(
        vscode.l10n.t("Auto save doesn't amend events. Press Ctrl+S to amend this one."),
      );
    }
    await this.file.ready();
    // Whoever typed meanwhile keeps a document with edits, see EventFile.keepDirty.
    if (this.#isSettling || (this.#controller === undefined && this.#isHeld(text))) return undefined;
    if (!(await this.pages.settle())) return outcomes.pageLost();
    return this.#run(text, false);
  }

  /** Called for each announced save. */
  willSave(reason: vscode.TextDocumentSaveReason): void {
    this.#isAutoSave = reason !== vscode.TextDocumentSaveReason.Manual;
  }

  /** Stops a comparison or an amendment that is under way. */
  cancel(): void {
    this.#controller?.abort();
  }

  /** The text of the document, or whether it has edits, has changed. */
  textChanged(event: vscode.TextDocumentChangeEvent): void {
    const isEdit = this.file.changed(event);
    this.#merge.textChanged(event.document.getText());
    if (isEdit) {
      this.#rejections = [];
      if (!LASTING.includes(this.#outcome.kind)) this.#outcome = IDLE;
    }
    this.#changed.fire();
  }

  /** The store knows something new of the event. */
  follow(view: EventView): void {
    const nowMs = this.parts.services.connections.now(this.address.connectionId);
    if (this.#controller === undefined && this.file.follow(view)) {
      this.#outcome = { kind: 'followed', atMs: nowMs };
    }
    this.#changed.fire();
  }

  /** A connection was added, changed or removed, or got another key. */
  connectionsChanged(): void {
    if (this.#outcome.kind === 'keyRejected') this.#outcome = IDLE;
    this.file.touch();
    this.#changed.fire();
  }

  /** Edits are about to be discarded: back to what Orb holds as far as it is known, also when Orb can't be reached. */
  prepareDiscard(): void {
    const view = this.parts.services.events.get(this.address);
    if (view !== undefined) this.file.offer(versionOf(view));
  }

  /** After the user asked to read from Orb again: a text whose origin isn't known is compared with it. */
  async refreshed(view: EventView): Promise<void> {
    if (this.file.isDirty && this.file.loaded === undefined) await this.#mergeWith(view, false);
    this.#changed.fire();
  }

  /** Decides one conflict, or with `path` null all of them. */
  async choose(path: JsonPath | null, side: Side): Promise<void> {
    await this.#edit((text) => this.#merge.decide(text, path, side));
  }

  /** Takes a change of somebody else out of the text again. */
  async takeOut(path: JsonPath): Promise<void> {
    await this.#edit((text) => this.#merge.takeOut(text, path));
  }

  dispose(): void {
    this.cancel();
    this.#changed.dispose();
  }

  get #hasConnection(): boolean {
    return this.parts.services.connections.get(this.address.connectionId) !== undefined;
  }

  get #isDeprecated(): boolean {
    return this.parts.services.events.get(this.address)?.event.deprecated ?? false;
  }

  async #amend(asked: string | undefined): Promise<SaveOutcome> {
    if (asked === undefined && !(await this.pages.settle())) return outcomes.pageLost();
    const text = asked ?? this.file.document?.getText();
    if (text === undefined) return outcomes.notOpen();
    const outcome = await this.#run(text, true);
    if (outcome === undefined) await this.#settleEditor();
    return outcome;
  }

  /** Orb holds the text: lets the editor save, which then finds nothing to send. */
  async #settleEditor(): Promise<void> {
    await this.pages.settle();
    const { document, loaded } = this.file;
    if (document === undefined || loaded === undefined) return;
    if (document.isDirty && sameEvent(document.getText(), loaded.text)) {
      this.#isSettling = true;
      try {
        await document.save();
      } finally {
        this.#isSettling = false;
      }
    }
    this.file.keepDirty();
  }

  /** One write at a time for each event. Never rejects: whatever isn't success is an outcome in words. */
  async #run(text: string, isExplicit: boolean): Promise<SaveOutcome> {
    const { services } = this.parts;
    const controller = new AbortController();
    const attempt = async () => {
      this.#controller = controller;
      return this.#attempt(text, isExplicit, controller.signal);
    };
    let outcome: SaveOutcome;
    try {
      outcome = await services.writeQueue.run(this.address, attempt);
    } catch (error) {
      services.log.error('A save failed.', error);
      outcome = outcomes.unexpected(error);
    }
    this.#controller = undefined;
    this.#activity = undefined;
    if (outcome !== undefined) {
      this.#outcome = outcome.status;
      services.log.warn(`${this.uri.toString()} was not amended: ${outcome.message}`);
    }
    this.#changed.fire();
    return outcome;
  }

  async #attempt(text: string, isExplicit: boolean, signal: AbortSignal): Promise<SaveOutcome> {
    const { services } = this.parts;
    await this.file.ready();
    const connection = services.connections.get(this.address.connectionId);
    if (connection === undefined) return outcomes.noConnection(this.address);
    if (this.#isHeld(text)) return undefined;
    this.#rejections = [];
    const view = await services.events.load(this.address);
    const stored = this.file.loaded?.raw ?? view?.raw;
    const { localErrors } = await import('./localErrors.ts');
    const problem = stored === undefined ? undefined : localErrors(text, readEvent(stored));
    if (problem !== undefined) return outcomes.ruledOut(problem);
    if (this.#merge.undecided > 0) return outcomes.undecided(this.#merge.undecided);

    const [{ attemptAmendment }, { asksBeforeAmending, confirmAmendment }] = await Promise.all([
      import('./amendAttempt.ts'),
      import('./questions.ts'),
    ]);
    const asks = asksBeforeAmending(services, connection, isExplicit);
    const result = await attemptAmendment(services, {
      address: this.address,
      connection,
      text,
      base: this.file.loaded?.text,
      unanswered: await this.#unansweredTexts(),
      confirm: asks
        ? (found) => this.#asking(() => confirmAmendment(services, connection, found, text))
        : undefined,
      signal,
      onPhase: (phase, changes) =>
        this.#during(phase === 'sending' ? { kind: 'sending', changes } : { kind: 'comparing' }),
    });
    return this.#finish(result, text, connection.name);
  }

  async #finish(result: AttemptResult, text: string, name: string): Promise<SaveOutcome> {
    const { services } = this.parts;
    switch (result.kind) {
      case 'sent':
        this.#holds(amendedJson(result.view.raw, text), text, result.view.readMs);
        this.#outcome = { kind: 'sent', atMs: services.connections.now(this.address.connectionId) };
        await this.#record(result.entry, text);
        return undefined;
      case 'held': {
        const wasSent = this.#unanswered.has(text);
        const atMs = result.view.readMs;
        this.#holds(result.view.raw, text, atMs);
        this.#outcome = { kind: wasSent ? 'sent' : 'sameChange', atMs };
        return undefined;
      }
      case 'changed':
        return this.#mergeWith(result.view, result.whileAsked);
      case 'deprecated':
        return outcomes.deprecatedElsewhere();
      case 'gone':
        return outcomes.gone(services, this.address, name);
      case 'cancelled':
        return outcomes.canceled();
      case 'failed':
        if (mayHaveArrived(result.error) && result.wasSent) this.#unanswered.add(text);
        this.#rejections = rejectionsOf(result.error);
        return result.failure;
    }
  }

  /** Orb acknowledged: nothing that fails from here on changes that. */
  async #record(entry: number, text: string): Promise<void> {
    const { ledger, events, log } = this.parts.services;
    try {
      await ledger.writes.confirm(entry);
      events.amended(this.address, text);
    } catch (error) {
      log.error('The amendment was acknowledged, and could not be recorded.', error);
    }
  }

  /** Orb holds this text now. */
  #holds(raw: string, text: string, readMs: number): void {
    this.#unanswered.clear();
    this.#merge.clear();
    this.file.rebase({ raw, text, readMs });
  }

  /** The text is the version that Orb is known to hold, so that there is nothing to send. */
  #isHeld(text: string): boolean {
    const { loaded } = this.file;
    if (loaded === undefined || this.#unanswered.size > 0) return false;
    if (!sameEvent(loaded.text, text)) return false;
    this.#merge.clear();
    this.file.rebase({ ...loaded, text });
    return true;
  }

  /** The texts that may still arrive, or have arrived without a response, of this session and earlier ones. */
  async #unansweredTexts(): Promise<readonly string[]> {
    const { connectionId, eventId } = this.address;
    const writes = await this.parts.services.ledger.writes.of(connectionId, eventId);
    const newest = writes.slice(writes.findLastIndex(({ confirmed }) => confirmed) + 1);
    const pending = newest.flatMap(({ after }) => (after === null ? [] : [after]));
    return [...new Set([...pending, ...this.#unanswered])];
  }

  /** Orb's version has moved: what doesn't collide goes into the text, the rest waits for a decision. Nothing is sent. */
  async #mergeWith(view: EventView, whileAsked: boolean): Promise<SaveOutcome> {
    for (let tries = 0; tries < MERGE_TRIES; tries += 1) {
      const before = this.file.document?.getText();
      if (before === undefined) return outcomes.changedElsewhere();
      if (tryReadJson(before) === undefined) return outcomes.changedInvalid();
      const orbs = versionOf(view, before);
      const merge = mergeEvents(this.file.loaded?.text, before, orbs.text);
      if (!(await this.file.edit(before, merge.edits))) continue;
      this.#merge.add(merge, orbs.text);
      this.file.rebase(orbs);
      const text = this.file.document?.getText() ?? before;
      this.#merge.textChanged(text);
      if (this.#merge.undecided > 0) return outcomes.undecided(this.#merge.undecided);
      if (tryReadJson(text) !== undefined && eventChanges(orbs.text, text).length === 0) {
        this.#outcome = { kind: 'sameChange', atMs: view.readMs };
        return undefined;
      }
      return outcomes.merged(merge.merged.map(({ path }) => path), text, orbs.text, whileAsked);
    }
    return outcomes.changedElsewhere();
  }

  async #edit(make: (text: string) => readonly TextEdit[]): Promise<void> {
    for (let tries = 0; tries < MERGE_TRIES; tries += 1) {
      const text = this.file.document?.getText();
      if (text === undefined || tryReadJson(text) === undefined) return;
      if (await this.file.edit(text, make(text))) break;
    }
    this.#changed.fire();
  }

  /** The document shows what Orb holds, without edits: what was said about its edits is over. */
  #showsOrb(): void {
    this.#merge.clear();
    this.#rejections = [];
    if (this.#outcome.kind !== 'followed') this.#outcome = IDLE;
  }

  async #asking(ask: () => Promise<boolean>): Promise<boolean> {
    this.#during(undefined);
    return ask();
  }

  #during(activity: Status | undefined): void {
    this.#activity = activity;
    this.#changed.fire();
  }
}
