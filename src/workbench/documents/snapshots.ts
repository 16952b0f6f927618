/**
 * Read-only texts of events for comparisons (scheme `orb-remote`). Without a query: what Orb holds
 * now. `snapshot=3&side=orb` or `side=yours`: a side of a comparison at the time it was opened.
 * `step=write-12&side=before` or `side=after`: a step of an event's history. None of them is the
 * event's document, so closing a comparison never asks about unsaved changes or saves any.
 */
import * as vscode from 'vscode';
import { REMOTE_SCHEME } from '../../contributions.ts';
import type { EventAddress } from '../eventStore.ts';
import { toUserError } from '../toUserError.ts';
import { report } from '../notices.ts';
import type { Services } from '../services.ts';
import { stepsOf } from './history.ts';
import type { Files } from './lazyFileSystem.ts';
import { readView } from './reading.ts';
import { addressOf, eventUri, openDocument } from '../eventUris.ts';
import { versionOf } from './version.ts';

type SnapshotSide = 'orb' | 'yours';

/** A closed comparison isn't shown again. */
const MAX_KEPT = 50;

export class Snapshots implements Files {
  readonly fixed = vscode.l10n.t('This text is for comparison only. Edit the event itself.');
  /** Texts by URI, oldest first. */
  readonly #texts = new Map<string, string>();
  #count = 0;

  constructor(private readonly services: Services) {}

  /** Two texts of an event to compare. */
  take(
    address: EventAddress,
    texts: Readonly<Record<SnapshotSide, string>>,
  ): Readonly<Record<SnapshotSide, vscode.Uri>> {
    const name = `snapshot=${++this.#count}`;
    const keep = (side: SnapshotSide) => {
      const uri = eventUri(address, REMOTE_SCHEME).with({ query: `${name}&side=${side}` });
      this.#texts.set(uri.toString(), texts[side]);
      return uri;
    };
    const uris = { orb: keep('orb'), yours: keep('yours') };
    for (const key of [...this.#texts.keys()].slice(0, -MAX_KEPT)) this.#texts.delete(key);
    return uris;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const size = Buffer.byteLength(await this.#text(uri));
    const permissions = vscode.FilePermission.Readonly;
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size, permissions };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return Buffer.from(await this.#text(uri));
  }

  async #text(uri: vscode.Uri): Promise<string> {
    const kept = this.#texts.get(uri.toString());
    if (kept !== undefined) return kept;
    const address = addressOf(uri);
    if (address === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    const text = await this.#made(uri, address);
    this.#texts.set(uri.toString(), text);
    return text;
  }

  /** After a reload, a comparison shows what is there by then. */
  async #made(uri: vscode.Uri, address: EventAddress): Promise<string> {
    const query = new URLSearchParams(uri.query);
    const step = query.get('step');
    if (step !== null) return this.#step(address, step, query.get('side') === 'before');
    const own = openDocument(eventUri(address))?.getText();
    if (query.get('side') === 'yours' && own !== undefined) return own;
    try {
      return versionOf(await readView(this.services, address), own).text;
    } catch (error) {
      if (error instanceof vscode.CancellationError) throw error;
      report(this.services, error);
      throw vscode.FileSystemError.Unavailable(toUserError(error).message);
    }
  }

  async #step({ connectionId, eventId }: EventAddress, id: string, before: boolean) {
    const histories = await this.services.ledger.histories(connectionId, [eventId]);
    const history = histories.get(eventId);
    const step = history && stepsOf(history).find(({ entry }) => entry.id === id);
    return step?.texts?.[before ? 'before' : 'after'] ?? '';
  }

  writeFile(): Promise<never> {
    return Promise.reject(vscode.FileSystemError.NoPermissions(this.fixed));
  }
}
