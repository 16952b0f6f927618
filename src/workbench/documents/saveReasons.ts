/**
 * Why a document is being saved. The provider is not told, so the last announced reason is remembered. A save without any announcement
 * ("Save without Formatting", another extension) is someone's own act and counts as explicit.
 */
import * as vscode from 'vscode';

/** A save that was announced but never came (cancelled, refused by the editor) must not colour a later one. */
const VALID_MS = 30_000;

export class SaveReasons {
  readonly #announced = new Map<string, { reason: vscode.TextDocumentSaveReason; atMs: number }>();

  announce(uri: vscode.Uri, reason: vscode.TextDocumentSaveReason, nowMs: number): void {
    this.#announced.set(uri.toString(), { reason, atMs: nowMs });
  }

  /** True when the save that comes now was made by auto-save. Forgets the announcement. */
  takeAutomatic(uri: vscode.Uri, nowMs: number): boolean {
    const announced = this.#announced.get(uri.toString());
    this.#announced.delete(uri.toString());
    return (
      announced !== undefined &&
      nowMs - announced.atMs < VALID_MS &&
      announced.reason !== vscode.TextDocumentSaveReason.Manual
    );
  }
}
