// What is typed while no extension is running: the host is really killed, or stopped for a while.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventually } from '../helpers/eventually.ts';
import { secondClient } from '../helpers/secondClient.ts';
import { EventPage } from './eventPage.ts';
import { useSandboxWorkbench } from './suite.ts';

suite('the event editor and its extension host', () => {
  const { workbench, sandbox } = useSandboxWorkbench({
    settings: { 'orb.amend.confirm': 'never', 'orb.http.maxRetries': 0 },
    files: { 'notes.txt': '' },
  });
  suiteSetup(() => workbench().openSideBar());

  const eventPage = new EventPage(workbench);
  const waiting = () => workbench().frame.getByRole('alert');

  /** Opens a new event with 120 tokens, and puts the cursor after them. */
  async function openEvent(): Promise<string> {
    const id = `host-${randomUUID()}`;
    const event = {
      idempotency_key: id,
      event_name: 'chat_completion',
      timestamp: new Date(Date.now() - 3_600_000).toISOString(),
      external_customer_id: 'acme',
      properties: { tokens: 120, model: 'orb-large' },
    };
    await secondClient(sandbox()).api('POST', '/ingest', { events: [event] });
    await workbench().command('Orb: Open Event…');
    await workbench().answer(id);
    await eventPage.clickBehind('"tokens": 120');
    return id;
  }
  async function tokensInOrb(id: string): Promise<unknown> {
    const found = await secondClient(sandbox()).api('POST', '/events/search', { event_ids: [id] });
    return (found as { data: { properties: { tokens: unknown } }[] }).data[0]?.properties.tokens;
  }
  const becomes = (id: string, tokens: number) =>
    eventually(`Orb has ${tokens} tokens`, async () => (await tokensInOrb(id)) === tokens);
  /** The tokens of everything that was sent for an event, in order. */
  async function sent(id: string): Promise<unknown[]> {
    const requests = (await secondClient(sandbox()).control('/requests')) as {
      method: string;
      path: string;
      requestBody: string;
    }[];
    return requests
      .filter(({ method, path }) => method === 'PUT' && path.endsWith(id))
      .map(({ requestBody }) => JSON.parse(requestBody) as { properties: { tokens: unknown } })
      .map(({ properties }) => properties.tokens);
  }
  const isDirty = (id: string) =>
    workbench().page.locator('.tab.dirty').getByText(id, { exact: false }).first();

  test("stopped for a while: says so, keeps what is typed, doesn't save, and continues", async () => {
    const id = await openEvent();
    await eventPage.type('5');
    await isDirty(id).waitFor();
    const host = await workbench().extensionHost();
    process.kill(host, 'SIGSTOP');
    try {
      await eventPage.type('6');
      await waiting().getByText("The extension isn't responding.").waitFor();
      await eventPage.press('Control+s');
      await eventPage.type('7');
    } finally {
      process.kill(host, 'SIGCONT');
    }
    await waiting().waitFor({ state: 'hidden' });
    await eventPage.line('"tokens": 120567').waitFor();
    assert.deepEqual(await sent(id), []);
    await eventPage.press('Control+s');
    await becomes(id, 120_567);
  });

  test('killed: what is typed then reaches the document, and nothing older is saved', async () => {
    const id = await openEvent();
    await eventPage.type('5');
    await isDirty(id).waitFor();
    await workbench().killExtensionHost();
    await eventPage.type('6');
    // It doesn't save while nothing responds, so it's pressed again, as a user would.
    await eventually('Orb has 12056 tokens', async () => {
      await eventPage.press('Control+s');
      return (await tokensInOrb(id)) === 12_056;
    });
    assert.deepEqual(await sent(id), [12_056]);
    // Both sides are in sync as before.
    await isDirty(id).waitFor({ state: 'detached' });
    await eventPage.type('8');
    await isDirty(id).waitFor();
    await eventPage.press('Control+z');
    await eventPage.line('"tokens": 12056,').waitFor();
  });

  test('killed, and the tab hidden and shown: the page comes back with what was typed', async () => {
    const id = await openEvent();
    await workbench().killExtensionHost();
    await eventPage.type('5');
    await workbench().openFile('notes.txt');
    await workbench()
      .tab(new RegExp(`^${id}`))
      .click();
    await eventPage.line('"tokens": 1205').waitFor();
    // Without an edit of the document here.
    await isDirty(id).waitFor();
    await workbench().command('File: Save');
    await becomes(id, 1_205);
  });

  test("doesn't accept messages from a window of another origin", async () => {
    const id = await openEvent();
    await eventPage.type('5');
    await isDirty(id).waitFor();
    const { page } = workbench();
    await page
      .context()
      .route('http://stranger.test/**', (route) =>
        route.fulfill({ body: '<!DOCTYPE html>', contentType: 'text/html' }),
      );
    const [stranger] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate("void window.open('http://stranger.test/')"),
    ]);
    await stranger.waitForLoadState();
    // The forged document would replace what was typed; the last message gets a response only after
    // all earlier ones.
    const reached = await stranger.evaluate<number>(`(() => {
      const all = (frames) => [...frames].flatMap((frame) => [frame, ...all(Array.from({ length: frame.length }, (_, n) => frame[n]))]);
      const found = all([window.opener]);
      for (const frame of found) {
        frame.postMessage({ rpc: 'call', id: 1, name: 'reset', params: [{ version: 99, text: 'forged' }] }, '*');
      }
      return found.length;
    })()`);
    assert.ok(reached > 2, 'the page is one of the frames reached');
    await stranger.close();
    await page.bringToFront();
    await eventPage.type('6');
    await eventPage.line('"tokens": 12056').waitFor();
    await eventPage.press('Control+s');
    await becomes(id, 12_056);
  });
});
