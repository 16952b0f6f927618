import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { root } from '../host/root.ts';
import { useWorkbench } from './suite.ts';
import { clickMark, noFix, takeFirstFix } from './textEditor.ts';

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const line = (key: string, more: string, properties: string) =>
  `{"idempotency_key":"${key}","event_name":"api_call","timestamp":"${minutesAgo(5)}","external_customer_id":"acme"${more},"properties":${properties}}`;

/** Three problems: a null property, a field that Orb doesn't have, and a nested property. */
const faulty = [
  line('night-1', '', '{"tokens":305}'),
  line('night-2', '', '{"tokens":12,"region":null}'),
  line('night-3', ',"plan":"pro"', '{"tokens":7}'),
  line('night-4', '', '{"tokens":9,"tags":["a"]}'),
  line('night-5', '', '{"tokens":1.50}'),
].join('\n');

/** An event that is in its file twice, with the same timestamp. */
const twice = line('morning-1', '', '{"tokens":1}');

suite('an event file, from three problems to all lines accepted', () => {
  let sandbox: Emulator | undefined;
  const workbench = useWorkbench(async () => {
    sandbox = await startEmulator('--seed', 'none');
    return {
      env: { ORB_API_KEY: sandbox.apiKey, ORB_BASE_URL: sandbox.url },
      files: {
        'night.orb.ndjson': `${faulty}\n`,
        'morning.orb.ndjson': `${twice}\n{"half":\n${twice}\n`,
        'noon.orb.ndjson': `${line('noon-1', '', '{"tokens":1}')}\n`,
      },
      // Whole lines, so that the mouse reaches each mark.
      viewport: { width: 1920, height: 900 },
      settings: { 'editor.minimap.enabled': false },
    };
  });
  suiteTeardown(() => sandbox?.stop());

  const pictures = join(root, 'test-results', 'ui');
  const control = async (path: string, body?: unknown): Promise<unknown> => {
    const { adminUrl, apiKey } = sandbox!;
    const response = await fetch(adminUrl + path, {
      headers: { authorization: `Bearer ${apiKey}` },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    return response.json();
  };
  /** The sentence in the page's footer. */
  const said = (text: string | RegExp) =>
    workbench().frame.locator('footer').getByText(text).waitFor();
  const events = async () => ((await control('/state')) as { events: number }).events;

  test('three quick fixes fix the three marked problems', async () => {
    const { textEditor } = workbench();
    await mkdir(pictures, { recursive: true });
    await workbench().openFile('night.orb.ndjson');
    const marks = textEditor.locator('.squiggly-error');
    await marks.nth(2).waitFor();
    // The code lenses appear above the first line and move what is about to be clicked.
    await textEditor.getByText('Ingest All (5)').waitFor();
    for (let left = 3; left > 0; left--) {
      await clickMark(textEditor, marks.first());
      await takeFirstFix(textEditor, 'lightbulb');
      await marks.nth(left - 1).waitFor({ state: 'detached' });
      await noFix(textEditor);
    }
    assert.equal(await marks.count(), 0);
  });

  test('the ingest shows what it will send and where, asks, and sends every line', async () => {
    await workbench().command('Orb: Ingest Event File…');
    const dialog = await workbench().dialog();
    await workbench().screenshot(join(pictures, 'ingest-confirm.png'));
    assert.equal(dialog.message, 'Ingest 5 events into Environment (SANDBOX)?');
    assert.match(dialog.detail, /5 lines, 5 valid/);
    assert.equal(await events(), 0);
    await dialog.press('Ingest');
    await said(/^5 of 5 lines accepted at \d\d:\d\d:\d\d UTC\.$/);
    await workbench().screenshot(join(pictures, 'ingest-summary.png'));
    assert.equal(await events(), 5);
  });

  test('Verify on the page compares the events with Orb, and the page says so', async () => {
    const { frame } = workbench();
    await frame.getByRole('button', { name: 'Verify' }).click();
    await said(/^Same as Orb at/);
    await frame.getByText(/^All 5 lines were accepted, and Orb's search finds each/).waitFor();
    await frame.getByRole('button', { name: 'Show Events' }).click();
    await workbench()
      .row(/^Search 5 IDs, 5 of 5 found/)
      .waitFor();
  });

  test('the page of the ingest is restored after a reload of the window', async () => {
    // The editor saves which tabs are open every few seconds.
    await workbench().stored('mainThreadWebview-orb.ingestRun', 'runId');
    await workbench().reload();
    const { frame } = workbench();
    await frame.getByRole('heading', { name: 'night.orb.ndjson' }).waitFor();
    await frame.getByRole('button', { name: /^Accepted/ }).waitFor();
    await said(/^5 of 5 lines accepted at/);
  });

  test('Stop ends a run whose requests hang, Resume sends the rest, and Open Rejected Lines shows the line to fix', async () => {
    const { page } = workbench();
    await control('/faults', [{ path: '/v1/ingest', times: 100, delayMs: 60_000 }]);
    await workbench().openFile('morning.orb.ndjson');
    await workbench().command('Orb: Ingest Event File…');
    const dialog = await workbench().dialog();
    assert.equal(dialog.message, 'Ingest 1 event into Environment (SANDBOX)?');
    assert.match(
      dialog.detail,
      /3 lines, 1 valid\n1 line has a problem and isn't sent\n1 duplicate isn't sent again\nLine 2: /,
    );
    await workbench().screenshot(join(pictures, 'ingest-confirm-faulty.png'));
    await dialog.press('Ingest');
    const { frame } = workbench();
    await said(/^Sent 2 of 3 lines to Environment/);
    await workbench().screenshot(join(pictures, 'ingest-progress.png'));
    const started = performance.now();
    await frame.getByRole('button', { name: 'Stop' }).click();
    await said('Stopped after 2 of 3 lines. Resuming sends only the rest.');
    assert.ok(performance.now() - started < 30_000, 'The hanging request kept it waiting.');
    await workbench().screenshot(join(pictures, 'ingest-cancelled.png'));
    assert.equal(await events(), 5);
    await control('/faults', []);
    await frame.getByRole('button', { name: 'Resume' }).click();
    await said(/^1 line wasn't sent: The line isn't JSON/);
    assert.equal(await events(), 6);
    await workbench().screenshot(join(pictures, 'ingest-rejected.png'));
    await workbench().command('Problems: Focus on Problems View');
    await page.locator('.markers-panel').getByText('morning.orb.ndjson').first().waitFor();
    await frame.getByRole('button', { name: 'Open Rejected Lines' }).click();
    await workbench()
      .tab(/morning\.orb\.rejected-2\.ndjson/)
      .waitFor();
  });

  test('a file that is dropped on the Events view is ingested after a question', async () => {
    await workbench().command('Notifications: Clear All Notifications');
    await workbench().openSideBar();
    await workbench().command('Orb: Search Events…');
    await workbench().answer('night-1');
    await workbench().pick('Last 7 Days');
    const row = workbench().row(/night-1/);
    await row.waitFor();
    await workbench().openFile('noon.orb.ndjson');
    await workbench().dragTo(workbench().tab(/noon\.orb\.ndjson/), row);
    const dialog = await workbench().dialog();
    assert.equal(dialog.message, 'Ingest 1 event into Environment (SANDBOX)?');
    assert.match(dialog.detail, /noon\.orb\.ndjson/);
    await dialog.press('Ingest');
    await said(/^1 line accepted at/);
    assert.equal(await events(), 7);
  });
});
