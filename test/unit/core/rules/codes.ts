// Issues as short texts, for tables of tests.
import type { Issue } from '../../../../src/core/issue.ts';
import { readJson } from '../../../../src/core/jsonTree.ts';
import type { RuleContext } from '../../../../src/core/rules/context.ts';
import { checkIngestEvent } from '../../../../src/core/rules/ingest.ts';

/** `properties.n: number-range`, a warning with `?` at its end; `key of x: …` when the key is wrong. */
export const briefly = (issues: readonly Issue[]): readonly string[] =>
  issues.map(({ path, code, severity, onKey }) => {
    const place = path.length === 0 ? '' : `${onKey === true ? 'key of ' : ''}${path.join('.')}: `;
    return place + code + (severity === 'warning' ? '?' : '');
  });

export const NOW = Date.parse('2026-08-20T12:00:00Z');
export const context: RuleContext = { nowMs: NOW, gracePeriodHours: 12 };

/** A valid event as JSON text, with fields replaced by JSON texts; undefined leaves a field out. */
export function line(fields: Readonly<Record<string, string | undefined>> = {}): string {
  const all: Record<string, string | undefined> = {
    idempotency_key: '"k"',
    event_name: '"api_call"',
    timestamp: '"2026-08-20T11:00:00Z"',
    external_customer_id: '"acme"',
    properties: '{"n":1}',
    ...fields,
  };
  const members = Object.entries(all).filter(([, json]) => json !== undefined);
  return `{${members.map(([key, json]) => `${JSON.stringify(key)}:${json ?? ''}`).join(',')}}`;
}

export const ingestIssues = (text: string, given: Partial<RuleContext> = {}) =>
  briefly(checkIngestEvent(readJson(text), { ...context, ...given }));
