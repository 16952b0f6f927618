/** Quoted texts as people paste them: JSON, JavaScript, Python, CSV (`""`), and the curly quotes of chat programs. */

const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '‘': '’',
};

export interface Quoted {
  readonly value: string;
  /** The offset after the closing quote. */
  readonly end: number;
}

/**
 * The maximum distance of the closing quote; otherwise, a text full of opening quotes would take
 * hours.
 */
const MAX_LENGTH = 600;

/**
 * The quoted text that starts at an offset; undefined if there isn't one, or it doesn't end on its
 * line.
 */
export function quotedAt(text: string, start: number): Quoted | undefined {
  const open = text[start];
  const close = open === undefined ? undefined : CLOSING[open];
  if (open === undefined || close === undefined) return undefined;
  const last = Math.min(text.length, start + MAX_LENGTH);
  // Much faster than the loop if nothing closes it.
  if (!text.slice(start + 1, last).includes(close)) return undefined;
  for (let at = start + 1; at < last; at += 1) {
    const character = text[at];
    if (character === '\n') return undefined;
    if (character === '\\') at += 1;
    else if (character === close) {
      // CSV escapes a quote inside quotes by repeating it.
      if (open === '"' && text[at + 1] === close) at += 1;
      else return { value: unescaped(text.slice(start + 1, at), open), end: at + 1 };
    }
  }
  return undefined;
}

function unescaped(inside: string, quote: string): string {
  if (quote === '"') {
    try {
      return JSON.parse(`"${inside}"`) as string;
    } catch {
      return inside.replaceAll('""', '"');
    }
  }
  return inside.replaceAll(/\\(['"`\\])/g, '$1');
}
