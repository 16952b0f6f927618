// What extension tests need around the extension: the sandbox next to the editor, scripted answers,
// waiting.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension.ts';
import { readReport } from '../../src/ingestWorker/runFolder.ts';
import type { RunReport } from '../../src/ingestWorker/messages.ts';
import type { Dialogs } from '../../src/workbench/dialogs.ts';

/** The sandbox that `npm run test:extension` started, seeded with demo data; also the Environment connection. */
export const sandbox = {
  url: fromEnvironment('ORB_BASE_URL'),
  apiKey: fromEnvironment('ORB_API_KEY'),
  adminUrl: fromEnvironment('ORB_SANDBOX_ADMIN'),

  /**
   * Calls the control interface (`/faults`, `/settings`, …): posts a body, or gets if there's none.
   */
  async control(path: string, body?: unknown): Promise<unknown> {
    const post = { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(sandbox.adminUrl + path, {
      ...(body === undefined ? {} : post),
      headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
    });
    const text = await response.text();
    assert.ok(response.ok, `${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  },

  /** A second client of the API, working behind the editor's back. `path` without /v1. */
  async api(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(sandbox.url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  },
};

export interface Call {
  readonly n: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly requestBody: string;
}

/**
 * The number of the last call to the API. The sandbox drops the oldest ones, so the length of its
 * list isn't enough.
 */
export async function lastRequest(): Promise<number> {
  const { requests } = (await sandbox.control('/state')) as { readonly requests: number };
  return requests;
}

export async function callsSince(n: number): Promise<readonly Call[]> {
  return (await sandbox.control(`/requests?since=${n}`)) as readonly Call[];
}

/** The calls that reach the API while some work runs. */
export async function callsDuring(work: () => PromiseLike<unknown>): Promise<readonly Call[]> {
  const before = await lastRequest();
  await work();
  return callsSince(before);
}

/** The activated extension, with what it exports for tests. */
export async function activated(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi>('orbtools.orb-events');
  assert.ok(extension, 'The extension is not in this editor.');
  const api = await extension.activate();
  assert.ok(api, 'The extension did not notice that it is under test.');
  return api;
}

/**
 * Answers the extension's questions from now on; others are dismissed.
 * @returns everything that was asked or shown, as text, in order
 */
export async function answer(answers: Partial<Dialogs>): Promise<string[]> {
  const api = await activated();
  const said: string[] = [];
  const dismissed: Dialogs = {
    confirm: () => Promise.resolve(false),
    choose: () => Promise.resolve(undefined),
    pick: () => Promise.resolve(undefined),
    pickMany: () => Promise.resolve(undefined),
    pickTyped: () => Promise.resolve(undefined),
    input: () => Promise.resolve(undefined),
    openFile: () => Promise.resolve(undefined),
    saveFile: () => Promise.resolve(undefined),
    notify: () => Promise.resolve(undefined),
  };
  const scripted = { ...dismissed, ...answers };
  api.setDialogs(
    new Proxy(scripted, {
      get:
        (target, name: keyof Dialogs) =>
        (...args: unknown[]) => {
          said.push(`${name}: ${JSON.stringify(args)}`);
          return (target[name] as (...args: unknown[]) => unknown)(...args);
        },
    }),
  );
  return said;
}

/** The recorded outcome of a run's lines. */
export async function reportOf(runId: string | undefined): Promise<RunReport> {
  const { services } = await activated();
  const report = await readReport(
    join(services.context.globalStorageUri.fsPath, 'runs', runId ?? ''),
  );
  assert.ok(report, 'The run has no report.');
  return report;
}

/** What our interface adds to a command's arguments so that its failure is shown. */
export const fromInterface = { orbCaller: 'interface' } as const;

const NOTICE = 'notify: ';

/**
 * The only notification that some work shows, as `error | message | buttons`; the work itself
 * resolves with nothing.
 * @param answers to questions in between
 */
export async function noticeOf(
  work: () => PromiseLike<unknown>,
  answers: Partial<Dialogs> = {},
): Promise<string> {
  const said = await answer(answers);
  assert.equal(await work(), undefined);
  const notices = said.flatMap((text) =>
    text.startsWith(NOTICE) ? [text.slice(NOTICE.length)] : [],
  );
  assert.equal(notices.length, 1, notices.join('\n'));
  return (JSON.parse(notices[0]!) as readonly string[]).join(' | ');
}

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing: run "npm run test:extension".`);
  return value;
}
