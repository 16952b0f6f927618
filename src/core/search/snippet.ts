/**
 * A runnable call that shows one event as Orb holds it now. It searches and changes nothing: what is pasted into a terminal or
 * a ticket must not amend anybody's bill. The key is never in it: it comes from ORB_API_KEY.
 */
import { DAY_MS, lastDays, type Timeframe } from '../timeframe.ts';
import { parseTimestamp } from '../timestamp.ts';

export type SnippetFormat = 'curl' | 'node' | 'python' | 'go';

export interface SnippetCall {
  /** With `/v1`. */
  readonly baseUrl: string;
  readonly eventId: string;
  /** The event's own; undefined when it is not known. */
  readonly timestamp: string | undefined;
}

/** @param nowMs only used where the event's timestamp is not known: the last 30 days are searched then */
export function toSnippet(format: SnippetFormat, call: SnippetCall, nowMs: number): string {
  const url = `${call.baseUrl}/events/search`;
  const body = bodyOf(call, nowMs);
  return { curl, node, python, go }[format](url, body);
}

/** The day of UTC in which the event lies: Orb looks 7 days back when it is not told. */
function frameOf(timestamp: string | undefined, nowMs: number): Timeframe {
  const ms = timestamp === undefined ? undefined : parseTimestamp(timestamp)?.ms;
  if (ms === undefined) return lastDays(30, nowMs);
  const day = Math.floor(ms / DAY_MS) * DAY_MS;
  const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
  return { timeframeStart: iso(day), timeframeEnd: iso(day + DAY_MS) };
}

function bodyOf({ eventId, timestamp }: SnippetCall, nowMs: number): string {
  const { timeframeStart, timeframeEnd } = frameOf(timestamp, nowMs);
  const frame = `"timeframe_start": ${literal(timeframeStart)}, "timeframe_end": ${literal(timeframeEnd)}`;
  return `{"event_ids": [${literal(eventId)}], ${frame}}`;
}

/** Control, bidi and invisible characters, which could make a snippet look other than it is. */
const UNSAFE = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** A text in double quotes that reads the same in JSON, JavaScript, Python and Go. A lone surrogate cannot be sent as UTF-8. */
function literal(text: string): string {
  const wellFormed = text.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '\ufffd',
  );
  return JSON.stringify(wellFormed).replace(
    UNSAFE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Nothing is special between single quotes of a POSIX shell but the quote itself. */
const shell = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const curl = (url: string, body: string) =>
  [
    `curl -sS ${shell(url)} \\`,
    `  -H "Authorization: Bearer $ORB_API_KEY" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  --data-raw ${shell(body)}`,
    '',
  ].join('\n');

const node = (url: string, body: string) => `// Node 18 or later: ORB_API_KEY=... node event.mjs
const response = await fetch(${literal(url)}, {
  method: 'POST',
  headers: {
    Authorization: \`Bearer \${process.env.ORB_API_KEY}\`,
    'Content-Type': 'application/json',
  },
  body: JSON.stringify(${body}),
});
console.log(response.status, await response.text());
`;

const python = (url: string, body: string) => `# Python 3: ORB_API_KEY=... python3 event.py
import json
import os
import urllib.request

request = urllib.request.Request(
    ${literal(url)},
    data=json.dumps(${body}).encode(),
    headers={
        "Authorization": "Bearer " + os.environ["ORB_API_KEY"],
        "Content-Type": "application/json",
    },
)
with urllib.request.urlopen(request) as response:
    print(response.status, response.read().decode())
`;

const go = (url: string, body: string) => `// Go: ORB_API_KEY=... go run event.go
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

func main() {
	body := ${literal(body)}
	request, err := http.NewRequest("POST", ${literal(url)}, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("ORB_API_KEY"))
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		panic(err)
	}
	fmt.Println(response.StatusCode, string(answer))
}
`;
