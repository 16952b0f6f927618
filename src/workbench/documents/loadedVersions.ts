/**
 * Remembers across reloads which version a text comes from. It's found by the text itself, so that
 * a document restored with its edits is never treated as based on what another window has read
 * since.
 */
import { createHash, randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { EventAddress } from '../eventStore.ts';
import type { Services } from '../services.ts';
import type { Version } from './version.ts';

/**
 * A text is recorded at once, since an extension host can end at any moment; a large one only in a
 * pause of typing.
 */
const LARGE = 50_000;
const PAUSE_MS = 250;

export class LoadedVersions {
  /** Unique for this extension host, so that the rows of others are never overwritten. */
  readonly #session = randomUUID();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(private readonly services: Pick<Services, 'ledger'>) {}

  /**
   * @returns the version that exactly this text comes from; undefined if none or more than one is
   * known
   */
  async find(
    { connectionId, eventId }: EventAddress,
    text: string,
  ): Promise<{ readonly version: Version; readonly mtime: number } | undefined> {
    const found = await this.services.ledger.documents.find(connectionId, eventId, hashOf(text));
    const [first] = found;
    if (first === undefined || found.some(({ base }) => base !== first.base)) return undefined;
    const { base, text: loaded, mtime, readMs } = first;
    return { version: { raw: base, text: loaded, readMs }, mtime };
  }

  /**
   * Records that the document's text comes from `version`; for a large text, in a pause of typing.
   */
  remember(
    { connectionId, eventId }: EventAddress,
    document: vscode.TextDocument,
    { raw, text, readMs }: Version,
    mtime: number,
  ): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(
      () => {
        this.#timers.delete(key);
        if (document.isClosed) return;
        void this.services.ledger.documents.keep({
          session: this.#session,
          connectionId,
          eventId,
          textHash: hashOf(document.getText()),
          base: raw,
          text,
          mtime,
          readMs,
          atMs: Date.now(),
        });
      },
      document.getText().length > LARGE ? PAUSE_MS : 0,
    );
    this.#timers.set(key, timer);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}

/** The editor chooses the line ends, so they don't count. */
const hashOf = (text: string) =>
  createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('base64url');
