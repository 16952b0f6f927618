/**
 * Completion and hover for the page, from the same providers as in the text editor, so that both
 * editors of an event suggest the same.
 */
import * as vscode from 'vscode';
import type { CompletionItem, Completions, Hover } from '../../protocol/eventEditor.ts';
import { plainMarkdown } from '../../std/plainMarkdown.ts';

const MAX_ITEMS = 200;

export async function completionsAt(
  document: vscode.TextDocument,
  offset: number,
): Promise<Completions | undefined> {
  const position = document.positionAt(offset);
  const list = await vscode.commands.executeCommand<vscode.CompletionList | undefined>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
  );
  const items = list?.items ?? [];
  const [first] = items;
  if (first === undefined) return undefined;
  const place = rangeOf(document, position, first);
  return {
    start: document.offsetAt(place.start),
    end: document.offsetAt(place.end),
    items: items
      .filter((item) => rangeOf(document, position, item).isEqual(place))
      .slice(0, MAX_ITEMS)
      .map(toItem),
  };
}

export async function hoverAt(
  document: vscode.TextDocument,
  offset: number,
): Promise<Hover | undefined> {
  const position = document.positionAt(offset);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[] | undefined>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  const texts = (hovers ?? []).flatMap(({ contents }) => contents.map(textOf)).filter(Boolean);
  if (texts.length === 0) return undefined;
  const range = hovers?.find((hover) => hover.range !== undefined)?.range;
  return {
    start: range === undefined ? offset : document.offsetAt(range.start),
    end: range === undefined ? offset : document.offsetAt(range.end),
    text: [...new Set(texts)].join('\n\n'),
  };
}

function rangeOf(
  document: vscode.TextDocument,
  position: vscode.Position,
  { range }: vscode.CompletionItem,
): vscode.Range {
  if (range instanceof vscode.Range) return range;
  if (range !== undefined) return range.replacing;
  return document.getWordRangeAtPosition(position) ?? new vscode.Range(position, position);
}

function toItem(item: vscode.CompletionItem): CompletionItem {
  const label = typeof item.label === 'string' ? item.label : item.label.label;
  const documentation = textOf(item.documentation ?? '');
  const { insertText = label } = item;
  return {
    label,
    insert: typeof insertText === 'string' ? insertText : withoutPlaceholders(insertText.value),
    kind: item.kind === vscode.CompletionItemKind.Property ? 'property' : 'value',
    ...(item.detail === undefined || item.detail === '' ? {} : { detail: item.detail }),
    ...(documentation === '' ? {} : { documentation }),
  };
}

/** Converts a snippet to the text that it first inserts: `"a": ${1:0}$0` → `"a": 0`. */
function withoutPlaceholders(snippet: string): string {
  return snippet
    .replaceAll(/\$\{\d+\|([^,|}]*)(?:[,|][^}]*)?\}/g, '$1')
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/\$\{?\d+\}?/g, '')
    .replaceAll(/\\([$}\\])/g, '$1');
}

/** The page shows only text. */
function textOf(content: vscode.Hover['contents'][number] | string): string {
  return plainMarkdown(
    typeof content === 'string' ? content : (content as { value: string }).value,
  );
}
