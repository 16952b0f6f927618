/**
 * Completion and hover for events wherever they are edited: in event documents, lines, and event
 * files.
 */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { eventCompletions, type EventCompletion } from '../../ndjson/completion.ts';
import { eventHover } from '../../ndjson/hover.ts';
import type { CatalogWords } from '../../core/catalog/catalogWords.ts';
import type { Vocabulary } from '../../ndjson/vocabulary.ts';

/** Both start something with known completions. */
export const TRIGGERS = ['"', ':'] as const;

/** One event in a document. */
export interface HintSource {
  readonly text: string;
  /** Its offset in the document. */
  readonly start: number;
  readonly use: 'ingest' | 'amend';
  /** By the clock of its account. */
  readonly nowMs: number;
  /** What is known from other events, from the nearest source to the farthest. */
  vocabularies(): Promise<readonly (Vocabulary | CatalogWords)[]>;
}

export class EventHints implements vscode.HoverProvider, vscode.CompletionItemProvider {
  /** @param sourceOf returns undefined if there's no event */
  constructor(
    private readonly sourceOf: (
      document: vscode.TextDocument,
      position: vscode.Position,
    ) => HintSource | undefined,
  ) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const source = this.sourceOf(document, position);
    if (source === undefined) return undefined;
    const { text, start, nowMs } = source;
    const hover = eventHover(text, document.offsetAt(position) - start, { nowMs, local });
    if (hover === undefined) return undefined;
    const told = new vscode.MarkdownString(hover.paragraphs.join('\n\n'));
    return new vscode.Hover(told, rangeOf(document, start, hover.span));
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionList> {
    const { version } = document;
    const source = this.sourceOf(document, position);
    const vocabularies = (await source?.vocabularies()) ?? [];
    const isStale = token.isCancellationRequested || document.version !== version;
    if (source === undefined || isStale) return new vscode.CompletionList();
    const { text, start, use, nowMs } = source;
    const needs = { use, vocabularies, nowMs, newKey: randomUUID };
    const found = eventCompletions(text, document.offsetAt(position) - start, needs);
    const items = found.map((each, index) =>
      toItem(each, rangeOf(document, start, each.span), index),
    );
    // If nothing is typed yet, the next key decides what fits; for a digit, nothing does.
    const [first] = found;
    const isOpen = first !== undefined && first.span.start === first.span.end;
    return new vscode.CompletionList(items, isOpen);
  }
}

const local = (ms: number) =>
  new Date(ms).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'medium' });

const rangeOf = (
  document: vscode.TextDocument,
  offset: number,
  { start, end }: EventCompletion['span'],
) => new vscode.Range(document.positionAt(offset + start), document.positionAt(offset + end));

function toItem(
  { kind, label, insert, documentation, hasValues }: EventCompletion,
  range: vscode.Range,
  index: number,
): vscode.CompletionItem {
  const { Property, Value } = vscode.CompletionItemKind;
  const item = new vscode.CompletionItem(label, kind === 'field' ? Property : Value);
  item.insertText = insert;
  item.range = range;
  // The typed text starts with the quote that is replaced.
  item.filterText = insert;
  item.sortText = String(index).padStart(4, '0');
  if (documentation !== undefined) item.documentation = new vscode.MarkdownString(documentation);
  if (hasValues) item.command = { title: '', command: 'editor.action.triggerSuggest' };
  return item;
}
