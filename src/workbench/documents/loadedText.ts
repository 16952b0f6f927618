/** The version that a document's text comes from, and a newer one that waits until the editor has read it. */
import type * as vscode from 'vscode';
import { isSameText, type Version } from './version.ts';

/** How long what was just read serves the `readFile` that it was read for. */
const FRESH_MS = 5_000;

interface Offer {
  readonly version: Version;
  readonly mtime: number;
}

export class LoadedText {
  #loaded: Version | undefined;
  #offer: Offer | undefined;
  /** 0: older than anything, so that the editor never takes a restored document for outdated. */
  #mtime = 0;
  #freshUntilMs = 0;

  /** The version that the document's text comes from; undefined when that isn't known. */
  get loaded(): Version | undefined {
    return this.#loaded;
  }

  /** @param isDirty with edits: their own version counts, whatever was read since */
  stat(isDirty: boolean): { readonly version: Version | undefined; readonly mtime: number } {
    if (isDirty || this.#offer === undefined) return { version: this.#loaded, mtime: this.#mtime };
    return this.#offer;
  }

  /** What the next `readFile` may answer without asking Orb again: once, since whoever reads later wants to know what Orb holds then. */
  takeFresh(nowMs: number): Version | undefined {
    const isFresh = nowMs < this.#freshUntilMs;
    this.#freshUntilMs = 0;
    return isFresh ? (this.#offer?.version ?? this.#loaded) : undefined;
  }

  /** Another version is there for the editor to read. It counts once the document shows it. */
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

  /** @returns the offered version when the document shows it now, which makes it the loaded one */
  adopt(document: Pick<vscode.TextDocument, 'getText' | 'isDirty'>): Version | undefined {
    const offer = this.#offer;
    if (offer === undefined || document.isDirty) return undefined;
    if (!isSameText(document.getText(), offer.version.text)) return undefined;
    this.#offer = undefined;
    this.#loaded = offer.version;
    this.#mtime = offer.mtime;
    return offer.version;
  }

  /** The document's text is based on this version from now on; what Orb showed before that needn't be read. */
  rebase(version: Version): void {
    if (this.#offer !== undefined && this.#offer.version.readMs < version.readMs) this.withdraw();
    this.#loaded = version;
  }

  /** The editor wrote the document, and looks at its file again now. */
  written(nowMs: number): void {
    this.#mtime = Math.max(this.#mtime + 1, nowMs);
  }

  /** A document that came back after a reload, with the modification time it had. */
  restore(version: Version, mtime: number): void {
    this.#loaded = version;
    this.#mtime = mtime;
  }
}
