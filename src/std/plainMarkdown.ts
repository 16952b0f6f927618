/** Markdown as plain text, for where nothing is formatted: the editor's hovers and the documentation of suggestions. */

/** A run of backticks and all up to the same run, or a backslash with the character that it makes a plain one. */
const CODE_OR_ESCAPE = /(`+)([^]*?[^`])\1(?!`)|\\([!-/:-@[-`{-~])/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};
/** No text holds these: they keep the place of what is not Markdown any more. */
const [OPEN, CLOSE] = ['\u{f0000}', '\u{f0001}'];

/**
 * Takes away what CommonMark writes around words: fences, emphasis, headings, quotes, links. Code and escaped characters stay as
 * they are meant (https://spec.commonmark.org/0.31.2/#backslash-escapes).
 */
export function plainMarkdown(markdown: string): string {
  const kept: string[] = [];
  const keep = (text: string) => `${OPEN}${kept.push(text) - 1}${CLOSE}`;
  return markdown
    .replace(/\r\n?/g, '\n')
    .replace(/^(`{3,}|~{3,}).*\n([^]*?)\n?\1.*$/gm, (_, _fence, code: string) => keep(code))
    .replace(CODE_OR_ESCAPE, (_, ticks: string | undefined, code: string, character: string) =>
      keep(ticks === undefined ? character : code.replace(/^ (.*\S.*) $/s, '$1')),
    )
    .replace(/^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$/gm, '$1')
    .replace(/^ {0,3}> ?/gm, '')
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/(\*{1,3}|~~)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}])(_{1,3})(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/&(?:nbsp|lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'gu'), (_, index) => kept[Number(index)] ?? '')
    .trim();
}
