/** Saves of event documents, each by an explicit act; tells every outcome by status, notice and error. */
import * as vscode from 'vscode';
import { withoutLinks } from '../../std/plain.ts';
import { keyOf, type EventAddress } from '../events/api.ts';
import type { Services } from '../services.ts';
import type { Bases } from './bases.ts';
import { offerStep } from './notices.ts';
import type { Refusals } from './refusals.ts';
import type { SaveParts } from './save.ts';
import type { SaveFailure } from './saveFailure.ts';
import type { SaveReasons } from './saveReasons.ts';
import { openDocument } from './uris.ts';

interface Needs {
  readonly services: Services;
  readonly bases: Bases;
  readonly reasons: SaveReasons;
  readonly refusals: Refusals;
}

export class Writer {
  readonly #overConflict = new Set<string>();
  readonly #parts: SaveParts;

  constructor(private readonly needs: Needs) {
    this.#parts = {
      ...needs,
      lost: new Map(),
      refused: (uri, error) => needs.refusals.show(uri, error),
      compare: (address) => void vscode.commands.executeCommand('orb.event.compare', address),
    };
  }

  /**
   * Amends the event. Waits for an earlier write of the same event, then compares anew.
   * @throws FileSystemError for everything but success, so that the document keeps its edits
   */
  async write(uri: vscode.Uri, address: EventAddress, content: Uint8Array): Promise<void> {
    const automatic = this.needs.reasons.takeAutomatic(uri, Date.now());
    if (automatic) {
      throw vscode.FileSystemError.Unavailable(
        vscode.l10n.t('Auto save does not amend events. Save explicitly.'),
      );
    }
    await this.needs.services.writeQueue.run(address, () => this.#write(uri, address, content));
  }

  /** The next save of this event goes over a conflict without asking about it again. */
  overConflict(address: EventAddress): void {
    this.#overConflict.add(keyOf(address));
  }

  async #write(uri: vscode.Uri, address: EventAddress, content: Uint8Array): Promise<void> {
    const key = keyOf(address);
    const { statuses } = this.needs.services;
    const signal = statuses.begin(address);
    const overConflict = this.#overConflict.delete(key);
    this.needs.refusals.clear(uri);
    const { NotSaved, save } = await import('./save.ts');
    try {
      const text = decode(content);
      // What a person saves is what an open document shows.
      const foreign = openDocument(uri)?.getText() !== text;
      await save(this.#parts, { address, uri, text, foreign, overConflict, signal });
    } catch (error) {
      if (error instanceof NotSaved) throw this.#tell(uri, address, error.failure);
      this.needs.services.statuses.set(address, { kind: 'idle' });
      this.needs.services.log.error('A save failed.', error);
      throw vscode.FileSystemError.Unavailable(
        withoutLinks(error instanceof Error ? error.message : String(error)),
      );
    } finally {
      statuses.end(address);
    }
  }

  #tell(uri: vscode.Uri, address: EventAddress, failure: SaveFailure): Error {
    const { services } = this.needs;
    services.statuses.set(address, failure.status);
    services.log.warn(`${uri.toString()} was not amended: ${failure.message}`);
    const step = failure.nextStep;
    if (step === 'retry') {
      const retry = { title: vscode.l10n.t('Retry'), run: () => openDocument(uri)?.save() };
      offerStep(services, failure.message, retry);
    } else if (step !== undefined) offerStep(services, failure.message, step);
    return vscode.FileSystemError.Unavailable(withoutLinks(failure.message));
  }
}

/** @throws when the bytes are not UTF-8 */
function decode(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new Error(
      vscode.l10n.t('The text is not UTF-8. Set "files.encoding" to utf8 for events.'),
    );
  }
}
