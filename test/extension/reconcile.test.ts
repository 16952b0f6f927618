import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ReconcileItems, ReconcileSummary } from '../../src/core/reconciliation/results.ts';
import { answer, callsDuring, sandbox } from './helpers.ts';
import { useIngestSuite } from './ingestSuite.ts';

const run = vscode.commands.executeCommand;

suite('reconcile', () => {
  const shared = useIngestSuite('reconcile');

  const key = (index: number) => `reconcile-${shared.nowMs}-${shared.prefix}-${index}`;
  const event = (index: number, properties: object = { n: 1 }, ago = 60_000) => ({
    idempotency_key: key(index),
    event_name: 'api_call',
    timestamp: new Date(shared.nowMs - ago).toISOString(),
    external_customer_id: 'reconcile-test',
    properties,
  });

  async function file(name: string, lines: readonly unknown[]): Promise<vscode.Uri> {
    const path = join(shared.folder, `${shared.prefix}-${name}`);
    const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    await writeFile(path, texts.join('\n'));
    return vscode.Uri.file(path);
  }
  const ingest = (...events: readonly object[]) => sandbox.api('POST', '/ingest', { events });
  const compare = async (args: unknown): Promise<ReconcileSummary> => {
    const summary = await run<ReconcileSummary | undefined>('orb.reconcile.file', args);
    assert.ok(summary);
    return summary;
  };
  const items = (args: object) => run<ReconcileItems>('orb.reconcile.items', args);

  const languageInFront = () => vscode.window.activeTextEditor?.document.languageId;

  /** Five lines: as in Orb, of another type in Orb, missing, past the grace period, and not JSON. */
  async function disagreeing(): Promise<vscode.Uri> {
    await ingest(event(0), event(1, { cached: 'true' }));
    return file('sent.orb.ndjson', [
      event(0),
      event(1, { cached: true }),
      event(2),
      event(3, { n: 1 }, 100 * 3_600_000),
      '{"half":',
    ]);
  }

  test('gives each line an outcome and a kind, and sends nothing', async () => {
    const uri = await disagreeing();
    const said = await answer({});
    let summary: ReconcileSummary | undefined;
    const calls = await callsDuring(async () => (summary = await compare(uri)));
    assert.deepEqual([...new Set(calls.map(({ path }) => path))], ['/v1/events/search']);
    assert.ok(summary);
    const { reconcileId, durationMs, ...counts } = summary;
    assert.ok(durationMs >= 0);
    assert.deepEqual(counts, {
      lines: 5,
      same: 1,
      missing: 2,
      different: 1,
      deprecated: 0,
      invalid: 1,
      duplicates: 0,
      notCompared: 0,
      requests: 2,
      cancelled: false,
      fileChanged: false,
    });
    assert.deepEqual(said, [], 'The page says it.');
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    assert.match(activeTab?.label ?? '', /sent\.orb\.ndjson$/);
    assert.ok(activeTab?.input instanceof vscode.TabInputWebview);
    assert.match(activeTab.input.viewType, /orb\.reconcile$/);
    assert.deepEqual(await items({ reconcileId }), {
      total: 5,
      items: [
        { line: 1, eventId: key(0), outcome: 'same', kind: null, changes: [] },
        {
          line: 2,
          eventId: key(1),
          outcome: 'different',
          kind: 'properties.cached:type',
          changes: [{ path: 'properties.cached', orb: '"true"', file: 'true' }],
        },
        { line: 3, eventId: key(2), outcome: 'missing', kind: 'grace:inside', changes: [] },
        { line: 4, eventId: key(3), outcome: 'missing', kind: 'grace:past', changes: [] },
        { line: 5, eventId: null, outcome: 'invalid', kind: 'json', changes: [] },
      ],
    });
  });

  test('lists lines by outcome and kind, page by page', async () => {
    const { reconcileId } = await compare({ uri: await disagreeing() });
    const lines = async (args: object) => {
      const found = await items({ reconcileId, ...args });
      return [found.total, ...found.items.map(({ line }) => line)];
    };
    assert.deepEqual(await lines({ outcome: 'missing' }), [2, 3, 4]);
    assert.deepEqual(await lines({ outcome: 'missing', kind: 'grace:past' }), [1, 4]);
    assert.deepEqual(await lines({ kind: 'json' }), [1, 5]);
    assert.deepEqual(await lines({ offset: 1, limit: 2 }), [5, 2, 3]);
    assert.deepEqual(await lines({ outcome: 'same' }), [1, 1]);
    assert.deepEqual(await lines({ outcome: 'notCompared' }), [0]);
  });

  test('writes a report as CSV and as Markdown', async () => {
    const { reconcileId } = await compare({ uri: await disagreeing() });
    const csv = await run<string>('orb.reconcile.export', { reconcileId, format: 'csv' });
    assert.deepEqual(csv.split('\r\n'), [
      'line,event_id,outcome,kind,field,in_orb,in_file',
      `2,${key(1)},different,properties.cached:type,properties.cached,"""true""",true`,
      `3,${key(2)},missing,grace:inside,,,`,
      `4,${key(3)},missing,grace:past,,,`,
      '5,,invalid,json,,,',
      '',
    ]);
    const uri = vscode.Uri.file(join(shared.folder, 'report.md'));
    const text = await run<string>('orb.reconcile.export', {
      reconcileId,
      format: 'markdown',
      uri,
    });
    assert.equal(await readFile(uri.fsPath, 'utf8'), text);
    assert.match(text, /sent\.orb\.ndjson compared with .*SANDBOX/);
    assert.ok(
      text.includes(`| 2 | \`${key(1)}\` | \`properties.cached\` | \`"true"\` | \`true\` |`),
    );
    assert.ok(!text.includes(shared.folder), 'A report has no path of this machine.');
  });

  test('stops for a rejected key, keeps what was found, and resumes', async () => {
    const uri = await disagreeing();
    await sandbox.control('/faults', [{ path: '/v1/events/search', status: 401 }]);
    const stopped = await compare(uri);
    assert.deepEqual([stopped.notCompared, stopped.invalid, stopped.cancelled], [4, 1, false]);
    const resumed = await run<ReconcileSummary>('orb.reconcile.resume');
    assert.equal(resumed.reconcileId, stopped.reconcileId);
    assert.deepEqual([resumed.same, resumed.notCompared], [1, 0]);
    await assert.rejects(
      async () => run('orb.reconcile.resume', stopped.reconcileId),
      /nothing to resume/,
    );
  });

  test('compares again with what Orb holds by then', async () => {
    const uri = await disagreeing();
    const first = await compare(uri);
    await ingest(event(2));
    const again = await run<ReconcileSummary>('orb.reconcile.again', first.reconcileId);
    assert.notEqual(again.reconcileId, first.reconcileId);
    assert.deepEqual([first.missing, again.missing, again.same], [2, 1, 2]);
  });

  test('a file that changed is reported and not resumed', async () => {
    const uri = await disagreeing();
    await sandbox.control('/faults', [{ path: '/v1/events/search', status: 401 }]);
    const { reconcileId } = await compare(uri);
    await writeFile(uri.fsPath, JSON.stringify(event(0)));
    const calls = await callsDuring(async () => {
      const resumed = await run<ReconcileSummary>('orb.reconcile.resume', reconcileId);
      assert.deepEqual([resumed.fileChanged, resumed.lines, resumed.notCompared], [true, 5, 4]);
    });
    assert.deepEqual(calls, []);
    await assert.rejects(async () => items({ reconcileId }), /changed since it was compared/);
    assert.equal((await items({ reconcileId, outcome: 'invalid' })).total, 1);
  });

  test('what was ingested from here just now is not called missing', async () => {
    const uri = await file('fresh.orb.ndjson', [event(0), event(1)]);
    await sandbox.control('/settings', { searchDelayMs: 3_600_000 });
    try {
      await run('orb.ingest.file', { uri, confirm: false });
      const { missing, notCompared } = await compare(uri);
      assert.deepEqual([missing, notCompared], [0, 2]);
    } finally {
      await sandbox.control('/settings', { searchDelayMs: 0 });
    }
  });

  test('compares what an editor shows before it is saved', async () => {
    await ingest(event(0));
    const document = await vscode.workspace.openTextDocument({
      language: 'jsonl',
      content: JSON.stringify(event(0)),
    });
    const { lines, same } = await compare(document.uri);
    assert.deepEqual([lines, same], [1, 1]);
  });

  test('the palette asks for the line to open, and for the format of the report', async () => {
    await compare({ uri: await disagreeing() });
    await answer({
      pick: async (choices) => (await choices).find(({ label }) => label === 'Line 3'),
    });
    await run('orb.reconcile.items');
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 2);
    await answer({ pick: async (choices) => (await choices)[0] });
    await run('orb.reconcile.export');
    assert.equal(languageInFront(), 'markdown');
    await run('workbench.action.closeAllEditors');
  });
});
