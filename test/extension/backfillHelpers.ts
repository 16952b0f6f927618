// Shared by tests of backfills: typed commands, a day far from the demo data's own backfills,
// scripted answers.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CommandArgs, CommandId, CommandResult } from '../../src/contributions.ts';
import type { Backfill } from '../../src/core/backfill.ts';
import type { Dialogs } from '../../src/workbench/dialogs.ts';
import { eventually } from '../helpers/eventually.ts';
import { answer, sandbox } from './helpers.ts';

export const run = <K extends CommandId>(id: K, ...args: CommandArgs<K>) =>
  vscode.commands.executeCommand<CommandResult<K>>(id, ...args);

/** As passed by a caller without type checks. */
export type CreateArgument = CommandArgs<'orb.backfills.create'>[0];

export const DAY = 86_400_000;
export const midnight = Math.floor(Date.now() / DAY) * DAY;
export const day = (ago: number) => new Date(midnight - ago * DAY).toISOString();
/** Far from the demo data's own backfills. */
export const FRAME = { timeframeStart: day(20), timeframeEnd: day(19) };
export const inside = new Date(midnight - 20 * DAY + 3_600_000).toISOString();

export const create = async (changes: object = {}): Promise<Backfill> => {
  const wanted = { ...FRAME, replaceExistingEvents: false, confirm: false, ...changes };
  return (await run('orb.backfills.create', wanted))!;
};
export const send = (backfillId: string, ...ids: readonly string[]) =>
  sandbox.api('POST', `/ingest?backfill_id=${backfillId}`, {
    events: ids.map((id) => ({
      idempotency_key: id,
      event_name: 'api_call',
      external_customer_id: 'acme',
      timestamp: inside,
      properties: { tokens: 1 },
    })),
  });
export const found = async (...ids: readonly string[]) => {
  const criteria = { event_ids: ids, timeframe_start: day(30) };
  const { data } = (await sandbox.api('POST', '/events/search', criteria)) as {
    data: readonly { id: string; deprecated: boolean }[];
  };
  return data.map(({ id, deprecated }) => (deprecated ? `${id} deprecated` : id));
};
export const settled = (id: string, status: string) =>
  eventually(`${id} is ${status}`, async () => {
    const backfill = await run('orb.backfills.fetch', { backfillId: id });
    return backfill?.status === status;
  });

/** Picks the item whose label starts with the next of these texts, or types the next one. */
export function script(words: readonly string[]): Partial<Dialogs> {
  const left = [...words];
  const next = () => left.shift() ?? '';
  return {
    pick: async (items) => {
      const word = next();
      const item = (await items).find(({ label }) => label.includes(word));
      assert.ok(item, `There is no item ${word}.`);
      return item;
    },
    input: (options) => {
      const text = next();
      const problem = options.validateInput?.(text);
      assert.equal(problem ?? undefined, undefined, `${text} is refused.`);
      return Promise.resolve(text);
    },
    confirm: () => Promise.resolve(true),
    choose: (_message, _detail, actions) => {
      const word = next();
      return Promise.resolve(actions.find((action) => action.includes(word)));
    },
  };
}

/**
 * In each test, reflecting takes no time, questions are dismissed, and pending backfills are
 * reverted afterwards.
 */
export function useBackfills(): void {
  setup(async () => {
    await sandbox.control('/settings', { reflectDelayMs: 0 });
    await answer({});
  });
  teardown(async () => {
    await sandbox.control('/faults', []);
    await sandbox.control('/settings', { reflectDelayMs: 5_000 });
    for (const { id, status } of (await run('orb.backfills.list')) ?? []) {
      if (status === 'pending' && id !== 'bf_pending') {
        await run('orb.backfills.revert', { backfillId: id, confirm: false });
      }
    }
  });
}
