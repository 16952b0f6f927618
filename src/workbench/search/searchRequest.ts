/** What a search asks, in the shape in which it survives a reload. */
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

/** More are nothing to choose from. */
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
    /** How far was looked for those that `window` doesn't show. */
    widened: searchWindow,
    /** Stays first, and is kept when the others are cleared. */
    pinned: flag,
    /** Of the text that the IDs come from. */
    leftOut: list(leftOutShape),
  },
);
export type Request = Shaped<typeof readRequest>;

/** The same search in another window, from the start. */
export function withWindow(request: Request, window: SearchWindow): Request {
  const { id, label, connectionId, eventIds, pinned, leftOut } = request;
  const kept = { ...(pinned !== undefined && { pinned }), ...(leftOut && { leftOut }) };
  return requestOf({ id, label, connectionId, eventIds, window, ...kept });
}

/** Without what a search adds to it. */
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
