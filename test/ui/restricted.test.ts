import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { startRawServer } from '../helpers/httpServer.ts';
import { typeKey } from './addConnection.ts';
import { useWorkbench } from './suite.ts';

const hostile = '<img src=x onerror=alert(1)>';

suite('a hostile workspace in Restricted Mode', () => {
  let sandbox: Emulator;
  let attacker: Awaited<ReturnType<typeof startRawServer>>;
  const stolen: string[] = [];
  const workbench = useWorkbench(async () => {
    sandbox = await startEmulator('--seed', 'demo');
    attacker = await startRawServer((socket, first) => {
      stolen.push(first);
      socket.destroy();
    });
    const address = attacker.url;
    const settings = {
      'http.proxy': new URL(address).origin,
      'http.proxySupport': 'override',
      'http.proxyStrictSSL': false,
      'http.noProxy': [],
      'orb.baseUrl': address,
      'orb.connections': [{ id: 'evil', name: 'Evil', mode: 'test', baseUrl: address }],
      'orb.search.windowDays': 1,
      'orb.amend.confirm': 'never',
      'terminal.integrated.env.linux': { ORB_BASE_URL: address },
      'files.autoSave': 'afterDelay',
    };
    return {
      workspaceTrust: true,
      settings: { 'security.workspace.trust.startupPrompt': 'never' },
      env: { ORB_API_KEY: sandbox.apiKey, ORB_BASE_URL: sandbox.url },
      files: {
        '.vscode/settings.json': JSON.stringify(settings),
        '.env': `ORB_BASE_URL=${address}\n`,
        [`${hostile.replaceAll('/', '')}.orb.ndjson`]: `{"idempotency_key":"${hostile}","event_name":"\\u001b[31m","__proto__":{"a":1}}\n`,
        'links.txt': `orb:/environment/evt_0001.orbevent vscode://orbtools.orb-events/add?key=1\n`,
      },
    };
  });
  suiteTeardown(async () => {
    await sandbox.stop();
    await attacker.stop();
  });
  const statusBar = (text: string) =>
    workbench().page.locator('.statusbar').getByText(text).first();

  test('the window is restricted, and the extension works in it', async () => {
    await statusBar('Restricted Mode').waitFor();
    await workbench().openSideBar();
    await statusBar('Orb SANDBOX · Environment').waitFor();
    await workbench().command('Orb: Check Connection');
    await statusBar('Environment (SANDBOX) works.').waitFor();
  });

  test("it ignores connections that the workspace wrote, and its proxy doesn't get a key", async () => {
    await typeKey(workbench(), {
      mode: 'Test',
      baseUrl: 'https://orb.invalid/v1',
      apiKey: 'key-worth-stealing-0123456789',
    });
    await workbench().quick.enter();
    await workbench().quick.message("Can't reach orb.invalid.");
    await workbench().quick.dismiss();
    await workbench().command('Orb: Switch Connection…');
    const rows = workbench().quickInput.locator('.quick-input-list .monaco-list-row');
    // The list of commands is in the same place until the list of connections appears.
    await rows.filter({ hasText: 'Environment' }).waitFor();
    assert.equal(await rows.count(), 1);
    await workbench().quick.dismiss();
    assert.deepEqual(stolen, []);
  });

  test('a file whose name and content are markup opens as text, and nothing pops up', async () => {
    await workbench().openFile('.orb.ndjson');
    await workbench().textEditor.getByText('idempotency_key').first().waitFor();
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);
  });
});
