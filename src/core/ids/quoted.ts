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
  /** Offset after the closing quote. */
  readonly end: number;
}

/** The quoted text that starts at an offset; undefined when none starts there, or it does not end on its line. */
export function quotedAt(text: string, start: number): Quoted | undefined {
  const open = text[start];
  const close = open === undefined ? undefined : CLOSING[open];
  if (open === undefined || close === undefined) return undefined;
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\n') return undefined;
    if (character === '\\') at += 1;
    else if (character === close) {
      // CSV writes a quote inside quotes twice.
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
