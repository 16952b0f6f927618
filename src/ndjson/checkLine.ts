/** Validates one line of an event file on its own. */
import { spanOf } from '../core/edits.ts';
import {
  JsonSyntaxError,
  memberOf,
  readJson,
  tryReadJson,
  type JsonNode,
} from '../core/jsonTree.ts';
import { jsonFault, lineTooLong, notUtf8 } from '../core/lineFaults.ts';
import { byteLength, isBlank, isTooLong } from '../core/lines.ts';
import { locate, type LocatedIssue } from '../core/located.ts';
import type { RuleContext } from '../core/rules/context.ts';
import { fastCheck } from '../core/rules/fastCheck.ts';
import { checkIngestEvent } from '../core/rules/ingest.ts';
import { instantOf } from '../core/rules/time.ts';
import {
  explainDeadLetter,
  lateInstantOf,
  readDeadLetter,
  reasonOf,
  type ReasonGroup,
} from '../core/deadLetter.ts';
import type { Problem } from './problem.ts';

export interface LineFacts {
  readonly kind: 'blank' | 'broken' | 'event' | 'deadLetter';
  readonly problems: readonly Problem[];
  /** The event ID, where there is one. */
  readonly key?: string;
  /**
   * The event's timestamp in milliseconds since 1970, if valid, since the event gets too old as time passes. For a dead letter that came
   * too late, the timestamp that Orb names.
   */
  readonly ms?: number;
  /** The kind of rejection reason of a dead letter. */
  readonly reason?: ReasonGroup;
}

const BLANK: LineFacts = { kind: 'blank', problems: [] };

/** @param hasWrongBytes whether the file has bytes that aren't UTF-8; the editor shows U+FFFD for them */
export function checkLine(text: string, context: RuleContext, hasWrongBytes = false): LineFacts {
  if (isBlank(text) && !isTooLong(text)) return BLANK;
  const wrong = hasWrongBytes ? text.indexOf('\uFFFD') : -1;
  if (wrong >= 0) {
    const span = { start: wrong, end: wrong + 1 };
    return broken({ code: 'not-utf8', message: notUtf8(), span });
  }
  if (isTooLong(text)) {
    const message = lineTooLong(byteLength(text));
    return broken({ code: 'line-too-long', message, span: { start: 0, end: 1 } });
  }
  const valid = fastCheck(text, context);
  if (valid !== undefined) {
    const ms = Date.parse(valid.timestamp);
    return { kind: 'event', problems: [], key: valid.idempotency_key, ms };
  }
  try {
    return checkRead(readJson(text), context);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return broken(jsonFault(text, error));
  }
}

const broken = (fault: Omit<Problem, 'severity'>): LineFacts => ({
  kind: 'broken',
  problems: [{ ...fault, severity: 'error' }],
});

function checkRead(root: JsonNode, context: RuleContext): LineFacts {
  const letter = readDeadLetter(root);
  if (letter !== undefined) {
    const span = { start: root.start, end: root.end };
    const message = explainDeadLetter(letter);
    const problem: Problem = { code: 'dead-letter', severity: 'warning', message, span };
    const { group } = reasonOf(letter);
    const ms = group === 'late' ? lateInstantOf(letter) : undefined;
    return {
      kind: 'deadLetter',
      problems: [problem],
      reason: group,
      ...(ms === undefined ? {} : { ms }),
    };
  }
  const key = memberOf(root, 'idempotency_key');
  const ms = instantOf(root)?.ms;
  const problems = checkIngestEvent(root, context).map((issue) => {
    const { code, severity, message } = issue;
    return { code, severity, message, span: spanOf(root, issue) };
  });
  return {
    kind: 'event',
    problems,
    ...(key?.kind === 'string' && key.value !== '' ? { key: key.value } : {}),
    ...(ms === undefined ? {} : { ms }),
  };
}

/** Validates an event that is edited on its own. @returns errors first; nothing for invalid JSON, which the built-in JSON support reports */
export function ingestIssues(text: string, context: RuleContext): readonly LocatedIssue[] {
  const root = tryReadJson(text);
  return root === undefined ? [] : locate(text, root, checkIngestEvent(root, context));
}
