/** One line of an event file, judged by itself. */
import { spanOf } from '../core/edits.ts';
import { JsonSyntaxError, memberOf, readJson, type JsonNode } from '../core/jsonTree.ts';
import { lineTooLong, notJson } from '../core/lineFaults.ts';
import type { RuleContext } from '../core/rules/context.ts';
import { checkIngestEvent } from '../core/rules/ingest.ts';
import { instantOf } from '../core/rules/time.ts';
import { explainDeadLetter, readDeadLetter } from '../core/deadLetter.ts';
import type { Finding } from './finding.ts';
import { readSpotless } from './spotless.ts';

/** Longer lines are no events; the ingest rejects them as well. */
const MAX_LINE = 1024 * 1024;

export interface LineFacts {
  readonly kind: 'blank' | 'broken' | 'event' | 'deadLetter';
  readonly findings: readonly Finding[];
  /** The idempotency key, where there is one. */
  readonly key?: string;
  /** The event's instant in milliseconds since 1970, where it has one: whether it is in time changes with the clock. */
  readonly ms?: number;
}

const BLANK: LineFacts = { kind: 'blank', findings: [] };
export const isBlank = (text: string): boolean => text.trim() === '';

export function checkLine(text: string, context: RuleContext): LineFacts {
  if (isBlank(text)) return BLANK;
  const spotless = readSpotless(text, context);
  if (spotless !== undefined) return { kind: 'event', findings: [], ...spotless };
  if (text.length > MAX_LINE) {
    return broken({ message: lineTooLong(text.length), code: 'line-too-long', start: 0, end: 1 });
  }
  try {
    return checkRead(readJson(text), context);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const start = Math.min(error.offset, text.trimEnd().length - 1);
    const message = notJson(error.message);
    return broken({ message, code: 'not-json', start, end: start + 1 });
  }
}

function broken(fault: {
  readonly message: string;
  readonly code: string;
  readonly start: number;
  readonly end: number;
}): LineFacts {
  const { message, code, start, end } = fault;
  return { kind: 'broken', findings: [{ code, severity: 'error', message, span: { start, end } }] };
}

function checkRead(root: JsonNode, context: RuleContext): LineFacts {
  const letter = readDeadLetter(root);
  if (letter !== undefined) {
    const span = { start: root.start, end: root.end };
    const message = explainDeadLetter(letter);
    const finding: Finding = { code: 'dead-letter', severity: 'warning', message, span };
    return { kind: 'deadLetter', findings: [finding] };
  }
  const key = memberOf(root, 'idempotency_key');
  const ms = instantOf(root)?.ms;
  const findings = checkIngestEvent(root, context).map((issue) => {
    const { code, severity, message } = issue;
    return { code, severity, message, span: spanOf(root, issue) };
  });
  return {
    kind: 'event',
    findings,
    ...(key?.kind === 'string' && key.value !== '' ? { key: key.value } : {}),
    ...(ms === undefined ? {} : { ms }),
  };
}
