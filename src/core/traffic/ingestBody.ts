/** The events in the body of an ingest request, and what is wrong with the body as a whole. */
import { MAX_BATCH } from '../event.ts';
import { JsonSyntaxError, readJson, tryReadJson, type Span } from '../jsonTree.ts';
import { plainBatch, type PlainEvent } from '../plainBatch.ts';
import type { RuleContext } from '../rules/context.ts';
import * as texts from '../texts/traffic.ts';
import { batchSpans } from './batchSpans.ts';
import { pathOfMember, type TrafficProblem } from './problem.ts';

export interface IngestBody {
  /** Undefined when it isn't UTF-8. */
  readonly text: string | undefined;
  /** Less than `bytes` when only the beginning was kept. */
  readonly keptBytes: number;
  readonly bytes: number;
  readonly context: RuleContext;
}

/** Where an event is, and what it was parsed to if the body is a plain batch. */
export type EventSpan = Span & Partial<Pick<PlainEvent, 'value' | 'quotes'>>;

/** @param problems receives what is wrong @returns where each event is; its text may still not be JSON */
export function eventsOf(
  { text, keptBytes, bytes }: IngestBody,
  problems: TrafficProblem[],
): readonly EventSpan[] {
  const add = (code: string, message: string, path = '$') => {
    const severity = code === 'not-validated' ? 'warning' : 'error';
    problems.push({ eventId: null, severity, code, message, path });
  };
  if (keptBytes < bytes) {
    add('not-validated', texts.bodyNotKept(keptBytes, bytes));
    return [];
  }
  if (text === undefined) {
    add('not-utf8', texts.bodyNotUtf8());
    return [];
  }
  const parsed = plainBatch(text);
  const found = parsed === undefined ? batchSpans(text) : { keys: [], events: parsed };
  const fault = found === undefined ? syntaxFault(text) : undefined;
  if (fault !== undefined) {
    add('not-json', texts.bodyNotJson(fault));
    return [];
  }
  for (const key of found?.keys ?? []) {
    const name = tryReadJson(key);
    if (name?.kind !== 'string' || name.value === 'events') continue;
    add('unknown-field', texts.unknownMember(name.value), pathOfMember(name.value));
  }
  if (found?.events === undefined) {
    add('required', texts.noEvents(), pathOfMember('events'));
    return [];
  }
  const count = found.events.length;
  if (count > MAX_BATCH) {
    const message = texts.batchTooLarge(MAX_BATCH, count);
    add('batch-too-large', message, pathOfMember('events'));
  }
  return found.events;
}

/** Where and why a text isn't JSON, as a sentence. */
export function syntaxFault(text: string): string | undefined {
  try {
    readJson(text);
    return undefined;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error.message;
    throw error;
  }
}
