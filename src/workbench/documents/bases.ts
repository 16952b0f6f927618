/**
 * The version each document was loaded from: what its conflict check and `stat` go by. Kept in the ledger too, so that both
 * survive a reload with unsaved edits, for which the editor reads nothing again: for each window its own, since another may have
 * read a newer version meanwhile.
 *
 * A read does not move the base by itself: anyone may read the file while its document holds edits made on the older version.
 * What was read stays an offer until the document shows it unchanged.
 */
import { readEvent } from '../../core/eventJson.ts';
import type { DocumentBase } from '../../ledger/documents.ts';
import { keyOf, type EventAddress } from '../events/api.ts';
import type { Services } from '../services.ts';

/** Where the window's name is kept: with the workspace, as the editor keeps the unsaved edits. */
const WINDOW_KEY = 'orb.documents.window';

/** What a document is loaded from. */
export interface DocumentSource {
  /** The event's JSON as Orb wrote it. */
  readonly base: string;
  readonly text: string;
}

/** A document as far as the base depends on it. */
export interface OpenText {
  readonly isDirty: boolean;
  getText(): string;
}

export class Bases {
  readonly #bases = new Map<string, DocumentBase>();
  readonly #offers = new Map<string, DocumentBase>();

  constructor(
    private readonly services: Pick<Services, 'ledger'> & {
      readonly context: Pick<Services['context'], 'workspaceState'>;
    },
  ) {}

  /** Brings back what was kept before the window was reloaded: to be called before anything else is asked of the document. */
  async load(address: EventAddress): Promise<void> {
    if (this.#bases.has(keyOf(address))) return;
    const { connectionId, eventId } = address;
    const kept = await this.services.ledger.documents.of(this.#window, connectionId, eventId);
    if (kept !== undefined && !this.#bases.has(keyOf(address))) {
      this.#bases.set(keyOf(address), kept);
    }
  }

  /** The version the document was loaded from, or last saved as. */
  get(address: EventAddress): DocumentBase | undefined {
    return this.#bases.get(keyOf(address));
  }

  /** What `stat` shows: for a document with edits the version they were made on, else the newest one read. */
  shown(address: EventAddress, document: OpenText | undefined): DocumentBase | undefined {
    const offer = document?.isDirty === true ? undefined : this.#offers.get(keyOf(address));
    return offer ?? this.get(address);
  }

  /**
   * Notes what was read for the document. Its modification time moves exactly when its text or its state does.
   * @returns true when it moved
   */
  offer(
    address: EventAddress,
    read: DocumentSource,
    document: OpenText | undefined,
    nowMs: number,
  ): boolean {
    const before = this.shown(address, document);
    const moved = before === undefined || differs(before, read);
    const mtime = moved ? after(before?.mtime ?? 0, nowMs) : before.mtime;
    this.#offers.set(keyOf(address), { ...read, mtime });
    // A document that is not open may be about to come back with edits, which were made on the version known before.
    if (this.get(address) === undefined) this.#take(address, nowMs);
    else if (document !== undefined) this.adopt(address, document, nowMs);
    return moved;
  }

  /** To be called whenever the document opens or changes: takes the offer once the document shows it. */
  adopt(address: EventAddress, document: OpenText, nowMs: number): void {
    const offer = this.#offers.get(keyOf(address));
    if (offer === undefined || document.isDirty) return;
    if (withoutReturns(document.getText()) === withoutReturns(offer.text))
      this.#take(address, nowMs);
  }

  /** The document was saved as `text`, which Orb now holds. */
  saved(address: EventAddress, base: string, text: string, nowMs: number): void {
    this.#offers.delete(keyOf(address));
    const mtime = after(this.get(address)?.mtime ?? 0, nowMs);
    this.#keep(address, { base, text, mtime }, nowMs);
  }

  /** Moves the modification time though the text is the same, so that the editor looks at the document again. */
  touch(address: EventAddress, nowMs: number): DocumentSource | undefined {
    const base = this.get(address);
    if (base !== undefined) {
      this.#keep(address, { ...base, mtime: after(base.mtime, nowMs) }, nowMs);
    }
    return base;
  }

  #take(address: EventAddress, nowMs: number): void {
    const offer = this.#offers.get(keyOf(address));
    this.#offers.delete(keyOf(address));
    if (offer !== undefined) this.#keep(address, offer, nowMs);
  }

  #keep(address: EventAddress, base: DocumentBase, nowMs: number): void {
    this.#bases.set(keyOf(address), base);
    const { connectionId, eventId } = address;
    void this.services.ledger.documents.keep(this.#window, connectionId, eventId, base, nowMs);
  }

  /** Names this window, also after a reload. */
  get #window(): string {
    const { workspaceState } = this.services.context;
    const known = workspaceState.get<string>(WINDOW_KEY);
    if (known !== undefined) return known;
    const name = crypto.randomUUID();
    void workspaceState.update(WINDOW_KEY, name);
    return name;
  }
}

/** A deprecated event is read-only, which the editor sees with a new modification time only. */
const differs = (a: DocumentSource, b: DocumentSource) =>
  a.text !== b.text || readEvent(a.base).deprecated !== readEvent(b.base).deprecated;
/** Later than before, by the clock where that allows it. */
const after = (mtime: number, nowMs: number) => Math.max(mtime + 1, nowMs);
/** The editor keeps a document's line ends in its own way. */
const withoutReturns = (text: string) => text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
