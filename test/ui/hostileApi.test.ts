import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { json, startServer, type RecordingServer } from '../helpers/httpServer.ts';
import { root } from '../host/root.ts';
import { useWorkbench } from './suite.ts';
import { toggle } from './tree.ts';

const markup = '<img src=x onerror=window.top.owned=1>$(trash)[now](command:workbench.action.quit)';
const event = {
  ...{ id: 'evil', event_name: markup, timestamp: '2026-08-20T10:00:00Z', deprecated: false },
  ...{ customer_id: null, external_customer_id: markup, properties: { [markup]: markup } },
};
const backfill = {
  ...{ id: markup, status: 'pending', created_at: markup, timeframe_start: markup },
  ...{ timeframe_end: markup, events_ingested: 1, close_time: null, reverted_at: null },
  ...{ customer_id: markup, replace_existing_events: true, deprecation_filter: markup },
};

const FILE = 'night.orb.ndjson';
const line = {
  ...{ idempotency_key: 'night-1', event_name: 'api_call', external_customer_id: 'acme' },
  ...{ timestamp: new Date().toISOString(), properties: {} },
};

const pages = join(root, 'dist', 'webview');

interface Probed {
  readonly policy: string;
  readonly scripts: readonly string[];
  readonly handlers: readonly string[];
  readonly resources: readonly string[];
  readonly tried: Readonly<Record<string, string>>;
}

suite('a malicious API, in the installed editor', () => {
  let server: RecordingServer;
  const workbench = useWorkbench(async () => {
    server = await startServer((response, { path }) => {
      if (path.includes('/backfills')) json(response, 200, { data: [backfill] });
      else if (path.includes('/search')) json(response, 200, { data: [event] });
      else if (path.includes('/volume')) json(response, 200, { data: [] });
      else json(response, 400, { detail: markup });
    });
    return {
      env: { ORB_API_KEY: 'a-key-worth-stealing-0123', ORB_BASE_URL: server.url },
      files: { 'ids.txt': 'event_id=evil\n', [FILE]: `${JSON.stringify(line)}\n` },
    };
  });
  suiteTeardown(() => server.stop());

  const openers: Readonly<Record<string, () => Promise<void>>> = {
    async eventEditor() {
      await workbench()
        .row(/^<img src=x onerror/)
        .click();
      await workbench().frame.locator('.cm-content').waitFor();
    },
    async volume() {
      await workbench().command('Orb: Show Event Volume');
      await workbench().frame.getByRole('grid').waitFor();
    },
    async usage() {
      await workbench().command('Orb: Show Usage');
      await workbench().frame.getByText('Pick a customer.').waitFor();
    },
    async ingestRun() {
      await workbench().openFile(FILE);
      await workbench().command('Orb: Ingest Event File…');
      await (await workbench().dialog()).press('Ingest');
      await workbench().frame.getByRole('heading', { name: FILE }).waitFor();
    },
    async reconcile() {
      await workbench().openFile(FILE);
      await workbench().command('Orb: Compare Event File with Orb');
      await workbench().frame.getByRole('heading', { name: FILE }).waitFor();
    },
    async results() {
      await workbench().menu(workbench().row(/^Search 1 ID from ids/), 'Open Results as Table');
      await workbench().frame.getByRole('grid').waitFor();
    },
    async traffic() {
      await workbench().command('Orb: Start Recorder');
      await workbench().command('Orb: Show Traffic');
      await workbench().frame.getByText('Waiting for the first request.').waitFor();
    },
  };

  test('rows in the side bar show its strings as text', async () => {
    const { page } = workbench();
    await workbench().openSideBar();
    await workbench()
      .row(/^<img src=x onerror.*, pending/)
      .waitFor();
    await workbench().openFile('ids.txt');
    await workbench().command('Orb: Search IDs in Selection, File, or Clipboard');
    const row = workbench().row(/^<img src=x onerror.*active/);
    await row.waitFor();
    await toggle(row);
    await workbench().row('Event ID, evil').waitFor();
    assert.equal(await page.locator('.sidebar .pane-body img, .sidebar .codicon-trash').count(), 0);
    assert.match(await row.innerText(), /^<img src=x onerror=window\.top\.owned=1>\$\(trash\)/);
  });

  test('the event editor shows its strings as text', async () => {
    await openers['eventEditor']!();
    const { frame, page } = workbench();
    await frame.locator('.cm-content').getByText(markup).first().waitFor();
    await frame.getByRole('heading', { name: markup }).first().waitFor();
    assert.equal(await frame.locator('img').count(), 0);
    assert.equal(await page.evaluate('window.owned'), undefined);
  });

  test('notifications and pick lists show its strings as text', async () => {
    const { quickInput } = workbench();
    await workbench().command('Orb: Check Connection');
    const notice = workbench().notice('Orb rejected the request');
    await notice.waitFor();
    assert.match(await notice.innerText(), /<img src=x .*\$\(trash\)\[now\] \(command:/);
    assert.equal(await notice.locator('.notification-list-item-message a').count(), 0);

    await workbench().command('Orb: Close Backfill…');
    const row = quickInput.getByRole('option', { name: /img src=x/ });
    await row.waitFor();
    assert.match(await row.innerText(), /<img src=x .*\$\(trash\)\[now\]/);
    assert.equal(await row.locator('.codicon-trash, img').count(), 0);
    await workbench().quick.dismiss();
  });

  for (const name of pageNames()) {
    test(`the page ${name} runs only its own file and can't reach anything`, async () => {
      const open = openers[name];
      assert.ok(open, `Nothing here opens the page ${name}.`);
      await workbench().command('View: Close All Editors');
      await open();
      const { frame, folder } = workbench();
      const font = readdirSync(pages).find((file) => file.endsWith('.ttf'))!;
      copyFileSync(join(pages, font), join(folder, font));
      const given = { ownFont: font, strangeFont: join(folder, font), server: server.url };
      const probe = readFileSync(join(root, 'test', 'ui', 'pageProbe.js'), 'utf8');
      const expression = `(${probe.slice(probe.indexOf('async'), probe.lastIndexOf(';'))})(${JSON.stringify(given)})`;
      const found: Probed = await frame.locator('body').evaluate(expression);
      assert.match(
        found.policy,
        // A page may fetch what the editor itself serves, and nothing else.
        /^default-src 'none'; script-src 'nonce-[\w-]{22}'; style-src ('self' https:\/\/\*\.vscode-cdn\.net) 'nonce-[\w-]{22}'; font-src \1(; connect-src https:\/\/\*\.vscode-resource\.vscode-cdn\.net)?$/,
      );
      assert.doesNotMatch(found.policy, /unsafe/);
      assert.equal(found.scripts.length, 1);
      assert.match(found.scripts[0]!, new RegExp(`/dist/webview/${name}\\.js$`));
      assert.deepEqual(found.handlers, []);
      for (const each of found.resources)
        assert.match(each, /\/dist\/webview\/(chunks\/)?[\w.-]+$/);
      assert.deepEqual(found.tried, {
        ownFont: 'allowed',
        strangeFont: 'refused',
        call: 'refused',
        inlineCode: 'refused',
      });
    });
  }
});

/** Every page in the package. */
function pageNames(): string[] {
  return readdirSync(pages)
    .filter((file) => file.endsWith('.js'))
    .map((file) => file.slice(0, -3));
}
