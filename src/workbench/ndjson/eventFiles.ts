/**
 * Which documents are event files: `*.orb.ndjson` and `*.orb.jsonl`, those that match `orb.ndjson.files`, those that the user used as one,
 * and other `jsonl` documents whose first line looks like an event.
 */
import * as vscode from 'vscode';
import { JSON_LINES } from '../../contributions.ts';
import { looksLikeEvents } from '../../ndjson/looksLikeEvents.ts';
import { BoundedMap } from '../../std/boundedMap.ts';
import { globMatcher } from '../../std/glob.ts';
import type { Services } from '../services.ts';

const NAMED = '**/*.orb.{ndjson,jsonl}';
/** The same for paths. A regular expression, since it runs for every document that opens or changes. */
const NAMED_PATH = /\.orb\.(?:ndjson|jsonl)$/;

export class EventFiles {
  readonly #claimed = new Set<string>();
  /** By pattern. */
  readonly #matchers = new BoundedMap<(path: string) => boolean>(100);

  constructor(private readonly services: Pick<Services, 'settings'>) {}

  has(document: vscode.TextDocument): boolean {
    if (!isEditable(document.uri)) return false;
    if (this.#claimed.has(document.uri.toString())) return true;
    const path = document.uri.fsPath;
    if (NAMED_PATH.test(path)) return true;
    if (this.#globs(document.uri).some((glob) => this.#matcher(glob)(path))) return true;
    return document.languageId === JSON_LINES && looksLikeEvents(document.lineAt(0).text);
  }

  /** Makes a document an event file, because the user uses it as one. */
  claim(document: vscode.TextDocument): void {
    this.#claimed.add(document.uri.toString());
  }

  /**
   * The selector for language features, which still call `has` for each document. The user's patterns aren't passed to VS Code, since its
   * matcher takes minutes for some; when there are any, the selector matches every document.
   */
  selector(): vscode.DocumentSelector {
    const isNamed = this.#globs(undefined).length === 0;
    return [{ language: JSON_LINES }, { pattern: isNamed ? NAMED : '**' }];
  }

  #globs(scope: vscode.Uri | undefined): readonly string[] {
    return this.services.settings.get('orb.ndjson.files', scope);
  }

  #matcher(glob: string): (path: string) => boolean {
    const known = this.#matchers.get(glob);
    if (known !== undefined) return known;
    const matcher = globMatcher(glob);
    this.#matchers.set(glob, matcher);
    return matcher;
  }
}

/** Read-only documents, such as old versions from source control, can't be edited or sent. */
const isEditable = ({ scheme }: vscode.Uri) =>
  scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
