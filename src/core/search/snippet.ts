/**
 * A runnable program that makes one request about an event: it shows, amends, deprecates, or
 * ingests it. It never contains the API key, which it reads from ORB_API_KEY.
 */
import { DAY_MS, lastDays, type Timeframe } from '../timeframe.ts';
import { parseTimestamp } from '../timestamp.ts';

export type SnippetFormat = 'curl' | 'node' | 'python' | 'go';

export type SnippetCall = {
  /** Including `/v1`. */
  readonly baseUrl: string;
} & (
  | {
      readonly operation: 'search';
      readonly eventId: string;
      /** The event's timestamp; undefined if it isn't known. */
      readonly timestamp: string | undefined;
    }
  | {
      readonly operation: 'amend';
      /** The event ID as a path segment. */
      readonly pathSegment: string;
      /** The JSON that amend accepts, on one line. */
      readonly body: string;
    }
  | { readonly operation: 'deprecate'; readonly pathSegment: string }
  | {
      readonly operation: 'ingest';
      /** A line of an event file. */
      readonly line: string;
    }
  | {
      /** Sent before, and recorded. */
      readonly operation: 'recorded';
      readonly method: string;
      /** From `/v1`, with the query. */
      readonly path: string;
      /** JSON; undefined if there was no body. */
      readonly body: string | undefined;
    }
);

/** The JSON is sent as it is written here, so that no program rounds a number. */
interface Request {
  readonly method: string;
  readonly url: string;
  readonly body: string | undefined;
}

/** @param nowMs used only for a search without a timestamp, which covers the last 30 days */
export function toSnippet(format: SnippetFormat, call: SnippetCall, nowMs: number): string {
  return { curl, node, python, go }[format](requestOf(call, nowMs));
}

function requestOf(call: SnippetCall, nowMs: number): Request {
  const { baseUrl } = call;
  switch (call.operation) {
    case 'search': {
      const body = searchBody(call.eventId, frameOf(call.timestamp, nowMs));
      return { method: 'POST', url: `${baseUrl}/events/search`, body };
    }
    case 'amend': {
      const url = `${baseUrl}/events/${call.pathSegment}`;
      return { method: 'PUT', url, body: plainJson(call.body) };
    }
    case 'deprecate': {
      const url = `${baseUrl}/events/${call.pathSegment}/deprecate`;
      return { method: 'PUT', url, body: undefined };
    }
    case 'ingest': {
      const body = `{"events": [${plainJson(call.line)}]}`;
      return { method: 'POST', url: `${baseUrl}/ingest`, body };
    }
    case 'recorded': {
      const { method, path, body } = call;
      const url = `${baseUrl.replace(/\/v1$/, '')}${plainJson(path)}`;
      return { method, url, body: body && plainJson(body) };
    }
  }
}

/** The event's day in UTC, because without a time frame Orb searches the last 7 days. */
function frameOf(timestamp: string | undefined, nowMs: number): Timeframe {
  const ms = timestamp === undefined ? undefined : parseTimestamp(timestamp)?.ms;
  if (ms === undefined) return lastDays(30, nowMs);
  const day = Math.floor(ms / DAY_MS) * DAY_MS;
  const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
  return { timeframeStart: iso(day), timeframeEnd: iso(day + DAY_MS) };
}

function searchBody(eventId: string, { timeframeStart, timeframeEnd }: Timeframe): string {
  const frame = `"timeframe_start": ${literal(timeframeStart)}, "timeframe_end": ${literal(timeframeEnd)}`;
  return `{"event_ids": [${literal(eventId)}], ${frame}}`;
}

/**
 * Control, bidirectional, and invisible characters, which could make a snippet look different from
 * what it does.
 */
const UNSAFE = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Escapes the invisible characters of valid JSON, which can only be inside its strings. A lone
 * surrogate can't be sent as UTF-8.
 */
const plainJson = (json: string): string =>
  json
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A text in double quotes that reads the same in JSON, JavaScript, Python and Go. */
const literal = (text: string): string =>
  plainJson(JSON.stringify(text.replace(LONE_SURROGATE, '\ufffd')));

/** JSON in single quotes, for JavaScript and Python. */
const quoted = (json: string): string =>
  `'${json.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;

/** Between single quotes, a POSIX shell treats only the quote itself as special. */
const shell = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const curl = ({ method, url, body }: Request) =>
  [
    `curl -sS -X ${method} ${shell(url)} \\`,
    `  -H "Authorization: Bearer $ORB_API_KEY"${body === undefined ? '' : ' \\'}`,
    ...(body === undefined
      ? []
      : [`  -H 'Content-Type: application/json' \\`, `  --data-raw ${shell(body)}`]),
    '',
  ].join('\n');

const lines = (...all: readonly (string | undefined)[]): string =>
  all.flatMap((line) => (line === undefined ? [] : [`${line}\n`])).join('');

/** The line, if the request has a body. */
const withBody = ({ body }: Request, line: (body: string) => string): string | undefined =>
  body === undefined ? undefined : line(body);

const node = (request: Request) =>
  lines(
    '// Node 18 or later: ORB_API_KEY=... node event.mjs',
    `const response = await fetch(${literal(request.url)}, {`,
    `  method: '${request.method}',`,
    '  headers: {',
    '    Authorization: `Bearer ${process.env.ORB_API_KEY}`,',
    withBody(request, () => "    'Content-Type': 'application/json',"),
    '  },',
    withBody(request, (body) => `  body: ${quoted(body)},`),
    '});',
    'console.log(response.status, await response.text());',
  );

const python = (request: Request) =>
  lines(
    '# Python 3: ORB_API_KEY=... python3 event.py',
    'import os',
    'import urllib.request',
    '',
    'request = urllib.request.Request(',
    `    ${literal(request.url)},`,
    `    method="${request.method}",`,
    withBody(request, (body) => `    data=${quoted(body)}.encode(),`),
    '    headers={',
    '        "Authorization": "Bearer " + os.environ["ORB_API_KEY"],',
    withBody(request, () => '        "Content-Type": "application/json",'),
    '    },',
    ')',
    'with urllib.request.urlopen(request) as response:',
    '    print(response.status, response.read().decode())',
  );

const go = (request: Request) =>
  lines(
    '// Go: ORB_API_KEY=... go run event.go',
    'package main',
    '',
    'import (',
    '\t"fmt"',
    '\t"io"',
    '\t"net/http"',
    '\t"os"',
    withBody(request, () => '\t"strings"'),
    ')',
    '',
    'func main() {',
    withBody(request, (body) => `\tbody := ${literal(body)}`),
    `\trequest, err := http.NewRequest("${request.method}", ${literal(request.url)}, ${request.body === undefined ? 'nil' : 'strings.NewReader(body)'})`,
    '\tif err != nil {',
    '\t\tpanic(err)',
    '\t}',
    '\trequest.Header.Set("Authorization", "Bearer "+os.Getenv("ORB_API_KEY"))',
    withBody(request, () => '\trequest.Header.Set("Content-Type", "application/json")'),
    '\tresponse, err := http.DefaultClient.Do(request)',
    '\tif err != nil {',
    '\t\tpanic(err)',
    '\t}',
    '\tdefer response.Body.Close()',
    '\ttext, err := io.ReadAll(response.Body)',
    '\tif err != nil {',
    '\t\tpanic(err)',
    '\t}',
    '\tfmt.Println(response.StatusCode, string(text))',
    '}',
  );
