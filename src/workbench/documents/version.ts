/** A version of an event that a document was loaded from or saved as. */
import { eventText } from '../../core/eventText.ts';
import type { EventView } from '../eventStore.ts';

export interface Version {
  /** The event's JSON as Orb wrote it. */
  readonly raw: string;
  /** The document's text of it. */
  readonly text: string;
  /** When Orb showed it, by the connection's clock; milliseconds since 1970. */
  readonly readMs: number;
}

/** @param like the customer is named as in this text, where the event has both IDs */
export function versionOf({ raw, readMs }: EventView, like?: string): Version {
  return { raw, text: textLike(raw, like), readMs };
}

function textLike(raw: string, like: string | undefined): string {
  try {
    return eventText(raw, like);
  } catch {
    // `like` isn't JSON at the moment.
    return eventText(raw);
  }
}

/** True when two texts differ at most in how lines end: the editor keeps a document's line ends in its own way. */
export const isSameText = (a: string, b: string): boolean =>
  a === b || withoutReturns(a) === withoutReturns(b);

const withoutReturns = (text: string) =>
  text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
