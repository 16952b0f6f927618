import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CommandResult, IngestSummary } from '../../src/contributions.ts';
import { closeAll, textInFront } from './editors.ts';
import { activated, answer, callsDuring, fromInterface, reportOf } from './helpers.ts';

const ingestFile = (args?: unknown) =>
  Promise.resolve(
    vscode.commands.executeCommand<IngestSummary | undefined>('orb.ingest.file', args),
  );
const validate = (uri: vscode.Uri) =>
  Promise.resolve(
    vscode.commands.executeCommand<CommandResult<'orb.ingest.validate'>>(
      'orb.ingest.validate',
      uri,
    ),
  );
const MB = 1 << 20;

/** Files with another scheme, as in a remote or virtual workspace. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly #files = new Map<string, Uint8Array>();
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  readCount = 0;

  put(path: string, bytes: Uint8Array): vscode.Uri {
    this.#files.set(path, bytes);
    return vscode.Uri.from({ scheme: 'orb-test-files', path });
  }
  stat({ path }: vscode.Uri): vscode.FileStat {
    const type = path.endsWith('/folder') ? vscode.FileType.Directory : vscode.FileType.File;
    const size = type === vscode.FileType.File ? this.#get(path).length : 0;
    return { type, size, ctime: 0, mtime: 0 };
  }
  readFile({ path }: vscode.Uri): Uint8Array {
    this.readCount++;
    return this.#get(path);
  }
  #get(path: string): Uint8Array {
    const bytes = this.#files.get(path);
    if (bytes === undefined) throw vscode.FileSystemError.FileNotFound();
    return bytes;
  }
  watch = () => new vscode.Disposable(() => undefined);
  readDirectory = () => [];
  createDirectory = () => undefined;
  writeFile = () => undefined;
  delete = () => undefined;
  rename = () => undefined;
}

suite('ingest: its input', () => {
  const others = new MemoryFiles();
  let registered: vscode.Disposable;
  let folder: string;
  let nowMs: number;
  let prefix = 0;

  suiteSetup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orb-ingest-input-'));
    registered = vscode.workspace.registerFileSystemProvider('orb-test-files', others);
    const { services } = await activated();
    const { active } = services.connections;
    assert.ok(active);
    await services.connections.client(active.id);
    nowMs = services.connections.now(active.id);
  });
  setup(() => {
    prefix++;
    return answer({});
  });
  suiteTeardown(async () => {
    registered.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const key = (index: number) => `input-${nowMs}-${prefix}-${index}`;
  const line = (index: number) =>
    `{"idempotency_key":"${key(index)}","event_name":"api_call","timestamp":"${new Date(nowMs - 60_000).toISOString()}","external_customer_id":"ingest-test","properties":{"n":1.0}}`;
  async function file(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
    const path = join(folder, `${prefix}-${name}`);
    await writeFile(path, content);
    return vscode.Uri.file(path);
  }
  const ingestsDuring = async (work: () => PromiseLike<unknown>) =>
    (await callsDuring(work))
      .filter(({ path }) => path === '/v1/ingest')
      .map(({ requestBody }) => requestBody);

  /** Above 50 MB, with three events; the rest is white space. */
  const huge = () => {
    const blank = `${' '.repeat(MB - 1)}\n`;
    return `${line(0)}\n${blank.repeat(26)}${line(1)}\n${blank.repeat(26)}${line(2)}\n`;
  };

  test("a file above 50 MB, which VS Code doesn't give to extensions, works from the Explorer and the palette", async () => {
    const uri = await file('huge.ndjson', huge());
    await assert.rejects(
      Promise.resolve(vscode.workspace.openTextDocument(uri)),
      /50\s?MB/,
      'Else this test proves nothing.',
    );
    assert.deepEqual(await validate(uri), {
      lines: 3,
      valid: 3,
      invalid: 0,
      duplicates: 0,
      conflicts: 0,
    });
    // The Explorer passes the file and the selection.
    await answer({ confirm: () => Promise.resolve(true) });
    const first = await vscode.commands.executeCommand<IngestSummary>('orb.ingest.file', uri, [
      uri,
    ]);
    assert.deepEqual([first.lines, first.accepted], [3, 3]);
    // The palette passes nothing, and no editor is active, so it asks.
    await closeAll();
    await answer({
      openFile: () => Promise.resolve(uri),
      confirm: () => Promise.resolve(true),
    });
    const second = await ingestFile();
    assert.deepEqual([second?.lines, second?.rejected, second?.notTried], [3, 0, 0]);
  });

  test('a file with another scheme is read up to 50 MB and rejected above that without being read', async () => {
    const small = others.put(`/${prefix}/small.ndjson`, Buffer.from(`${line(0)}\n${line(1)}`));
    assert.equal((await ingestFile({ uri: small.toString(), confirm: false }))?.accepted, 2);
    const just = Buffer.alloc(50 * MB, 0x20);
    just.write(`${line(2)}\n`);
    const exact = others.put(`/${prefix}/exact.ndjson`, just);
    // A line of 50 MB of spaces is too long to be kept as a blank line, so it's rejected.
    assert.deepEqual((await validate(exact))?.valid, 1);
    const above = others.put(`/${prefix}/above.ndjson`, Buffer.alloc(50 * MB + 1, 0x20));
    const read = others.readCount;
    await assert.rejects(
      ingestFile({ uri: above.toString(), confirm: false }),
      /up to 50 MB\. Copy the file to this machine first/,
    );
    assert.equal(others.readCount, read);
    const of = (name: string) => vscode.Uri.from({ scheme: 'orb-test-files', path: `/${name}` });
    await assert.rejects(ingestFile({ uri: of('none').toString() }), /doesn't exist/);
    await assert.rejects(ingestFile({ uri: of('folder').toString() }), /not a file/);
  });

  test("a byte-order mark isn't a problem, and isn't sent", async () => {
    const uri = await file('mark.orb.ndjson', `\uFEFF${line(0)}\r\n${line(1)}\r\n`);
    const sent = await ingestsDuring(async () => {
      const summary = await ingestFile({ uri, confirm: false });
      assert.deepEqual([summary?.accepted, summary?.rejected], [2, 0]);
    });
    assert.deepEqual(sent, [`{"events":[${line(0)},${line(1)}]}`]);
  });

  test('anything but a file of lines is reported in a sentence, and nothing is sent', async () => {
    const cases: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
      ['empty.ndjson', '', /is empty/],
      ['blank.ndjson', '\n \n', /is empty/],
      ['mark.ndjson', '\uFEFF', /is empty/],
      ['packed.ndjson', Uint8Array.of(0x1f, 0x8b, 8, 0), /gzip.*Unpack/],
      ['utf16.ndjson', Buffer.from(`\uFEFF${line(0)}`, 'utf16le'), /UTF-16.*UTF-8/],
      ['array.ndjson', `[${line(0)}]`, /JSON array.*one event per line/],
    ];
    const sent = await ingestsDuring(async () => {
      for (const [name, content, words] of cases) {
        await assert.rejects(ingestFile({ uri: await file(name, content), confirm: false }), words);
      }
      const uri = vscode.Uri.file(folder);
      await assert.rejects(ingestFile({ uri, confirm: false }), /not a file/);
      await assert.rejects(ingestFile({ uri: join(folder, 'none.ndjson') }), /doesn't exist/);
    });
    assert.deepEqual(sent, []);
  });

  test('a JSON array can be converted to lines', async () => {
    const said = await answer({
      notify: (_severity, _message, ...actions) => Promise.resolve(actions[0]),
    });
    const uri = await file('array.json', `[${line(0)},\n ${line(1)}]`);
    const args = { uri, confirm: false };
    await vscode.commands.executeCommand('orb.ingest.file', args, fromInterface);
    const text = (await textInFront('jsonl')).getText();
    assert.equal(text, `${line(0)}\n${line(1)}\n`);
    assert.match(said.join(' '), /JSON array.*Convert to Event File/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('a file that grows during the question is ingested as it was, and the page says so', async () => {
    const uri = await file('grows.ndjson', `${line(0)}\n`);
    await answer({
      confirm: async () => {
        await appendFile(uri.fsPath, `${line(1)}\n`);
        return true;
      },
    });
    const summary = await ingestFile({ uri });
    assert.deepEqual([summary?.lines, summary?.accepted], [1, 1]);
    assert.ok((await reportOf(summary?.runId)).grownBy > 0);
  });

  test("a file that shrinks during the question isn't sent", async () => {
    const uri = await file('shrinks.ndjson', `${line(0)}\n${line(1)}\n`);
    await answer({
      confirm: async () => {
        await writeFile(uri.fsPath, `${line(0)}\n`);
        return true;
      },
    });
    const sent = await ingestsDuring(async () => {
      const summary = await ingestFile({ uri });
      assert.deepEqual([summary?.accepted, summary?.notTried], [0, 2]);
      assert.equal((await reportOf(summary?.runId)).sent.stopped?.kind, 'changed');
    });
    assert.deepEqual(sent, []);
  });
});
