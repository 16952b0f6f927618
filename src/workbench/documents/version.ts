/** A version of an event that a document was loaded from or saved as. */
import { eventText } from '../../core/eventText.ts';
import type { EventView } from '../eventStore.ts';

export interface Version {
  /** The event's JSON as Orb wrote it. */
  readonly raw: string;
  /** The same as a document's text. */
  readonly text: string;
  /** When Orb showed it, in milliseconds since 1970 by the connection's clock. */
  readonly readMs: number;
}

/** @param like if the event has both customer IDs, the one in this text is used */
export function versionOf({ raw, readMs }: EventView, like?: string): Version {
  return { raw, text: textLike(raw, like), readMs };
}

function textLike(raw: string, like: string | undefined): string {
  try {
    return eventText(raw, like);
  } catch {
    // `like` isn't valid JSON at the moment.
    return eventText(raw);
  }
}

/** Whether two texts are the same except for line ends, which the editor chooses. */
export const isSameText = (a: string, b: string): boolean =>
  a === b || withoutReturns(a) === withoutReturns(b);

const withoutReturns = (text: string) =>
  text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
