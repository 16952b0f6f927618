/** The log. Keys and control characters are removed from everything written to it. Its lines are in English. */
import type * as vscode from 'vscode';
import type { RequestRecord } from '../orb/orbApi.ts';
import type { Redactor } from './redactor.ts';

const writers: ReadonlySet<PropertyKey> = new Set(['trace', 'debug', 'info', 'warn', 'error']);

/** The same channel, with everything written passed through the redactor. */
export function cleanLog(
  channel: vscode.LogOutputChannel,
  redactor: Redactor,
): vscode.LogOutputChannel {
  return new Proxy(channel, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const method = value as (...args: readonly unknown[]) => unknown;
      if (!writers.has(name)) return method.bind(target);
      return (...args: readonly unknown[]) =>
        method.call(
          target,
          args
            .map((arg) => redactor.clean(toText(arg)))
            .join(' ')
            .trimEnd(),
        );
    },
  });
}

/** A longer chain of causes is circular. */
const MAX_CAUSES = 8;

function toText(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) {
    const hasCause = value.cause !== undefined && depth < MAX_CAUSES;
    const cause = hasCause ? `\nCaused by: ${toText(value.cause, depth + 1)}` : '';
    return (value.stack ?? value.message) + cause;
  }
  try {
    const json: unknown = JSON.stringify(value);
    // Undefined and functions have no JSON.
    return typeof json === 'string' ? json : String(value);
  } catch {
    return String(value);
  }
}

/** Responses can have 64 MB: the log gets their beginning. */
const MAX_BODY = 100_000;
const excerpt = (body: string) =>
  body.length > MAX_BODY ? `${body.slice(0, MAX_BODY)}… (${body.length} characters)` : body;

/** vscode.LogLevel.Trace, which only the editor itself can be asked for; unit tests run without one. */
const TRACE = 1;

/** Logs one attempt of a request as a line; its bodies at trace level. */
export function logRequest(
  log: vscode.LogOutputChannel,
  connectionName: string,
  record: RequestRecord,
): void {
  const { method, path, status, ms, attempt, error } = record;
  const outcome = status ?? `no response (${error ?? 'unknown'})`;
  const line = `${connectionName}: ${method} ${path} ${outcome} ${ms} ms, attempt ${attempt}`;
  if (status !== undefined && status < 400) log.info(line);
  else log.warn(line);
  const level: number = log.logLevel;
  if (level !== TRACE) return;
  if (record.requestBody !== undefined) log.trace(`sent ${excerpt(record.requestBody)}`);
  if (record.responseBody !== undefined) log.trace(`received ${excerpt(record.responseBody)}`);
}
