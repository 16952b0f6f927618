/** What a search is for, in the shape in which it's kept across reloads. */
import type { LeftOut } from '../../core/ids/reading.ts';
import { searchWindow, type SearchWindow } from '../../core/search/window.ts';
import {
  flag,
  list,
  number,
  object,
  oneOf,
  text,
  type Shape,
  type Shaped,
} from '../../std/shape.ts';

/** A longer list isn't useful to choose from. */
const MAX_LEFT_OUT = 100;

const leftOutShape: Shape<LeftOut> = object({
  text,
  why: oneOf('repeated', 'sentence', 'unnamed', 'digits', 'long', 'tooMany'),
  times: number,
});

export const readRequest = object(
  {
    id: text,
    label: text,
    connectionId: text,
    eventIds: list(text),
    window: searchWindow,
  },
  {
    /** The wider time frame that was searched for IDs that `window` doesn't show. */
    widened: searchWindow,
    /** Stays first, and is kept when the others are cleared. */
    pinned: flag,
    /** What was left out of the text that the IDs come from. */
    leftOut: list(leftOutShape),
  },
);
export type Request = Shaped<typeof readRequest>;

/** The same search with another time frame, from the start. */
export function withWindow(request: Request, window: SearchWindow): Request {
  const { id, label, connectionId, eventIds, pinned, leftOut } = request;
  const kept = { ...(pinned !== undefined && { pinned }), ...(leftOut && { leftOut }) };
  return requestOf({ id, label, connectionId, eventIds, window, ...kept });
}

/** Without the properties that a search adds. */
export function requestOf({
  id,
  label,
  connectionId,
  eventIds,
  window,
  widened,
  pinned,
  leftOut = [],
}: Request): Request {
  return {
    ...{ id, label, connectionId, eventIds, window },
    ...(widened !== undefined && { widened }),
    ...(pinned === true && { pinned }),
    ...(leftOut.length > 0 && { leftOut: leftOut.slice(0, MAX_LEFT_OUT) }),
  };
}
