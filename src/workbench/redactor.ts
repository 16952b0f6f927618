import { secretRemover } from '../core/secrets.ts';

/**
 * Removes secrets from texts for people or files. Each API key is added when it's read, and stays.
 */
export interface Redactor {
  /** @param secret ignored if it's so short that removing it would garble texts */
  add(secret: string): void;
  /** The text without secrets in any encoding, and with control characters escaped, so that a log can't control a terminal. */
  clean(text: string): string;
}

export function createRedactor(): Redactor {
  // The longest first: a key may start with another one, and its rest must not remain.
  let longestFirst: readonly {
    readonly secret: string;
    readonly remove: (text: string) => string;
  }[] = [];
  return {
    add(secret) {
      if (longestFirst.some((known) => known.secret === secret)) return;
      const added = [...longestFirst, { secret, remove: secretRemover(secret) }];
      longestFirst = added.sort((a, b) => b.secret.length - a.secret.length);
    },
    clean(text) {
      let clean = text;
      for (const { remove } of longestFirst) clean = remove(clean);
      return writeOutControls(clean);
    },
  };
}

/** C0 except tab and line feed, DEL, C1, and marks that change the direction of text. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const writeOutControls = (text: string) =>
  text.replaceAll(
    CONTROLS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
