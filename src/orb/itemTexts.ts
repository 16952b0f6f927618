/** Cuts the items out of the list in a response, exactly as Orb wrote them, without building a tree of it. */
import { MAX_DEPTH } from '../core/jsonTree.ts';

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * @param text an object whose `data` is a list of objects, parsed before: nothing is checked again
 * @returns of duplicate keys the last one, as in JSON.parse
 * @throws RangeError for an item that is nested deeper than an event document can be
 */
export function itemTexts(text: string): readonly string[] {
  let items: string[] = [];
  let depth = 0;
  let key = '';
  let isData = false;
  let start = -1;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        if (depth === 1) key = text.slice(at, end);
        at = end - 1;
        break;
      }
      case COLON:
        if (depth !== 1) break;
        isData = JSON.parse(key) === 'data';
        if (isData) items = [];
        break;
      case COMMA:
        if (depth === 1) isData = false;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (depth === 2 && isData) start = at;
        if (++depth > MAX_DEPTH) throw new RangeError('The response is nested too deeply.');
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if (--depth === 2 && isData) items.push(text.slice(start, at + 1));
        break;
    }
  }
  return items;
}

/** @param start of a string @returns where it ends, after its quote */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); ; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
}
