/** Hover and completion in event files. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { RuleContext } from '../../core/rules/context.ts';
import { lineCompletions, type Vocabulary } from '../../ndjson/completion.ts';
import { lineHover } from '../../ndjson/hover.ts';
import { vocabularyOf } from '../../ndjson/vocabulary.ts';
import type { Services } from '../services.ts';
import type { FileChecker } from './checker.ts';
import type { CheckerOf } from './checkers.ts';

export class FileHints implements vscode.HoverProvider, vscode.CompletionItemProvider {
  constructor(
    private readonly services: Pick<Services, 'connections' | 'ledger'>,
    private readonly checkerOf: CheckerOf,
    private readonly context: () => RuleContext,
  ) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    if (this.checkerOf(document) === undefined) return undefined;
    const local = (ms: number) =>
      new Date(ms).toLocaleString(vscode.env.language, {
        dateStyle: 'medium',
        timeStyle: 'medium',
      });
    const needs = { nowMs: this.context().nowMs, local };
    const hover = lineHover(document.lineAt(position).text, position.character, needs);
    if (hover === undefined) return undefined;
    const { start, end } = hover.span;
    const text = new vscode.MarkdownString(hover.paragraphs.join('\n\n'));
    return new vscode.Hover(text, new vscode.Range(position.line, start, position.line, end));
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    { line, character }: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const checker = this.checkerOf(document);
    if (checker === undefined) return [];
    const needs = {
      vocabulary: await this.#vocabulary(checker, line),
      nowMs: this.context().nowMs,
      newKey: randomUUID,
    };
    const all = lineCompletions(document.lineAt(line).text, character, needs);
    return all.map(({ kind, label, insert, span, documentation }, index) => {
      const { Property, Value } = vscode.CompletionItemKind;
      const item = new vscode.CompletionItem(label, kind === 'field' ? Property : Value);
      item.insertText = insert;
      item.range = new vscode.Range(line, span.start, line, span.end);
      // What was typed begins with the quote that is replaced.
      item.filterText = insert;
      item.sortText = String(index).padStart(4, '0');
      if (documentation !== undefined) {
        item.documentation = new vscode.MarkdownString(documentation);
      }
      return item;
    });
  }

  /** The file's own names first, then those that the ledger saw. */
  async #vocabulary(checker: FileChecker, line: number): Promise<Vocabulary> {
    const own = vocabularyOf(line, (at) => checker.lines.textOf(at));
    const { active } = this.services.connections;
    if (active === undefined) return own;
    const { eventNames, customers, propertyNames } = await this.services.ledger.seen.names(
      active.id,
    );
    return {
      ...own,
      eventNames: [...new Set([...own.eventNames, ...eventNames])],
      externalCustomers: [...new Set([...own.externalCustomers, ...customers])],
      propertyNames: [...new Set([...own.propertyNames, ...propertyNames])],
    };
  }
}
