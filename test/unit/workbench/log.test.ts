import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { RequestRecord } from '../../../src/orb/orbApi.ts';
import { cleanLog, logRequest } from '../../../src/workbench/log.ts';
import { createRedactor } from '../../../src/workbench/redactor.ts';

/** Numbers of vscode.LogLevel. */
const level = { trace: 1, info: 3 } as const;
const key = 'key-of-acme-0123456789abcdef';

/** The log as the extension writes it, with what reached the channel. */
function logAt(logLevel: number) {
  const lines: string[] = [];
  const write = (level: string) => (message: string) => lines.push(`${level} ${message}`);
  const channel = {
    logLevel,
    ...{ trace: write('trace'), debug: write('debug'), info: write('info') },
    ...{ warn: write('warn'), error: write('error') },
  } as unknown as vscode.LogOutputChannel;
  const redactor = createRedactor();
  redactor.add(key);
  return { log: cleanLog(channel, redactor), lines };
}

const record: RequestRecord = {
  method: 'PUT',
  path: '/events/evt_1',
  status: 200,
  ms: 12,
  attempt: 1,
  headers: {},
  requestHeaders: {},
  requestBody: '{"event_name":"a"}',
  responseBody: '{"amended":"evt_1"}',
};

suite('the log', () => {
  test('has one line for each attempt of a request: method, path, status, time, attempt', () => {
    const { log, lines } = logAt(level.info);
    logRequest(log, 'Acme', record);
    logRequest(log, 'Acme', { ...record, status: 503, attempt: 2 });
    const { method, path, ms, headers, requestHeaders } = record;
    const unanswered = { method, path, ms, headers, requestHeaders };
    logRequest(log, 'Acme', { ...unanswered, error: 'connection reset', attempt: 3 });
    assert.deepEqual(lines, [
      'info Acme: PUT /events/evt_1 200 12 ms, attempt 1',
      'warn Acme: PUT /events/evt_1 503 12 ms, attempt 2',
      'warn Acme: PUT /events/evt_1 no response (connection reset) 12 ms, attempt 3',
    ]);
  });

  test('has bodies only at trace level, cut off if they are huge', () => {
    const { log, lines } = logAt(level.trace);
    logRequest(log, 'Acme', { ...record, responseBody: 'x'.repeat(1_000_000) });
    assert.equal(lines[1], 'trace sent {"event_name":"a"}');
    assert.match(lines[2] ?? '', /^trace received x+… \(1000000 characters\)$/);
    assert.ok((lines[2] ?? '').length < 101_000);
  });

  test('never contains a key: in a message, body, error, cause, or data', () => {
    const { log, lines } = logAt(level.trace);
    logRequest(log, key, {
      ...record,
      path: `/events/${key}`,
      requestBody: key,
      responseBody: `"${key}"`,
    });
    log.error(`failed ${key}`, new Error(key, { cause: new Error(`inner ${key}`) }));
    log.warn('data', { token: key });
    assert.equal(lines.length, 5);
    assert.ok(!lines.join('\n').includes(key));
    assert.match(lines[3] ?? '', /Caused by: Error: inner <key>/);
  });

  test('escapes terminal sequences', () => {
    const { log, lines } = logAt(level.info);
    logRequest(log, 'Acme\u001b]0;owned\u0007', record);
    assert.ok(lines[0]?.startsWith('info Acme\\u001b]0;owned\\u0007: PUT'));
  });
});
