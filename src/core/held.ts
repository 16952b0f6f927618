/**
 * What Orb holds, derived from what its search shows and what was sent from here. Search lags behind amendments by minutes, and may not
 * show amended events at all (https://docs.withorb.com/api-reference/event/search-events); so until it shows what was sent, the sent
 * version counts.
 */
import { sameEvent } from './eventChanges.ts';
import { eventText } from './eventText.ts';
import { amendedJson, deprecatedJson, jsonFromText, readEvent } from './eventJson.ts';

/** One amendment or deprecation that was sent from here, see ledger/ledger.ts. */
export interface OwnWrite {
  readonly kind: 'amend' | 'deprecate';
  readonly before: string;
  readonly after: string | null;
  /** Orb acknowledged it. */
  readonly confirmed: boolean;
  /** Search has shown it since. */
  readonly shown: boolean;
}

export interface Held {
  /** The event's JSON: as search returned it, or updated to what was sent. */
  readonly raw: string;
  /** It differs from what search shows. */
  readonly unconfirmed: boolean;
}

/**
 * @param found the event as search shows it; undefined when search doesn't find it
 * @param writes what was sent to it from here, oldest first
 * @param seen the event as search showed it at any earlier time, for the parts that a sent text doesn't have
 * @returns undefined when neither Orb nor our own writes know the event
 */
export function resolveCurrent(
  eventId: string,
  found: string | undefined,
  writes: readonly OwnWrite[],
  seen?: string,
): Held | undefined {
  const sent = writes.filter(({ confirmed }) => confirmed);
  const last = sent.at(-1);
  if (found === undefined) {
    if (last === undefined) return undefined;
    const base = seen ?? jsonFromText(eventId, last.before);
    return { raw: applyWrites(base, sent), unconfirmed: true };
  }
  if (!isStale(found, sent)) return { raw: found, unconfirmed: false };
  return { raw: applyWrites(found, sent), unconfirmed: true };
}

/** True when a text is the version that search shows, whichever ID it uses for the customer. */
export function matches(raw: string, text: string): boolean {
  try {
    return sameEvent(eventText(raw, text), text);
  } catch {
    return false;
  }
}

/** True when search shows this write's outcome. */
export function showsWrite(found: string, write: OwnWrite): boolean {
  return write.after === null ? readEvent(found).deprecated : matches(found, write.after);
}

/** True when search still shows a version from before our last write, and hasn't shown that write yet. */
function isStale(found: string, sent: readonly OwnWrite[]): boolean {
  const last = sent.at(-1);
  if (last === undefined || last.shown || showsWrite(found, last)) return false;
  // Deprecation is final, so an event that is shown as not deprecated is the old one.
  if (last.after === null) return true;
  if (readEvent(found).deprecated) return false;
  return sent.some(({ before, after }) =>
    [before, after].some((text) => text !== null && matches(found, text)),
  );
}

function applyWrites(raw: string, sent: readonly OwnWrite[]): string {
  const amendment = sent.findLast(({ after }) => after !== null)?.after;
  const text = typeof amendment === 'string' ? amendedJson(raw, amendment) : raw;
  return sent.some(({ kind }) => kind === 'deprecate') ? deprecatedJson(text) : text;
}
