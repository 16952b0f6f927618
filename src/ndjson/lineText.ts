/** A line of an event file and the document that shows it: the same JSON, on one line or indented. */
import { formatJson, onOneLine } from '../core/jsonText.ts';
import { tryReadJson } from '../core/jsonTree.ts';

/** What isn't JSON is shown as it is, to be mended. */
export const shownText = (line: string): string =>
  tryReadJson(line) === undefined ? `${line}\n` : formatJson(line);

/** Undefined for a text that isn't JSON: on one line it couldn't be read again. */
export function lineText(document: string): string | undefined {
  const root = tryReadJson(document);
  return root && onOneLine(document, root);
}

/** True when two texts differ in white space at most, so that both are the same line. */
export function isSameLine(a: string, b: string): boolean {
  if (a === b) return true;
  const line = lineText(a);
  return line === undefined ? a.trim() === b.trim() : line === lineText(b);
}
