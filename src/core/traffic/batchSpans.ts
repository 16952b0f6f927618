/** Where the events are in the body of an ingest request. */
import { JsonScan } from '../jsonScan.ts';
import type { Span } from '../jsonTree.ts';

export interface BatchSpans {
  /** The keys of the body, as written, with quotes. */
  readonly keys: readonly string[];
  /** Of each event; undefined when the body has no list of events. */
  readonly events: readonly Span[] | undefined;
}

/** @returns undefined for a body that isn't a JSON object. Texts and words within it aren't checked. */
export function batchSpans(body: string): BatchSpans | undefined {
  const scan = new JsonScan(body);
  if (scan.next() !== '{') return undefined;
  const keys: string[] = [];
  let events: Span[] | undefined;
  for (let token = scan.next(); token !== '}'; token = scan.next()) {
    if (token === ',') continue;
    if (token !== 'text') return undefined;
    const key = body.slice(scan.start, scan.end);
    keys.push(key);
    scan.next();
    const first = scan.next();
    if (key === '"events"' && first === '[') {
      events = spansOfList(scan);
      if (events === undefined) return undefined;
    } else {
      if (key === '"events"') events = undefined;
      if (!skipValue(scan, first)) return undefined;
    }
  }
  return scan.next() === 'end' ? { keys, events } : undefined;
}

/** Of a list whose bracket was read. */
function spansOfList(scan: JsonScan): Span[] | undefined {
  const spans: Span[] = [];
  for (let token = scan.next(); token !== ']'; token = scan.next()) {
    if (token === ',') continue;
    const { start } = scan;
    if (!skipValue(scan, token)) return undefined;
    spans.push({ start, end: scan.end });
  }
  return spans;
}

/** To the end of a value whose first token was read. @returns false when the text isn't JSON */
function skipValue(scan: JsonScan, first: ReturnType<JsonScan['next']>): boolean {
  let token = first;
  const depth = token === '{' || token === '[' ? scan.depth - 1 : scan.depth;
  while (scan.depth > depth) {
    token = scan.next();
    if (token === 'open' || token === 'broken' || token === 'end') return false;
  }
  return token !== 'open' && token !== 'broken' && token !== 'end';
}
