/** Markdown as plain text, for places without formatting: the event editor's hovers and the documentation of suggestions. */
import { trimEnd } from './trimEnd.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};
/** Private-use characters, which no text contains: placeholders for parts that are no longer Markdown. */
const [OPEN, CLOSE] = ['\u{f0000}', '\u{f0001}'];

/**
 * Removes the markup of CommonMark: fences, emphasis, headings, quotes, links. Code and escaped characters keep their meaning
 * (https://spec.commonmark.org/0.31.2/#backslash-escapes). Takes time linear in the text, whatever it contains.
 */
export function plainMarkdown(markdown: string): string {
  const kept: string[] = [];
  const keep = (text: string) => `${OPEN}${kept.push(text) - 1}${CLOSE}`;
  return withoutCode(withoutFences(markdown.replace(/\r\n?/g, '\n'), keep), keep)
    .replace(/^ {0,3}#{1,6}[ \t]+(\S.*)$/gm, (_, title: string) =>
      trimEnd(trimEnd(title, '#'), ' \t'),
    )
    .replace(/^ {0,3}> ?/gm, '')
    .replace(/!?\[([^[\]\n]*)\]\([^()\n]*\)/g, '$1')
    .replace(/(\*{1,3}|~~)(?=\S)([^\n]{0,500}?\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}])(_{1,3})(?=\S)([^\n]{0,500}?\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/&(?:nbsp|lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'gu'), (_, index) => kept[Number(index)] ?? '')
    .trim();
}

/** Fenced code is kept as it is; a fence that isn't closed reaches to the end. */
function withoutFences(markdown: string, keep: (text: string) => string): string {
  const lines: string[] = [];
  let fence: string | undefined;
  let code: string[] = [];
  for (const line of markdown.split('\n')) {
    if (fence !== undefined) {
      if (line.startsWith(fence)) {
        lines.push(keep(code.join('\n')));
        [fence, code] = [undefined, []];
      } else code.push(line);
      continue;
    }
    fence = /^(?:`{3,}|~{3,})/.exec(line)?.[0];
    if (fence === undefined) lines.push(line);
  }
  if (fence !== undefined) lines.push(keep(code.join('\n')));
  return lines.join('\n');
}

/** Code between backtick runs of equal length, and characters after a backslash, are kept as they are. */
function withoutCode(text: string, keep: (text: string) => string): string {
  const runs = new Map<number, number[]>();
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const starts = runs.get(run.length) ?? [];
    runs.set(run.length, starts);
    starts.push(index);
  }
  for (const starts of runs.values()) starts.reverse();
  const token = /`+|\\[!-/:-@[-`{-~]/g;
  let plain = '';
  let at = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [mark] = found;
    const end = token.lastIndex;
    const isEscape = mark.startsWith('\\');
    const close = isEscape ? undefined : nextFrom(runs.get(mark.length) ?? [], end);
    if (!isEscape && close === undefined) continue;
    const code = withoutPadding(text.slice(end, close));
    plain += text.slice(at, found.index) + keep(isEscape ? mark.slice(1) : code);
    at = close === undefined ? end : close + mark.length;
    token.lastIndex = at;
  }
  return plain + text.slice(at);
}

/** One space at each end only separates code from its backticks. */
const withoutPadding = (code: string) =>
  code.startsWith(' ') && code.endsWith(' ') && code.trim() !== '' ? code.slice(1, -1) : code;

/** The first place at or after `from`. @param places descending; earlier ones are removed */
function nextFrom(places: number[], from: number): number | undefined {
  while ((places.at(-1) ?? from) < from) places.pop();
  return places.at(-1);
}
