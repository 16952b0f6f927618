/**
 * Which documents are event files: `*.orb.ndjson` and `*.orb.jsonl`, those that match `orb.ndjson.files`, those that the user
 * asked to be treated so, and other `jsonl` documents whose first line looks like an event.
 */
import * as vscode from 'vscode';
import { looksLikeEvents } from '../../ndjson/looksLikeEvents.ts';
import type { Services } from '../services.ts';

export const JSON_LINES = 'jsonl';
const NAMED = '**/*.orb.{ndjson,jsonl}';

export class EventFiles {
  readonly #claimed = new Set<string>();

  constructor(private readonly services: Pick<Services, 'settings'>) {}

  has(document: vscode.TextDocument): boolean {
    if (!isEditable(document.uri)) return false;
    if (this.#claimed.has(document.uri.toString())) return true;
    if (vscode.languages.match(this.#patterns(document.uri), document) > 0) return true;
    return document.languageId === JSON_LINES && looksLikeEvents(document.lineAt(0).text);
  }

  /** The user asks for it. */
  claim(document: vscode.TextDocument): void {
    this.#claimed.add(document.uri.toString());
  }

  /** What providers are registered for; whether a document really is one they ask `has`. */
  selector(): vscode.DocumentSelector {
    return [{ language: JSON_LINES }, ...this.#patterns(undefined)];
  }

  #patterns(scope: vscode.Uri | undefined): vscode.DocumentFilter[] {
    const globs = this.services.settings.get('orb.ndjson.files', scope);
    return [NAMED, ...globs].map((pattern) => ({ pattern }));
  }
}

/** Old versions shown by source control, and the like, are no files to mend or to send. */
const isEditable = ({ scheme }: vscode.Uri) =>
  scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
