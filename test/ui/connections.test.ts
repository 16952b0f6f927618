import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { secondClient } from '../helpers/secondClient.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { addConnection, typeKey } from './addConnection.ts';
import { EventPage } from './eventPage.ts';
import { useWorkbench } from './suite.ts';

const typedKey = 'typed-by-hand-0123456789abcdef';
const environmentKey = 'of-the-environment-0123456789abcdef';

suite('connections by hand', () => {
  let sandbox: Emulator;
  const workbench = useWorkbench(async () => {
    sandbox = await startEmulator(
      '--seed',
      'demo',
      '--api-key',
      environmentKey,
      '--api-key',
      typedKey,
    );
    return { env: { ORB_API_KEY: environmentKey, ORB_BASE_URL: sandbox.url } };
  });
  suiteTeardown(() => sandbox.stop());
  const account = {
    get baseUrl() {
      return sandbox.url;
    },
    apiKey: typedKey,
  };
  const item = () =>
    workbench().page.locator('.statusbar-item[id="orbtools.orb-events.orb.connection"]');

  test("the environment's shows its mode as a word, without a warning color", async () => {
    await workbench().openSideBar();
    await item().getByText('Orb SANDBOX · Environment').waitFor();
    assert.doesNotMatch((await item().getAttribute('class')) ?? '', /error-kind/);
  });

  test('adding one asks for mode, key, and name, with test mode preselected', async () => {
    await workbench().command('Orb: Add Connection…');
    await workbench().quick.question('Add Connection (1/3)');
    await workbench().quick.pickByKeys('Test');
    await workbench().quick.question('Add Connection (2/3)');
    await workbench().quick.message('API key for api.withorb.com, test mode.');
    await workbench().quick.dismiss();
    await addConnection(workbench(), { ...account, mode: 'Test', name: 'Acme test' });
    await item().getByText('Orb TEST · Acme test').waitFor();
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);
  });

  test('live has the error background in the status bar', async () => {
    await addConnection(workbench(), { ...account, mode: 'Live', name: 'Acme production' });
    await item().getByText('Orb LIVE · Acme production').waitFor();
    assert.match((await item().getAttribute('class')) ?? '', /error-kind/);
  });

  test('a rejected key is shown at its field, and Back keeps everything typed', async () => {
    await typeKey(workbench(), { ...account, mode: 'Test', apiKey: 'not-a-key-of-this-sandbox' });
    const { quick } = workbench();
    await quick.enter();
    await quick.message('Orb rejected this API key (401).');
    await workbench().screenshot('test-results/ui/key-refused-while-adding.png');
    assert.equal(
      await quick.widget.getByRole('button', { name: 'Add Without Checking' }).count(),
      0,
    );
    await quick.button('Back');
    await quick.question('Add Connection (1/3)');
    await workbench().pick('Test');
    await quick.question('Add Connection (2/3)');
    assert.equal(await quick.input.inputValue(), 'not-a-key-of-this-sandbox');
    await workbench().answer(typedKey);
    await quick.question('Add Connection (3/3)');
    await quick.dismiss();
    await item().getByText('Orb LIVE · Acme production').waitFor();
  });

  test("a base URL that isn't Orb's is asked for again, and HTTP is rejected", async () => {
    const { quick } = workbench();
    await typeKey(workbench(), { ...account, mode: 'Test', baseUrl: `${sandbox.url}/no/v1` });
    await quick.enter();
    await quick.question('Add Connection: Base URL');
    await quick.message("didn't respond like the Orb API.");
    assert.equal(await quick.input.inputValue(), `${sandbox.url}/no/v1`);
    await quick.type('http://orb-proxy.internal/v1');
    await quick.message('HTTP would send the API key unencrypted. Use HTTPS.');
    await workbench().answer(sandbox.url);
    await quick.question('Add Connection (2/3)');
    assert.equal(await quick.input.inputValue(), typedKey);
    await quick.enter();
    await quick.question('Add Connection (3/3)');
    await quick.dismiss();
  });

  test('a key can be added without a check only if the network fails', async () => {
    const { quick } = workbench();
    await typeKey(workbench(), { ...account, mode: 'Test', baseUrl: 'http://127.0.0.1:9/v1' });
    await quick.enter();
    await quick.message("Can't reach 127.0.0.1:9. Press Enter to check again.");
    await workbench().screenshot('test-results/ui/key-unchecked.png');
    await quick.button('Add Without Checking');
    await quick.question('Add Connection (3/3)');
    await quick.message("The key wasn't checked.");
    await quick.button('Back');
    await quick.question('Add Connection (2/3)');
    await quick.dismiss();
    await item().getByText('Orb LIVE · Acme production').waitFor();
  });

  test('a click on the status bar switches', async () => {
    await item().click();
    await workbench().pick('Environment');
    await item().getByText('Orb SANDBOX · Environment').waitFor();
  });

  test('if a key is rejected later, the page keeps the edits and offers Replace Key, and then they are sent', async () => {
    const account = secondClient({ ...sandbox, apiKey: typedKey });
    await item().click();
    await workbench().pick('Acme test');
    await item().getByText('Orb TEST · Acme test').waitFor();
    await workbench().command('Orb: Open Event…');
    await workbench().answer('evt_0229', 'Event ID');
    const { frame } = workbench();
    const event = new EventPage(workbench);
    await event.clickBehind('"tokens"');
    await event.type('7');
    await event.sentence('1 change, not sent.');
    await account.control('/faults', [{ method: 'PUT', path: '/v1/events/evt_0229', status: 401 }]);
    await event.save();
    await frame.getByText('Orb rejected the API key of Acme test. Your edits are kept.').waitFor();
    await workbench().screenshot('test-results/ui/key-refused.png');
    // It's shown once: the page offers the next step, and no notification covers it.
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);
    await event.button('Replace Key…');
    await workbench().quickInput.getByText('Acme test').first().waitFor();
    await workbench().answer(typedKey);
    await event.sentence('1 change, not sent.');
    await event.button('Amend');
    await frame
      .getByText(/^Amended at/)
      .first()
      .waitFor();
    await workbench().command('View: Close All Editors');
  });

  test("the keys aren't in any log, storage file, setting, or URL", async () => {
    await workbench().command('Developer: Set Log Level...');
    await workbench().pick('Orb Events');
    await workbench().pick('Trace');
    await item().click();
    await workbench().pick('Environment');
    await workbench().command('Orb: Check Connection');
    await workbench()
      .page.locator('.statusbar')
      .getByText('Environment (SANDBOX) works.')
      .waitFor();
    const { page, home } = workbench();
    const kept = String(
      await page.evaluate('JSON.stringify([location.href, Object.entries(localStorage)])'),
    );
    const texts = [['the page', kept] as const, ...filesBelow(home)];
    const logged = texts.filter(([name]) => name.endsWith('Orb Events.log'));
    assert.match(logged.map(([, text]) => text).join(), /GET \/ping 200/, 'the log was read');
    for (const key of [typedKey, environmentKey]) {
      const found = texts.filter(([, text]) => text.includes(key)).map(([name]) => name);
      assert.deepEqual(found, []);
    }
  });
});

function filesBelow(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file, readFileSync(file, 'latin1')]);
}
