/**
 * Characters that are not seen, or that change how their neighbours are seen (direction overrides can make text read as another:
 * https://trojansource.codes), spelled out.
 */
export const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffc]|\udb40[\udc00-\udc7f]/g;

/** `U+202E` for a right-to-left override. */
export const codePointName = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Text in one line in which nothing is hidden. */
export const visible = (text: string): string =>
  text.replace(INVISIBLE, (character) => `[${codePointName(character)}]`);
