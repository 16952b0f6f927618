/** The events of recorded requests as lines of an event file. */
import { JsonScan } from '../jsonScan.ts';
import { tryReadJson } from '../jsonTree.ts';
import { batchSpans } from './batchSpans.ts';
import type { RecordedCall } from './recordedCall.ts';

/** Each event that was accepted, as it was written. Requests of which only the beginning was kept are left out. */
export function eventLines(calls: readonly RecordedCall[]): string {
  return calls
    .filter(isAccepted)
    .flatMap(({ requestBody }) => eventsIn(requestBody))
    .map((line) => `${line}\n`)
    .join('');
}

/** The events that one request sent, accepted or not; none if only its beginning was kept. */
export const sentLines = ({ requestBody, requestCut }: RecordedCall): string =>
  (requestCut ? [] : eventsIn(requestBody)).map((line) => `${line}\n`).join('');

const isAccepted = ({ method, path, status, requestCut }: RecordedCall) =>
  method === 'POST' && path === '/v1/ingest' && status >= 200 && status < 300 && !requestCut;

function eventsIn(body: string): readonly string[] {
  if (tryReadJson(body) === undefined) return [];
  const events = batchSpans(body)?.events ?? [];
  return events.map(({ start, end }) => onOneLine(body.slice(start, end)));
}

/** Without the white space between tokens, if there are line breaks in it. @param text JSON */
function onOneLine(text: string): string {
  if (!/[\r\n]/.test(text)) return text;
  const scan = new JsonScan(text);
  let line = '';
  while (scan.next() !== 'end') line += text.slice(scan.start, scan.end);
  return line;
}
