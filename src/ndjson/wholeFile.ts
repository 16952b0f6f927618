/** What an event file is when it does not hold one event per line: said once, instead of calling every line wrong. */
import { memberOf, readJson, type JsonNode } from '../core/jsonTree.ts';
import { onOneLine } from '../core/jsonText.ts';
import { wholeFileTexts } from '../core/texts/eventFile.ts';
import { isBlank } from './checkLine.ts';
import type { Finding } from './finding.ts';

export type WholeFile =
  | 'lines' // one value per line, as it should be
  | 'array' // [ {...}, {...} ]
  | 'spread' // one object over several lines: an event, or a body {"events": [...]}
  | 'utf16'; // the bytes are not UTF-8, which Orb's API takes

/** A first line that only opens an object, or an object and its list. */
const OPENS_OBJECT = /^\s*\{\s*(?:"events"\s*:\s*(?:\[\s*(?:\{\s*)?)?)?$/;

/** How many lines are looked at for one that is not blank. */
const MAX_BLANK = 1_000;

/**
 * @param textOf a line by its number from 0, undefined after the last one
 * @param encoding as the editor names it (`utf8`, `utf8bom`, `utf16le`, ...)
 */
export function wholeFile(
  textOf: (line: number) => string | undefined,
  encoding: string,
): { readonly kind: WholeFile; readonly line: number } {
  if (/^utf-?16/i.test(encoding)) return { kind: 'utf16', line: 0 };
  for (let line = 0; line < MAX_BLANK; line++) {
    const text = textOf(line);
    if (text === undefined) break;
    if (isBlank(text)) continue;
    if (text.includes('\u0000')) return { kind: 'utf16', line };
    if (text.trimStart().startsWith('[')) return { kind: 'array', line };
    const isSpread = OPENS_OBJECT.test(text) && !isBlank(textOf(line + 1) ?? '');
    return { kind: isSpread ? 'spread' : 'lines', line };
  }
  return { kind: 'lines', line: 0 };
}

/** What to say about a file that is no lines. */
export function wholeFileFinding(kind: Exclude<WholeFile, 'lines'>, text: string): Finding {
  const start = text.length - text.trimStart().length;
  const end = Math.max(start + 1, text.trimEnd().length);
  const message = wholeFileTexts()[kind];
  return { code: `file-${kind}`, severity: 'error', message, span: { start, end } };
}

/**
 * The events of an array, of a body `{"events": [...]}` or of one object, a line each, values as they are written.
 * @throws JsonSyntaxError
 */
export function toLines(text: string, lineEnd: string): string {
  const root = readJson(text);
  const events = memberOf(root, 'events');
  const nodes: readonly JsonNode[] =
    root.kind === 'array' ? root.items : events?.kind === 'array' ? events.items : [root];
  return nodes.map((node) => onOneLine(text, node) + lineEnd).join('');
}
