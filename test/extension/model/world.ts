/**
 * An event under test: its document, what Orb holds, and what the user typed. `check` has what must
 * be true after every step, in whatever order:
 * - an amendment sends a text that the document showed, over the version that the document said Orb
 *   holds
 * - a document without edits shows the version that it says Orb holds
 * - what was typed is in the document until the user takes it out or Orb has it
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { eventChanges, sameEvent } from '../../../src/core/eventChanges.ts';
import { eventText } from '../../../src/core/eventText.ts';
import { tryReadJson } from '../../../src/core/jsonTree.ts';
import { fieldOf } from '../../../src/core/merge.ts';
import type { EventDocument } from '../../../src/workbench/documents/eventDocument.ts';
import { dirtyTabs } from '../../../src/workbench/documents/eventTabs.ts';
import { eventually } from '../../helpers/eventually.ts';
import { cleanUp, inOrb, newEvent, openEvent, openText, type Body } from '../eventDocuments.ts';
import { answer, callsSince, lastRequest, sandbox } from '../helpers.ts';

/** The user's answer to the question before an amendment, and what happens before it. */
export interface Reply {
  readonly yes: boolean;
  readonly before?: () => Promise<void>;
}

export class World {
  document!: vscode.TextDocument;
  /** Property → the value that was typed last, as JSON, until it is taken out or sent. */
  readonly typed = new Map<string, string>();
  /** What happened, to explain a failure. */
  readonly story: string[] = [];
  readonly #texts = new Set<string>();
  readonly #said: string[] = [];
  /** What the document said Orb holds when an amendment was sent, by the text that was sent. */
  readonly #heldWhenSent: { readonly text: string; readonly held: string | undefined }[] = [];
  #body!: Body;
  #since = 0;
  #id = '';
  #reply: Reply = { yes: false };
  #listening: vscode.Disposable | { dispose(): void } = { dispose: () => undefined };
  #number = 0;
  isDeprecated = false;

  async open(): Promise<void> {
    await cleanUp();
    // With a customer of its own, since the number of changed events per customer is limited.
    const customer = `customer-${randomUUID()}`;
    await sandbox.control('/customers', { id: customer, externalCustomerId: customer });
    const properties = { tokens: 1, region: 1, tier: 1 };
    const { id, body } = await newEvent(properties, `test-${randomUUID()}`, customer);
    this.#id = id;
    this.#body = body;
    this.#since = await lastRequest();
    await answer({
      confirm: async ({ message, detail }) => {
        this.#said.push(`${message}\n${detail ?? ''}`);
        await this.#reply.before?.();
        return this.#reply.yes;
      },
    });
    await this.reopen();
  }

  /** A value that hasn't been typed before. */
  next(): string {
    this.#number += 1;
    return String(1_000 + this.#number);
  }

  get event(): Promise<EventDocument> {
    return openEvent(this.document);
  }

  get text(): string {
    return this.document.getText();
  }

  get calls() {
    return { id: this.#id, path: `/v1/events/${this.#id}` };
  }

  tell(step: string): void {
    this.story.push(step);
  }

  replies(reply: Reply): void {
    this.#reply = reply;
  }

  async reopen(): Promise<void> {
    this.document = await openText(this.#id);
    const event = await this.event;
    this.#listening.dispose();
    const note = () => this.#texts.add(this.document.getText());
    note();
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.document) note();
      }),
      event.onDidChange(() => {
        if (event.status.kind !== 'sending') return;
        this.#heldWhenSent.push({ text: this.text, held: event.file.loaded?.text });
      }),
    );
  }

  /** Someone else amends the event. */
  async amendElsewhere(property: string, json: string): Promise<void> {
    if (this.isDeprecated) return;
    // What the document shows as Orb's may be changed by someone else.
    if (this.#loadedValueOf(await this.event, property) === this.typed.get(property)) {
      this.typed.delete(property);
    }
    const held = await inOrb(this.#id);
    const properties = { ...(held?.['properties'] as object), [property]: Number(json) };
    await sandbox.api('PUT', `/events/${this.#id}`, { ...this.#body, properties });
  }

  async deprecateElsewhere(): Promise<void> {
    await sandbox.api('PUT', `/events/${this.#id}/deprecate`);
    this.isDeprecated = true;
  }

  /** The value of a property in the document, as JSON; undefined while the document isn't JSON. */
  valueOf(property: string): string | null | undefined {
    return valueIn(this.text, property);
  }

  /** Types a value into the document. */
  async type(property: string, json: string): Promise<void> {
    // No one can type there.
    if ((await this.event).isReadOnly) return;
    const { text } = this;
    const found = new RegExp(`("${property}": )[^,\\n]+`).exec(text);
    if (found === null) return;
    const start = found.index + (found[1]?.length ?? 0);
    const edit = new vscode.WorkspaceEdit();
    const range = new vscode.Range(
      this.document.positionAt(start),
      this.document.positionAt(found.index + found[0].length),
    );
    edit.replace(this.document.uri, range, json);
    const { version } = this.document;
    if (!(await vscode.workspace.applyEdit(edit))) {
      // The editor had just read another version, so the value is typed into that.
      await eventually('the text moved on', () => this.document.version !== version);
      return this.type(property, json);
    }
    this.typed.set(property, json);
  }

  async check(): Promise<void> {
    const event = await this.event;
    await this.#settled(event);
    try {
      await this.#checkSent();
      this.#checkClean(event);
      this.#checkTyped(event);
    } catch (error) {
      throw new Error(`After: ${this.story.join('; ')}\n${String(error)}\n${this.text}`, {
        cause: error,
      });
    }
  }

  async close(): Promise<void> {
    this.#listening.dispose();
    await cleanUp();
  }

  /** The editor learns of a change a moment after it was made. */
  async #settled(event: EventDocument): Promise<void> {
    await eventually('the document has settled', () => {
      const { kind } = event.status;
      return kind !== 'comparing' && kind !== 'sending';
    });
    await eventually(`clean and the same, or marked (${this.story.join('; ')})`, () => {
      const { loaded } = event.file;
      if (loaded === undefined || this.#isMarked) return true;
      return !event.file.isDirty && sameEvent(this.text, loaded.text);
    });
  }

  /** The editor shows that there are edits. */
  get #isMarked(): boolean {
    return this.document.isDirty || dirtyTabs(this.document.uri) === true;
  }

  async #checkSent(): Promise<void> {
    const calls = (await callsSince(this.#since)).filter(
      ({ method, path }) => method === 'PUT' && path === this.calls.path,
    );
    // Someone else's are printed on one line.
    const own = calls.filter(({ requestBody }) => requestBody.includes('\n'));
    for (const { requestBody } of own) {
      assert.ok(this.#texts.has(requestBody), `sent, and never shown: ${requestBody}`);
    }
    let held: string | undefined;
    for (const call of calls) {
      const isOwn = own.includes(call);
      if (isOwn && call.status === 200 && held !== undefined) {
        const before = held;
        const seen = this.#heldWhenSent.some(
          ({ held: shown }) => shown !== undefined && sameEvent(shown, before),
        );
        const changes = eventChanges(before, call.requestBody);
        assert.ok(
          seen || changes.length === 0,
          `overwrote ${JSON.stringify(changes)}, which the document never showed as Orb's`,
        );
      }
      if (call.status === 200) held = eventText(call.requestBody, call.requestBody);
    }
  }

  #checkClean(event: EventDocument): void {
    const { loaded, isDirty } = event.file;
    if (isDirty) return;
    assert.ok(loaded !== undefined && sameEvent(this.text, loaded.text), 'clean, and different');
  }

  #checkTyped(event: EventDocument): void {
    for (const [property, json] of this.typed) {
      assert.equal(this.valueOf(property), json, `${property} was typed as ${json}`);
      const isHeld = this.#loadedValueOf(event, property) === json;
      if (isHeld && !event.file.isDirty) this.typed.delete(property);
    }
  }

  /** The value of a property that the document says Orb holds, as JSON. */
  #loadedValueOf(event: EventDocument, property: string): string | null | undefined {
    return valueIn(event.file.loaded?.text ?? '', property);
  }
}

function valueIn(text: string, property: string): string | null | undefined {
  const root = tryReadJson(text);
  return root && fieldOf(root, text, ['properties', property]);
}
