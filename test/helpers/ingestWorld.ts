/** In-memory ports of ingest/, and helpers to run it. */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { RuleContext } from '../../src/core/rules/context.ts';
import { validateFile, type ValidatedFile } from '../../src/ingest/validateFile.ts';
import type { Clock, JournalLog, RejectedLine, Scratch, Source } from '../../src/ingest/ports.ts';

export const NOW_MS = Date.parse('2026-08-20T12:00:00Z');
export const context: RuleContext = { nowMs: NOW_MS, gracePeriodHours: 12 };

/** A valid line. Given members replace others, or remove them when undefined. Values are JSON texts. */
export function eventLine(key: string, other: Readonly<Record<string, string | undefined>> = {}) {
  const members: Record<string, string | undefined> = {
    idempotency_key: JSON.stringify(key),
    event_name: '"api_call"',
    timestamp: '"2026-08-20T11:00:00Z"',
    external_customer_id: '"acme"',
    properties: '{"n":1}',
    ...other,
  };
  const texts = Object.entries(members).flatMap(([name, json]) =>
    json === undefined ? [] : [`"${name}":${json}`],
  );
  return `{${texts.join(',')}}`;
}

export const goodLines = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => eventLine(`k${index}`));

export const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

/** @param size of the file when it was opened, if different from now */
export function memorySource(content: string | Uint8Array, size?: number): Source {
  const bytes = bytesOf(content);
  return {
    size: size ?? bytes.length,
    read: async (into, position) => {
      const part = bytes.subarray(position, position + into.length);
      into.set(part);
      return Promise.resolve(part.length);
    },
    digest: (part) => createHash('sha256').update(part).digest('base64url'),
  };
}

export function memoryScratch(): Scratch & { readonly parts: Map<number, Uint8Array> } {
  const parts = new Map<number, Uint8Array>();
  return {
    parts,
    append: async (part, bytes) => {
      parts.set(part, Buffer.concat([parts.get(part) ?? new Uint8Array(0), bytes]));
      return Promise.resolve();
    },
    read: async (part) => Promise.resolve(parts.get(part) ?? new Uint8Array(0)),
  };
}

export interface MemoryJournal extends JournalLog {
  readonly lines: string[];
  readonly text: string;
}

export function memoryJournal(): MemoryJournal {
  const lines: string[] = [];
  return {
    lines,
    append: (line) => void lines.push(line),
    get text() {
      return lines.map((line) => `${line}\n`).join('');
    },
  };
}

/** A clock that advances while sleeping without taking real time. Short sleeps end in the next turn. */
export function quickClock(): Clock & { readonly slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (ms, signal) => {
      // Progress is yielded every 100 ms: that wait ends in the next turn and doesn't advance the clock.
      if (ms === 100) {
        await setImmediate();
        return;
      }
      slept.push(ms);
      await setImmediate();
      if (!signal.aborted) now += ms;
    },
  };
}

export function collectRejects(): {
  readonly lines: RejectedLine[];
  add(line: RejectedLine): void;
} {
  const lines: RejectedLine[] = [];
  return { lines, add: (line) => void lines.push(line) };
}

/** Runs a generator to its end. */
export async function finish<State, Result>(
  states: AsyncGenerator<State, Result>,
  onState: (state: State) => unknown = () => undefined,
): Promise<Result> {
  for (;;) {
    const next = await states.next();
    if (next.done === true) return next.value;
    await onState(next.value);
  }
}

export async function validated(
  content: string | Uint8Array,
  rules: RuleContext = context,
): Promise<ValidatedFile> {
  const ports = { source: memorySource(content), scratch: memoryScratch() };
  return finish(validateFile(ports, rules, new AbortController().signal));
}

/** The states of all lines, without blank ones: `1:good 2:invalid`. */
export function statesOf({ states }: ValidatedFile): string {
  return Array.from({ length: states.last }, (_, index) => index + 1)
    .filter((line) => states.get(line) !== 'blank')
    .map((line) => `${line}:${states.get(line)}`)
    .join(' ');
}
