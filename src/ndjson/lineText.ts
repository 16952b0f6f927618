/** Converts between a line of an event file and the document that shows it: the same JSON, on one line or indented. */
import { formatJson, onOneLine } from '../core/jsonText.ts';
import { tryReadJson } from '../core/jsonTree.ts';

/** Invalid JSON is shown as it is, so that it can be fixed. */
export const shownText = (line: string): string =>
  tryReadJson(line) === undefined ? `${line}\n` : formatJson(line);

/** The text on one line; undefined for invalid JSON, which can't be put on one line. */
export function lineText(document: string): string | undefined {
  const root = tryReadJson(document);
  return root && onOneLine(document, root);
}

/** True when two texts differ only in white space, so that both make the same line. */
export function isSameLine(a: string, b: string): boolean {
  if (a === b) return true;
  const line = lineText(a);
  return line === undefined ? a.trim() === b.trim() : line === lineText(b);
}
