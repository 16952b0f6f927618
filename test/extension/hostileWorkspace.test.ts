import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { script } from './backfillHelpers.ts';
import { closeAll } from './editors.ts';
import { environmentId } from './eventDocuments.ts';
import { eventually } from '../helpers/eventually.ts';
import { answer, callsDuring } from './helpers.ts';
import { searchesDuring } from './searchHelpers.ts';

/** Orb links as a workspace might plant them. */
const crafted = (connectionId: string) => [
  '/',
  '/evt_0001.orbevent',
  '/unknown/evt_0001.orbevent',
  '/__proto__/evt_0001.orbevent',
  `/${connectionId}/../evt_0001.orbevent`,
  `/${connectionId}/a/b.orbevent`,
  `/${connectionId}/%zz.orbevent`,
  `/${connectionId}/evt_0001.json`,
  `//127.0.0.1:1/${connectionId}/evt_0001.orbevent`,
];

suite('a malicious workspace', () => {
  test('crafted orb: links are rejected, and nothing is sent to Orb', async () => {
    await answer({});
    const paths = crafted(await environmentId());
    const asked = await callsDuring(async () => {
      for (const path of paths) {
        for (const scheme of ['orb', 'orb-remote']) {
          const uri = vscode.Uri.from({
            scheme,
            path,
            ...(path.startsWith('//') && { authority: 'x' }),
          });
          await assert.rejects(async () => vscode.workspace.openTextDocument(uri), uri.toString());
        }
      }
    });
    assert.deepEqual(asked, []);
  });

  test('crafted links to lines of files are rejected', async () => {
    for (const [path, query] of [
      ['/x/line-1.orbevent', ''],
      ['/x/line-0.orbevent', 'file:///etc/hostname'],
      ['/x/line-99999999999999999999.orbevent', 'file:///etc/hostname'],
      ['/x/line-1.orbevent', 'file:///no/such/file.orb.ndjson'],
      ['/x/line-1.orbevent', 'http://127.0.0.1:1/file.orb.ndjson'],
      ['/x/line-1.orbevent', 'orb-line:/x/line-1.orbevent'],
    ] as const) {
      const uri = vscode.Uri.from({ scheme: 'orb-line', path, query });
      await assert.rejects(async () => vscode.workspace.openTextDocument(uri), uri.toString());
    }
  });
});

suite("a workspace that isn't on a disk", () => {
  const text =
    '{"idempotency_key":"evt_0001","event_name":"a b","timestamp":"2026-02-03T04:05:06Z","plan":"pro"}\n';
  const uri = vscode.Uri.from({ scheme: 'memory', path: '/usage.orb.ndjson' });
  let provider: vscode.Disposable;
  suiteSetup(async () => {
    await answer({});
    provider = vscode.workspace.registerFileSystemProvider('memory', oneFile(text));
  });
  suiteTeardown(async () => {
    await closeAll();
    provider.dispose();
  });

  test('its event files are validated and searched like any others', async () => {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await eventually(
      'its faults are marked',
      () => vscode.languages.getDiagnostics(uri).length > 0,
    );
    const [search] = await searchesDuring(() =>
      vscode.commands.executeCommand('orb.events.searchSelection'),
    );
    assert.deepEqual(search?.event_ids, ['evt_0001']);
    assert.deepEqual(await vscode.commands.executeCommand('orb.ingest.validate', uri.toString()), {
      ...{ lines: 1, valid: 0, invalid: 1, duplicates: 0, conflicts: 0 },
    });
  });

  test('the time frame of a backfill can be that of its event file', async () => {
    const said = await answer({
      ...script(['Time Span', 'ALL', 'Add', 'One Day']),
      openFile: () => Promise.resolve(uri),
      confirm: () => Promise.resolve(false),
    });
    assert.equal(await vscode.commands.executeCommand('orb.backfills.create'), undefined);
    assert.match(said.at(-1) ?? '', /^confirm: .*3 Feb 04:00 – 05:00/);
  });
});

/** A file system with a single file. */
function oneFile(text: string): vscode.FileSystemProvider {
  const bytes = Buffer.from(text);
  const refuse = () => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: bytes.length }),
    readFile: () => bytes,
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}
