import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CommandResult, IngestSummary } from '../../src/contributions.ts';
import { eventually } from '../helpers/eventually.ts';
import { select, textInFront } from './editors.ts';
import { answer, reportOf, sandbox } from './helpers.ts';
import { useIngestSuite } from './ingestSuite.ts';

const run = vscode.commands.executeCommand;
const ingestFile = (args: unknown) =>
  run<IngestSummary | undefined>('orb.ingest.file', args) as Promise<IngestSummary | undefined>;

suite('ingest', () => {
  const shared = useIngestSuite('ingest');

  const key = (index: number) => `ingest-${shared.nowMs}-${shared.prefix}-${index}`;
  const line = (index: number, properties = '{"n":1.0}') =>
    `{"idempotency_key":"${key(index)}","event_name":"api_call","timestamp":"${new Date(shared.nowMs - 60_000).toISOString()}","external_customer_id":"ingest-test","properties":${properties}}`;
  const lines = (count: number) => Array.from({ length: count }, (_, index) => line(index));

  async function file(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
    const path = join(shared.folder, `${shared.prefix}-${name}`);
    await writeFile(path, content);
    return vscode.Uri.file(path);
  }
  /** The event IDs that Orb has. */
  async function held(count: number): Promise<readonly string[]> {
    const ids = Array.from({ length: count }, (_, index) => key(index));
    const { data } = (await sandbox.api('POST', '/events/search', { event_ids: ids })) as {
      data: { id: string }[];
    };
    return data.map(({ id }) => id);
  }

  test('validates a file without sending anything', async () => {
    const before = (await sandbox.control('/state')) as { events: number };
    const uri = await file(
      'v.ndjson',
      [line(0), line(0), line(1), line(1, '{}'), '{', '', line(2)].join('\n'),
    );
    const said = await answer({});
    const found = await run<CommandResult<'orb.ingest.validate'>>('orb.ingest.validate', uri);
    assert.deepEqual(found, { lines: 6, valid: 2, invalid: 1, duplicates: 1, conflicts: 2 });
    const after = (await sandbox.control('/state')) as { events: number };
    assert.equal(after.events, before.events);
    assert.match(said.join(), /"warning","\d+-v\.ndjson: 3 of 6 lines have problems\."/);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), uri.toString());
    assert.equal(editor.selection.active.line, 2, 'The first problem is in front.');
    const where = () =>
      vscode.languages
        .getDiagnostics(uri)
        .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
        .map(({ range }) => range.start.line)
        .sort();
    await eventually('each problem is listed once', () => where().join() === '2,3,4');
    await run('workbench.action.closeActiveEditor');
    // The same number of lines, but others.
    await writeFile(uri.fsPath, ['{', line(0), '[', line(1), '5'].join('\n'));
    await run('orb.ingest.validate', uri);
    await eventually('the other problems', () => where().join() === '0,2,4');
    await run('workbench.action.closeActiveEditor');
  });

  test("shows a preview, sends nothing if that is declined, and ingests if it's accepted", async () => {
    const uri = await file('ask.ndjson', lines(3).join('\n'));
    const said = await answer({});
    assert.equal(await ingestFile(uri), undefined);
    assert.match(said[0] ?? '', /Ingest 3 events into .*SANDBOX/);
    assert.match(said[0] ?? '', /3 lines, 3 valid/);
    assert.doesNotMatch(said[0] ?? '', /Line \d/);
    assert.deepEqual(await held(3), []);
    await answer({ confirm: () => Promise.resolve(true) });
    const summary = await ingestFile({ uri: uri.toString() });
    assert.equal(summary?.accepted, 3);
    assert.equal((await held(3)).length, 3);
  });

  test('shows the first reasons in the question', async () => {
    const uri = await file('reasons.ndjson', [line(0), line(1, '{"n":null}'), '{'].join('\n'));
    const said = await answer({});
    assert.equal(await ingestFile(uri), undefined);
    assert.match(said[0] ?? '', /2 lines have problems and aren't sent\\nLine 2: .+\\nLine 3: /);
  });

  test('opens a page named after the file for each run', async () => {
    const tabs = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs: all }) => all)
        .filter(({ input }) => input instanceof vscode.TabInputWebview)
        .map(({ label }) => label);
    const uri = await file('page.ndjson', line(0));
    await run('workbench.action.closeAllEditors');
    const summary = await ingestFile({ uri, confirm: false });
    await eventually('the tab', () => tabs().join() === `${shared.prefix}-page.ndjson`);
    await run('workbench.action.closeAllEditors');
    await run('orb.ingest.showRun', summary?.runId);
    await eventually('the tab again', () => tabs().join() === `${shared.prefix}-page.ndjson`);
    await run('workbench.action.closeAllEditors');
    await answer({ pick: async (items) => (await items)[0] });
    await run('orb.ingest.showRun');
    await eventually('the newest run', () => tabs().join() === `${shared.prefix}-page.ndjson`);
  });

  test('writes rejected lines and their reasons next to the source, and shows them in Problems', async () => {
    const bad = line(1, '{"n":null}');
    const uri = await file('faulty.orb.ndjson', `${line(0)}\n${bad}\n\n${line(2)}\n{"half":`);
    const summary = await ingestFile({ uri, confirm: false });
    assert.ok(summary);
    const { runId, durationMs, rejectedFile, ...counts } = summary;
    assert.ok(runId !== '' && durationMs >= 0);
    assert.deepEqual(counts, {
      lines: 4,
      accepted: 2,
      duplicates: 0,
      rejected: 2,
      notTried: 0,
      requests: 1,
      retries: 0,
      cancelled: false,
    });
    assert.equal(rejectedFile, join(shared.folder, `${shared.prefix}-faulty.orb.rejected.ndjson`));
    assert.equal(await readFile(rejectedFile, 'utf8'), `${bad}\n{"half":\n`);
    const reasons = (await readFile(rejectedFile.replace('.ndjson', '.reasons.ndjson'), 'utf8'))
      .trim()
      .split('\n')
      .map(
        (text) => JSON.parse(text) as { line: number; idempotency_key?: string; reasons: string[] },
      );
    assert.deepEqual(
      reasons.map(({ line: at, idempotency_key: id }) => [at, id]),
      [
        [2, key(1)],
        [5, undefined],
      ],
    );
    const problems = () => vscode.languages.getDiagnostics(uri);
    const where = () => problems().map(({ range }) => range.start.line);
    assert.ok(problems().every(({ code }) => code === 'ingest'));
    assert.deepEqual(where(), [1, 4]);
    // An open file shows its own problems, so each line is listed once.
    await vscode.window.showTextDocument(uri);
    const codes = () => problems().map(({ code }) => code === 'ingest');
    await eventually('the checks of the file', () => codes().join() === 'false,false');
    assert.deepEqual(where(), [1, 4]);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const again = await ingestFile({ uri, confirm: false });
    assert.equal(
      again?.rejectedFile,
      join(shared.folder, `${shared.prefix}-faulty.orb.rejected-2.ndjson`),
      'Nobody loses edits of the first one.',
    );
  });

  test("keeps rejected lines in its own storage if the folder isn't writable", async function () {
    if (process.getuid?.() === 0) {
      // Root can write everywhere, so a name that is too long simulates a folder that isn't
      // writable.
      const uri = await file(`${'n'.repeat(235)}.ndjson`, `${line(0)}\n{`);
      const summary = await ingestFile({ uri, confirm: false });
      assert.match(summary?.rejectedFile ?? '', /runs/);
      return;
    }
    const uri = await file('ro.ndjson', `${line(0)}\n{`);
    await chmod(shared.folder, 0o500);
    try {
      const summary = await ingestFile({ uri, confirm: false });
      assert.match(summary?.rejectedFile ?? '', /runs/);
    } finally {
      await chmod(shared.folder, 0o700);
    }
  });

  test("ingests a document's text as it is in the editor", async () => {
    const uri = await file('dirty.ndjson', line(0));
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, document.lineAt(0).text.length), `\n${line(1)}`);
    await vscode.workspace.applyEdit(edit);
    assert.equal((await ingestFile({ uri, confirm: false }))?.accepted, 2);
    const untitled = await vscode.workspace.openTextDocument({
      language: 'jsonl',
      content: line(2),
    });
    assert.equal((await ingestFile({ uri: untitled.uri.toString(), confirm: false }))?.accepted, 1);
    assert.equal((await held(3)).length, 3);
    await vscode.window.showTextDocument(document);
    await run('workbench.action.revertAndCloseActiveEditor');
  });

  test('ingests only the selected lines, with problems on the lines of the document', async () => {
    const content = [line(0), line(1), '{', line(2)].join('\n');
    const document = await vscode.workspace.openTextDocument({ language: 'jsonl', content });
    const editor = await vscode.window.showTextDocument(document);
    await select(editor, new vscode.Selection(1, 5, 3, 0));
    await answer({ confirm: () => Promise.resolve(true) });
    const summary = await run<IngestSummary>('orb.ingest.selection');
    assert.deepEqual([summary.lines, summary.accepted, summary.rejected], [2, 1, 1]);
    assert.deepEqual(await held(3), [key(1)]);
    assert.deepEqual(
      vscode.languages.getDiagnostics(document.uri).map(({ range }) => range.start.line),
      [2],
      'once, though the open document is checked too',
    );
  });

  test('a rejected key stops the run, which can then be resumed to its end', async () => {
    const uri = await file('stop.ndjson', lines(1_200).join('\n'));
    await sandbox.control('/faults', [{ path: '/v1/ingest', times: 9, status: 401 }]);
    const stopped = await ingestFile({ uri, confirm: false });
    assert.ok(stopped);
    assert.equal(stopped.notTried, 1_200);
    assert.equal(stopped.cancelled, false);
    assert.equal((await reportOf(stopped.runId)).sent.stopped?.kind, 'unauthorized');
    await sandbox.control('/faults', []);
    const resumed = await run<IngestSummary>('orb.ingest.resume', stopped.runId);
    assert.deepEqual(
      [resumed.runId, resumed.accepted, resumed.notTried],
      [stopped.runId, 1_200, 0],
    );
    await assert.rejects(
      Promise.resolve(run('orb.ingest.resume', stopped.runId)),
      /nothing to resume/,
    );
  });

  test('a resume rejects a file that has changed', async () => {
    const uri = await file('changed.ndjson', lines(10).join('\n'));
    await sandbox.control('/faults', [{ path: '/v1/ingest', times: 9, status: 403 }]);
    const stopped = await ingestFile({ uri, confirm: false });
    await sandbox.control('/faults', []);
    await writeFile(uri.fsPath, lines(10).join('\n').replace('1.0', '2.0'));
    await assert.rejects(
      Promise.resolve(run('orb.ingest.resume', stopped?.runId)),
      /changed since this ingest started/,
    );
    assert.deepEqual(await held(10), []);
  });

  test('verifies what was sent and finds an event ID that Orb already had with different content', async () => {
    await sandbox.api('POST', '/ingest', { events: [JSON.parse(line(1, '{"n":7}'))] });
    const uri = await file('verify.ndjson', lines(3).join('\n'));
    const summary = await ingestFile({ uri, confirm: false });
    assert.equal(summary?.rejected, 0);
    const verified = await run<CommandResult<'orb.ingest.verify'>>(
      'orb.ingest.verify',
      summary.runId,
    );
    assert.deepEqual(verified, { found: 2, missing: [], different: [key(1)] });
  });

  test('verifies an event that Orb has with another timestamp', async () => {
    const earlier = new Date(shared.nowMs - 2 * 3_600_000).toISOString();
    const first = JSON.parse(line(0, '{"n":7}')) as object;
    await sandbox.api('POST', '/ingest', { events: [{ ...first, timestamp: earlier }] });
    const uri = await file('other-time.ndjson', line(0));
    const summary = await ingestFile({ uri, confirm: false });
    const verified = await run<CommandResult<'orb.ingest.verify'>>(
      'orb.ingest.verify',
      summary?.runId,
    );
    assert.deepEqual(verified, { found: 0, missing: [], different: [key(0)] });
  });

  test('converts a JSON array into lines that keep every number as it is written', async () => {
    const array = `[\n  ${line(0)},\n  ${line(1).replace(',"event_name"', ',\n    "event_name"')}\n]\n`;
    await run('orb.ingest.convertArray', (await file('array.json', array)).toString());
    const text = (await textInFront('jsonl')).getText();
    assert.equal(text, `${line(0)}\n${line(1)}\n`);
    await run('workbench.action.revertAndCloseActiveEditor');
  });
});
