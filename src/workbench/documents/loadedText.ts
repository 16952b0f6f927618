/** The version that a document's text comes from, and a newer one until the editor has read it. */
import type * as vscode from 'vscode';
import { isSameText, type Version } from './version.ts';

/** How long what was just read is valid for the `readFile` that it was read for. */
const FRESH_MS = 5_000;

interface Offer {
  readonly version: Version;
  readonly mtime: number;
}

export class LoadedText {
  #loaded: Version | undefined;
  #offer: Offer | undefined;
  /** 0 is older than anything, so the editor never considers a restored document outdated. */
  #mtime = 0;
  #freshUntilMs = 0;

  /** The version that the document's text comes from; undefined if it isn't known. */
  get loaded(): Version | undefined {
    return this.#loaded;
  }

  /**
   * @param isDirty whether there are edits; then their own version counts, whatever was read since
   */
  stat(isDirty: boolean): { readonly version: Version | undefined; readonly mtime: number } {
    if (isDirty || this.#offer === undefined) return { version: this.#loaded, mtime: this.#mtime };
    return this.#offer;
  }

  /**
   * What the next `readFile` may return without asking Orb again. Only once, since a later read
   * wants what Orb holds by then.
   */
  takeFresh(nowMs: number): Version | undefined {
    const isFresh = nowMs < this.#freshUntilMs;
    this.#freshUntilMs = 0;
    return isFresh ? (this.#offer?.version ?? this.#loaded) : undefined;
  }

  /** Offers another version to the editor. It applies once the document shows it. */
  offer(version: Version, nowMs: number): void {
    const known = Math.max(this.#mtime, this.#offer?.mtime ?? 0);
    this.#offer = { version, mtime: Math.max(known + 1, nowMs) };
    this.#freshUntilMs = nowMs + FRESH_MS;
  }

  /** What was offered, until the editor shows it. */
  get offered(): Version | undefined {
    return this.#offer?.version;
  }

  /** The document has edits, so the editor doesn't read what was offered. */
  withdraw(): void {
    this.#offer = undefined;
  }

  /** @returns the offered version if the document shows it now, which makes it the loaded one */
  adopt(document: Pick<vscode.TextDocument, 'getText' | 'isDirty'>): Version | undefined {
    const offer = this.#offer;
    if (offer === undefined || document.isDirty) return undefined;
    if (!isSameText(document.getText(), offer.version.text)) return undefined;
    this.#offer = undefined;
    this.#loaded = offer.version;
    this.#mtime = offer.mtime;
    return offer.version;
  }

  /**
   * From now on the document's text is based on this version; what Orb showed before needn't be
   * read.
   */
  rebase(version: Version): void {
    if (this.#offer !== undefined && this.#offer.version.readMs < version.readMs) this.withdraw();
    this.#loaded = version;
  }

  /** Call this when the editor has written the document and checks its file again. */
  written(nowMs: number): void {
    this.#mtime = Math.max(this.#mtime + 1, nowMs);
  }

  /** Restores a document after a reload, with the modification time it had. */
  restore(version: Version, mtime: number): void {
    this.#loaded = version;
    this.#mtime = mtime;
  }
}
