/** What others changed, derived from what Orb's search showed over time and what was sent from here. */
import { sameEvent } from './eventChanges.ts';
import { readEvent } from './eventJson.ts';
import { eventText } from './eventText.ts';
import { matches, type OwnWrite } from './held.ts';

/** A version that Orb's search showed. */
export interface ShownVersion {
  /** The event's JSON as Orb wrote it. */
  readonly raw: string;
  /** When it was first seen; milliseconds since 1970. */
  readonly seenMs: number;
}

export interface ChangeElsewhere {
  readonly kind: OwnWrite['kind'];
  /** Document texts. */
  readonly before: string;
  readonly after: string;
  readonly seenMs: number;
}

type Write = OwnWrite & { readonly atMs: number };

/**
 * @param shown oldest first, each different from the one before
 * @param writes what was sent from here, oldest first
 * @returns oldest first; a version whose JSON can't be read is skipped
 */
export function changesElsewhere(
  shown: readonly ShownVersion[],
  writes: readonly Write[],
): readonly ChangeElsewhere[] {
  return shown.slice(1).flatMap((now, index) => {
    const before = shown[index];
    try {
      return before === undefined ? [] : between(before, now, writes);
    } catch {
      return [];
    }
  });
}

function between(
  earlier: ShownVersion,
  now: ShownVersion,
  writes: readonly Write[],
): readonly ChangeElsewhere[] {
  const { seenMs } = now;
  const sent = writes.filter(({ atMs }) => atMs <= seenMs);
  const after = eventText(now.raw);
  const before = textBefore(earlier, sent, after);
  // Search lags, so it may show an older version again. That isn't a change.
  const isOwn = sent.some((write) =>
    [write.before, write.after].some((text) => text !== null && matches(now.raw, text)),
  );
  const amended = !isOwn && !sameEvent(before, after);
  const deprecated =
    readEvent(now.raw).deprecated &&
    !readEvent(earlier.raw).deprecated &&
    !sent.some(({ kind }) => kind === 'deprecate');
  return [
    ...(amended ? [{ kind: 'amend', before, after, seenMs } as const] : []),
    ...(deprecated ? [{ kind: 'deprecate', before, after, seenMs } as const] : []),
  ];
}

/** What was sent since then is newer than what search showed. */
function textBefore(earlier: ShownVersion, sent: readonly Write[], like: string): string {
  const own = sent.findLast(({ confirmed, after }) => confirmed && after !== null);
  if (own?.after != null && own.atMs > earlier.seenMs) return own.after;
  return eventText(earlier.raw, like);
}
