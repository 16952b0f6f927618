/**
 * Links that open an event in this editor:
 * `vscode://orbtools.orb-events/event/ID?connection=NAME&timestamp=TIME`.
 */
import { parseTimestamp } from './timestamp.ts';

export interface EventLink {
  readonly eventId: string;
  /** The name, ID, or host of a connection. Without it, the active one is meant. */
  readonly connection?: string | undefined;
  /** The event's timestamp, which finds old events. */
  readonly timestamp?: string | undefined;
}

const PATH = '/event/';
const PARAMETER = /(?:^|&)(connection|timestamp)=/g;

/**
 * @param uriScheme of this editor: `vscode`, `vscode-insiders`
 * @throws URIError for an ID that isn't valid Unicode, which a URI can't contain
 */
export function eventLinkText(
  uriScheme: string,
  { eventId, connection, timestamp }: EventLink,
): string {
  const query = Object.entries({ connection, timestamp })
    .flatMap(([name, value = '']) => (value === '' ? [] : `${name}=${encodeURIComponent(value)}`))
    .join('&');
  const path = PATH + encodeURIComponent(eventId);
  return `${uriScheme}://orbtools.orb-events${path}${query === '' ? '' : `?${query}`}`;
}

/**
 * Reads a link. Both parts are already decoded, as VS Code passes them, so a name may contain `&`
 * or `=`: only the names of the two parameters separate them.
 * @returns `path` if the link isn't one to an event, `timestamp` if that is invalid
 */
export function readEventLink(path: string, query: string): EventLink | 'path' | 'timestamp' {
  const eventId = path.startsWith(PATH) ? path.slice(PATH.length) : '';
  if (eventId.trim() === '') return 'path';
  const starts = [...query.matchAll(PARAMETER)];
  const valueOf = (wanted: string): string => {
    const at = starts.findIndex(([, name]) => name === wanted);
    const start = starts[at];
    return start === undefined
      ? ''
      : query.slice(start.index + start[0].length, starts[at + 1]?.index);
  };
  // A mail program or a tracker may have added parameters.
  const [timestamp = ''] = valueOf('timestamp').split('&');
  if (timestamp !== '' && parseTimestamp(timestamp) === undefined) return 'timestamp';
  const connection = valueOf('connection').trim();
  return {
    eventId,
    ...(connection !== '' && { connection }),
    ...(timestamp !== '' && { timestamp }),
  };
}
