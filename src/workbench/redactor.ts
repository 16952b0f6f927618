import { secretRemover } from '../core/secrets.ts';

/** Takes secrets out of texts that people or files will see. It is told each key when the key is read, and forgets none. */
export interface Redactor {
  /** @param secret too short ones are ignored: taking them out would only garble texts. */
  add(secret: string): void;
  /** The text without secrets, however they are written in it, and with control characters written out, so that a log cannot drive a terminal. */
  clean(text: string): string;
}

export function createRedactor(): Redactor {
  // The longest first: one key may begin with another, and its rest must not stay behind.
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

/** C0 but tab and line feed, DEL, C1, and what changes the direction of text. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const writeOutControls = (text: string) =>
  text.replaceAll(
    CONTROLS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
