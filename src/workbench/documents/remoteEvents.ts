/**
 * What Orb holds now, read-only, as the left side of comparisons (scheme `orb-remote`); with a query like `write=12&before` a text
 * from the ledger, for the steps of an event's history.
 */
import * as vscode from 'vscode';
import { eventText } from '../../core/eventText.ts';
import { toUserError } from '../failures.ts';
import type { EventAddress, EventView } from '../events/api.ts';
import type { Services } from '../services.ts';
import { offerStep } from './notices.ts';
import { readView } from './reading.ts';
import { addressOf, eventUri, openDocument } from './uris.ts';

interface Shown {
  readonly text: string;
  readonly mtime: number;
}

/** What a command has just read serves the comparison that it opens. */
const FRESH_MS = 5_000;
const STEP = /^write=(\d+)&(before|after)$/;

export class RemoteEvents implements vscode.FileSystemProvider {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #shown = new Map<string, Shown>();
  readonly #fresh = new Map<string, number>();

  constructor(private readonly services: Services) {}

  /** Takes what was just read, for the comparison that is opened next. */
  prepare(uri: vscode.Uri, view: EventView): void {
    this.#show(uri, view);
    this.#fresh.set(uri.toString(), Date.now());
  }

  /** Comparisons that are open follow what the store knows. */
  follow(uris: readonly vscode.Uri[]): void {
    for (const uri of uris) {
      const address = addressOf(uri);
      const view = address && this.services.events.get(address);
      if (view === undefined || openDocument(uri) === undefined || !this.#show(uri, view)) continue;
      this.#fresh.set(uri.toString(), Date.now());
      this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    }
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { text, mtime } = this.#shown.get(uri.toString()) ?? (await this.#read(uri));
    const permissions = vscode.FilePermission.Readonly;
    const size = Buffer.byteLength(text);
    return { type: vscode.FileType.File, ctime: 0, mtime, size, permissions };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const key = uri.toString();
    const isFresh = Date.now() - (this.#fresh.get(key) ?? 0) < FRESH_MS;
    const shown = (isFresh ? this.#shown.get(key) : undefined) ?? (await this.#read(uri));
    return Buffer.from(shown.text);
  }

  async #read(uri: vscode.Uri): Promise<Shown> {
    const address = addressOf(uri);
    if (address === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    const step = STEP.exec(uri.query);
    if (step !== null) return this.#past(address, Number(step[1]), step[2] === 'before');
    try {
      this.prepare(uri, await readView(this.services, address));
    } catch (error) {
      if (error instanceof vscode.CancellationError) throw error;
      const { message, nextStep } = toUserError(error);
      offerStep(this.services, message, nextStep);
      throw vscode.FileSystemError.Unavailable(message);
    }
    return this.#shown.get(uri.toString()) ?? { text: '', mtime: 0 };
  }

  /** @returns true when the text moved */
  #show(uri: vscode.Uri, view: EventView): boolean {
    // The customer named as the document names it: otherwise every comparison would show a change.
    const text = textLike(view.raw, openDocument(eventUri(view))?.getText());
    const before = this.#shown.get(uri.toString());
    if (before?.text === text) return false;
    const mtime = Math.max(Date.now(), (before?.mtime ?? 0) + 1);
    this.#shown.set(uri.toString(), { text, mtime });
    return true;
  }

  async #past(
    { connectionId, eventId }: EventAddress,
    id: number,
    before: boolean,
  ): Promise<Shown> {
    const writes = await this.services.ledger.writes.of(connectionId, eventId);
    const write = writes.find((one) => one.id === id);
    const text = before ? write?.before : (write?.after ?? write?.before);
    return { text: text ?? '', mtime: write?.atMs ?? 0 };
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory(): void {
    throw readOnly();
  }
  writeFile(): void {
    throw readOnly();
  }
  delete(): void {
    throw readOnly();
  }
  rename(): void {
    throw readOnly();
  }
}

const readOnly = () =>
  vscode.FileSystemError.NoPermissions(
    vscode.l10n.t('What Orb holds is shown here for comparison only. Edit the event itself.'),
  );

function textLike(raw: string, edited: string | undefined): string {
  try {
    return eventText(raw, edited);
  } catch {
    return eventText(raw);
  }
}
