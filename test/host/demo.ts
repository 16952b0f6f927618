// The demo workspace of `npm start`. Orb only accepts recent events, so the event file's timestamps
// are moved to now each time.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

const TIMESTAMP = /(?<="timestamp": ")[^"]+(?=")/g;
const files = ['support-ticket.txt', 'usage.orb.ndjson'] as const;

/** Writes the demo files to a folder; files that the user changed there stay as they are. */
export function writeDemo(folder: string, nowMs: number): void {
  mkdirSync(folder, { recursive: true });
  for (const name of files) {
    const file = join(folder, name);
    const text = readFileSync(join(root, 'test', 'fixtures', 'demo', name), 'utf8');
    const untouched = !existsSync(file) || timeless(readFileSync(file, 'utf8')) === timeless(text);
    if (untouched) writeFileSync(file, movedTo(text, nowMs));
  }
}

/** The text with all timestamps moved by the same span, so that the latest is a minute ago. */
export function movedTo(text: string, nowMs: number): string {
  const latest = Math.max(...(text.match(TIMESTAMP) ?? []).map((each) => Date.parse(each)));
  const span = nowMs - 60_000 - latest;
  return text.replace(TIMESTAMP, (each) => new Date(Date.parse(each) + span).toISOString());
}

const timeless = (text: string) => text.replace(TIMESTAMP, '').replaceAll('\r\n', '\n');
