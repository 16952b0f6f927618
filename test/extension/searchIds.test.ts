import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Dialogs } from '../../src/workbench/dialogs.ts';
import { closeAll, select } from './editors.ts';
import { answer, noticeOf } from './helpers.ts';
import { addEvents, run, searchesDuring } from './searchHelpers.ts';

suite('IDs to search for', () => {
  setup(async () => {
    await answer({});
    await run('orb.events.clear');
    await closeAll();
  });
  const open = async (content: string) =>
    vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
  /** Types a text, and takes the item at an index. */
  const typing =
    (typed: string, index = 0): Dialogs['pickTyped'] =>
    async (itemsFor) => {
      const items = await itemsFor(typed, new AbortController().signal);
      return { item: items[index]!, typed };
    };
  const asked = async (work: () => PromiseLike<unknown>) =>
    (await searchesDuring(work)).flatMap(({ event_ids: found }) => found);

  test('the selection takes precedence over the file, and the file over the clipboard', async () => {
    await vscode.env.clipboard.writeText('clip_1\nclip_2');
    const editor = await open('{"idempotency_key":"file_1","event_name":"n"}\n"sel 1", sel_2\n');
    await select(editor, new vscode.Selection(1, 0, 1, 14));
    const search = async () => {
      await run('orb.events.searchSelection');
    };
    assert.deepEqual(await asked(search), ['sel 1', 'sel_2']);
    await select(editor, new vscode.Selection(0, 0, 0, 0));
    assert.deepEqual(await asked(search), ['file_1']);
    await closeAll();
    assert.deepEqual(await asked(search), ['clip_1', 'clip_2']);
  });

  test("if it isn't clear which words are IDs, the user picks", async () => {
    await vscode.env.clipboard.writeText('charged order-77 in 20ms');
    await answer({
      pickMany: (items) => Promise.resolve(items.filter(({ picked }) => picked === true)),
    });
    assert.deepEqual(await asked(() => run('orb.events.searchSelection')), ['order-77']);
  });

  test('asks step by step: IDs, then the exact time frame', async () => {
    const inputs = ['2026-01-01', '2026-01-02 12:00'];
    await answer({
      pickTyped: typing('evt_0001 evt_0002'),
      input: () => Promise.resolve(inputs.shift()),
      pick: async (items) => (await items).at(-1),
    });
    const [body] = await searchesDuring(() => run('orb.events.search'));
    assert.deepEqual(body, {
      event_ids: ['evt_0001', 'evt_0002'],
      timeframe_start: '2026-01-01T00:00:00Z',
      timeframe_end: '2026-01-02T12:00:00Z',
    });
  });

  test('the count is updated while typing, and what was left out is one step away', async () => {
    await vscode.env.clipboard.writeText('id=clip_1\nid=clip_2');
    const shown = async (typed: string) => {
      let items: readonly vscode.QuickPickItem[] = [];
      await answer({
        pickTyped: async (itemsFor) => {
          items = await itemsFor(typed, new AbortController().signal);
          return undefined;
        },
      });
      await run('orb.events.search');
      return items.map(({ label, description = '' }) => `${label} | ${description}`);
    };
    assert.deepEqual(await shown(''), ['2 IDs on the clipboard | ']);
    assert.deepEqual(await shown('evt_0001'), ['Search 1 ID | case-sensitive']);
    assert.deepEqual(await shown('evt_0001, evt_0002, evt_0001, retry after 2 s'), [
      'Search 2 IDs | case-sensitive',
      'Show What Was Left Out… | 1 duplicate, 1 piece of text',
    ]);
    assert.deepEqual(await shown('retry after 2 s'), [
      'No event ID here | "retry after 2 s" reads as a sentence',
      'Search for It Anyway | ',
    ]);
    assert.deepEqual(await shown('trace order-77 in order-78 again'), [
      'No event ID here | ',
      'Show What Was Left Out… | 2 pieces of text',
    ]);
  });

  test('a piece that was left out can be added to the search, from the list or later from its row', async () => {
    await addEvents(['left 1 of 2', 'left 2 of 2']);
    const text = 'evt_0001, left 1 of 2, left 2 of 2';
    const said = await answer({
      pickTyped: typing(text, 1),
      pickMany: (items) => Promise.resolve(items.slice(0, 1)),
      pick: async (items) => (await items)[0],
    });
    const found = await run('orb.events.search');
    assert.deepEqual(
      found!.events.map(({ id }) => id),
      ['evt_0001', 'left 1 of 2'],
    );
    assert.match(said.join(), /reads as a sentence.*Left Out of 3 Pieces/);
    // The other one is shown below the search.
    const again = await searchesDuring(() => run('orb.search.leftOut'));
    assert.deepEqual(again[0]?.event_ids, ['evt_0001', 'left 1 of 2', 'left 2 of 2']);
    assert.match(
      await noticeOf(() => run('orb.search.leftOut')),
      /Nothing was left out of this search/,
    );
  });

  test('the IDs of a file of 10 MB are found', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'orb-log-'));
    try {
      const file = join(folder, 'large.log');
      const line = (index: number) => `03:12:04 INFO billed id=big_${index % 3} in 5 ms, "late\n`;
      await writeFile(file, Array.from({ length: 250_000 }, (_, index) => line(index)).join(''));
      const ids = await asked(() => run('orb.events.searchSelection', vscode.Uri.file(file)));
      assert.deepEqual(ids, ['big_0', 'big_1', 'big_2']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
