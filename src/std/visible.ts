/** Text with hidden characters made visible: events may contain any characters, and a name must not look like another one. */

/**
 * Control characters, invisible ones, and those that reverse the direction of text (https://trojansource.codes). Joiners of emoji
 * and scripts (U+200C, U+200D) and variation selectors stay: people write them. Tags (U+E0000 ...) are invisible text.
 */
export const HIDDEN =
  /\udb40[\udc00-\udc7f]|[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** `U+202E` */
export const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** One line, with hidden characters spelled out as `[U+202E]`, and cut off with … after `length` characters. */
export function visible(text: string, length = Number.POSITIVE_INFINITY): string {
  const cut =
    text.length > length ? `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return cut.replace(HIDDEN, (character) => `[${codePoint(character)}]`);
}
