/**
 * Which documents are event files: `*.orb.ndjson` and `*.orb.jsonl`, those that match `orb.ndjson.files`, those that the user
 * asked to be treated so, and other `jsonl` documents whose first line looks like an event.
 */
import * as vscode from 'vscode';
import { looksLikeEvents } from '../../ndjson/looksLikeEvents.ts';
import { globMatcher } from '../../std/glob.ts';
import type { Services } from '../services.ts';

export const JSON_LINES = 'jsonl';
const NAMED = '**/*.orb.{ndjson,jsonl}';

export class EventFiles {
  readonly #claimed = new Set<string>();

  constructor(private readonly services: Pick<Services, 'settings'>) {}

  has(document: vscode.TextDocument): boolean {
    if (!isEditable(document.uri)) return false;
    if (this.#claimed.has(document.uri.toString())) return true;
    if (this.#globs(document.uri).some((glob) => globMatcher(glob)(document.uri.fsPath)))
      return true;
    return document.languageId === JSON_LINES && looksLikeEvents(document.lineAt(0).text);
  }

  /** The user asks for it. */
  claim(document: vscode.TextDocument): void {
    this.#claimed.add(document.uri.toString());
  }

  /**
   * What providers are registered for; whether a document really is one they ask `has`. The user's patterns aren't handed to VS Code, whose
   * matcher some of them would keep busy for minutes: where there are any, the providers are asked about every document.
   */
  selector(): vscode.DocumentSelector {
    const isNamed = this.#globs(undefined).length === 1;
    return [{ language: JSON_LINES }, { pattern: isNamed ? NAMED : '**' }];
  }

  #globs(scope: vscode.Uri | undefined): readonly string[] {
    return [NAMED, ...this.services.settings.get('orb.ndjson.files', scope)];
  }
}

/** Old versions shown by source control, and the like, are no files to mend or to send. */
const isEditable = ({ scheme }: vscode.Uri) =>
  scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
