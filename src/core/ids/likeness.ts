/** Whether one ID looks like another. */
import { isUuid } from './words.ts';

export interface Likeness {
  readonly shape: string;
  /** Other IDs look like this, too: a UUID, or a token that doesn't start with a word. */
  readonly isCommon: boolean;
}

/** `chatcmpl-` or `evt_`, followed by something. */
const PREFIX = /^[A-Za-z][A-Za-z0-9]*?[A-Za-z](?=[-_:./])[-_:./](?=.)/;
/** `req8841`. */
const LETTERS_THEN_DIGITS = /^([A-Za-z]{2,})\d+$/;
/** Shorter tokens are too ambiguous. */
const MIN_TOKEN = 8;

/** @returns undefined for a text without a characteristic form, such as a number */
export function likenessOf(id: string): Likeness | undefined {
  if (isUuid(id)) return { shape: 'uuid', isCommon: true };
  const start = PREFIX.exec(id)?.[0] ?? LETTERS_THEN_DIGITS.exec(id)?.[1];
  if (start !== undefined) return { shape: `start ${start}`, isCommon: false };
  if (id.length < MIN_TOKEN || !/^[A-Za-z0-9_-]+$/.test(id) || !/[A-Za-z]/.test(id)) {
    return undefined;
  }
  const parts = id.split(/[-_]/).map(({ length }) => String(length));
  return { shape: `token ${parts.join(' ')}`, isCommon: true };
}
