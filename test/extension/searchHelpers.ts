// What the tests of the Events view need in addition to helpers.ts.
import * as vscode from 'vscode';
import type { CommandArgs, CommandId, CommandResult } from '../../src/contributions.ts';
import { callsDuring, sandbox } from './helpers.ts';

/** Runs a command of the extension, with types. */
export const run = <K extends CommandId>(id: K, ...args: CommandArgs<K>) =>
  vscode.commands.executeCommand<CommandResult<K>>(id, ...args);

/** Ingests events of acme, dated a minute ago, behind the editor's back. */
export const addEvents = async (
  ids: readonly string[],
  change: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const timestamp = new Date(Date.now() - 60_000).toISOString();
  for (let at = 0; at < ids.length; at += 500) {
    await sandbox.api('POST', '/ingest', {
      events: ids.slice(at, at + 500).map((id) => ({
        idempotency_key: id,
        event_name: 'api_call',
        external_customer_id: 'acme',
        timestamp,
        properties: { tokens: 1 },
        ...change,
      })),
    });
  }
};

export interface SearchBody {
  readonly event_ids: readonly string[];
  readonly timeframe_start: string;
}
/** The bodies of the searches that reach the API while some work runs. */
export async function searchesDuring(
  work: () => PromiseLike<unknown>,
): Promise<readonly SearchBody[]> {
  return (await callsDuring(work))
    .filter(({ path }) => path === '/v1/events/search')
    .map(({ requestBody }) => JSON.parse(requestBody) as SearchBody);
}
