import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Locator } from 'playwright-core';
import { secondClient } from '../helpers/secondClient.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { useWorkbench } from './suite.ts';

const hour = 3_600_000;

suite('the event editor', () => {
  let emulator: Emulator;
  const workbench = useWorkbench(async () => {
    emulator = await startEmulator('--seed', 'demo');
    return {
      settings: { 'orb.amend.confirm': 'always', 'orb.http.maxRetries': 0 },
      env: { ORB_API_KEY: emulator.apiKey, ORB_BASE_URL: emulator.url },
    };
  });
  // Its view is there only when the editor knows the extension; then the palette has its commands, too.
  suiteSetup(() => workbench().openSideBar());
  suiteTeardown(() => emulator.stop());

  const api = (...call: Parameters<ReturnType<typeof secondClient>['api']>) =>
    secondClient(emulator).api(...call);
  const control = (path: string, body?: unknown) => secondClient(emulator).control(path, body);
  async function newEvent(id = `ui-${randomUUID()}`, tokens = 120): Promise<string> {
    const event = {
      idempotency_key: id,
      event_name: 'chat_completion',
      timestamp: new Date(Date.now() - hour).toISOString().replace(/\d{3}Z$/, '123Z'),
      external_customer_id: 'acme',
      properties: { tokens, model: 'orb-large' },
    };
    await api('POST', '/ingest', { events: [event] });
    return id;
  }
  async function tokensInOrb(id: string): Promise<unknown> {
    const found = (await api('POST', '/events/search', { event_ids: [id] })) as {
      data: { properties: { tokens: unknown } }[];
    };
    return found.data[0]?.properties.tokens;
  }
  async function open(id: string): Promise<void> {
    await workbench().command('Orb: Open Event…');
    await workbench().answer(id);
    await line('"tokens"').waitFor();
  }
  const line = (text: string): Locator => workbench().frame.locator('.cm-line', { hasText: text });
  const sentence = (text: string | RegExp) =>
    workbench().frame.locator('.sentence').getByText(text).waitFor();
  const press = (keys: string) => workbench().page.keyboard.press(keys);
  /** Puts the cursor behind the value of a line, before its comma. */
  async function cursorIn(text: string): Promise<void> {
    await line(text).click();
    await press('End');
    await press('ArrowLeft');
  }
  /** Types another last digit in place of that of the tokens: 120 → 125. */
  async function retype(digit: string): Promise<void> {
    await cursorIn('"tokens"');
    await press('Backspace');
    await workbench().page.keyboard.type(digit);
  }
  const closeAll = () => workbench().command('View: Close All Editors');

  test('opens, is edited, warns of a mistake, is mended, and amends after a confirmation', async () => {
    const id = await newEvent();
    await open(id);
    await sentence(/^Same as Orb at .* UTC\. Nothing to send\.$/);

    await retype('5');
    await sentence('1 change, not sent.');
    await cursorIn('"timestamp"');
    // Behind the last digit, before `Z"`.
    await press('ArrowLeft');
    await press('ArrowLeft');
    await press('Backspace');
    await sentence('2 changes, not sent.');
    const restore = workbench()
      .frame.locator('.problem')
      .getByText('Restore', { exact: true })
      .first();
    await restore.waitFor();
    await workbench().frame.locator('.squiggle-error').first().waitFor();
    await workbench().screenshot('test-results/ui/event-editor-mistake.png');
    await restore.click();
    await sentence('1 change, not sent.');

    await line('"tokens"').click();
    await press('Control+s');
    const dialog = await workbench().dialog();
    assert.equal(dialog.message, 'Amend chat_completion in Environment (SANDBOX)?');
    assert.match(dialog.detail, /^properties\.tokens 120 → 125$/m);
    assert.equal(await tokensInOrb(id), 120);
    await dialog.press('Amend');
    await sentence(/^Amended at .* UTC\./);
    assert.equal(await tokensInOrb(id), 125);
    await workbench().frame.getByText('Amended, not yet in search').first().waitFor();
    // The tab says so, too.
    await workbench()
      .tab(new RegExp(`^${id}`))
      .locator('.monaco-icon-label[aria-label$="• Amended from this editor"]')
      .waitFor();
    await workbench().screenshot('test-results/ui/event-editor-amended.png');
    await closeAll();
  });

  test('with the keyboard alone: from the ids of a ticket to an amended event', async () => {
    const id = await newEvent();
    const { keyboard } = workbench().page;
    const palette = async (title: string) => {
      await press('F1');
      await workbench().quickInput.waitFor();
      await keyboard.type(title);
      await workbench()
        .quickInput.locator('.quick-input-list .monaco-list-row.focused', { hasText: title })
        .waitFor();
      await press('Enter');
    };
    await palette('Orb: Search Events…');
    await workbench()
      .quickInput.locator('.quick-input-title', { hasText: 'Search Events' })
      .waitFor();
    await keyboard.type(id);
    await press('Enter');
    await workbench().quickInput.getByText('Last 7 days').waitFor();
    await press('Enter');
    await workbench()
      .row(/^chat_completion, active/)
      .waitFor();
    // Not through the palette: it may give the focus back to where it was after the view has taken it.
    await press('Control+0');
    await workbench().page.locator('.sidebar .monaco-list:focus').first().waitFor();
    const focused = (hasText: string) =>
      workbench()
        .page.locator('.sidebar .monaco-list:focus .monaco-list-row.focused', { hasText })
        .waitFor();
    // The first key only gives the focus to a row.
    await press('ArrowDown');
    await focused('');
    await press('Home');
    await focused(id);
    await press('ArrowDown');
    await focused('chat_completion');
    await press('Enter');
    await workbench().frame.locator('.cm-content:focus').waitFor();
    await line('"tokens"').waitFor();
    await press('Control+Home');
    for (let at = 1; at < 6; at++) await press('ArrowDown');
    await press('End');
    await press('ArrowLeft');
    await press('Backspace');
    await keyboard.type('4');
    await sentence('1 change, not sent.');
    await press('Control+s');
    await workbench().dialog();
    await press('Enter');
    await sentence(/^Amended at .* UTC\./);
    assert.equal(await tokensInOrb(id), 124);
    await workbench()
      .row(/^chat_completion, amended/)
      .waitFor();
    await closeAll();
  });

  test("undo and redo are the document's, in the page and in the text editor beside it", async () => {
    const id = await newEvent();
    await open(id);
    await workbench().frame.getByRole('button', { name: 'Open as Text' }).click();
    const beside = workbench().page.locator('.monaco-editor .view-line', { hasText: '"tokens"' });
    await beside.waitFor();
    await retype('7');
    await beside.filter({ hasText: '127' }).waitFor();
    await press('Control+z');
    await beside.filter({ hasText: '12,' }).waitFor();
    await press('Control+z');
    await beside.filter({ hasText: '120' }).waitFor();
    await line('120').waitFor();
    await press('Control+Shift+z');
    await line('12,').waitFor();
    await press('Control+Shift+z');
    await line('127').waitFor();
    // And the other way round: what is typed in the text editor stands in the page.
    await beside.click();
    await press('End');
    await press('ArrowLeft');
    await workbench().page.keyboard.type('9');
    await line('1279').waitFor();
    await workbench().screenshot('test-results/ui/event-editor-beside.png');
    await press('Control+s');
    await (await workbench().dialog()).press('Amend');
    await sentence(/^Amended at .* UTC\./);
    assert.equal(await tokensInOrb(id), 1279);
    await closeAll();
  });

  const textLine = () =>
    workbench().page.locator('.monaco-editor .view-line', { hasText: '"tokens"' });
  /** Opens as text: when a window ends before it noted which editors were open, VS Code brings unsaved edits back in that editor. */
  async function openText(id: string): Promise<void> {
    await workbench().command('Orb: Open Event as Text…');
    await workbench().answer(id);
    await textLine().waitFor();
  }
  /** Types another last digit in place of that of the tokens. */
  async function retypeText(digit: string): Promise<void> {
    await textLine().click();
    await press('End');
    await press('ArrowLeft');
    await press('Backspace');
    await workbench().page.keyboard.type(digit);
  }

  test('edits survive a reload of the window, and so does the check for conflicts', async () => {
    const id = await newEvent();
    await openText(id);
    const tokens = textLine();
    await retypeText('8');
    await tokens.filter({ hasText: '128' }).waitFor();
    await workbench().backedUp('orb', '128');
    await workbench().reload();
    await tokens.filter({ hasText: '128' }).click();
    const found = (await api('POST', '/events/search', { event_ids: [id] })) as {
      data: { timestamp: string }[];
    };
    await api('PUT', `/events/${id}`, {
      event_name: 'chat_completion',
      timestamp: found.data[0]!.timestamp,
      external_customer_id: 'acme',
      properties: { tokens: 999, model: 'orb-large' },
    });
    await press('Control+s');
    const dialog = await workbench().dialog();
    assert.match(dialog.message, /^Orb's version changed since you opened this event\./);
    await dialog.press('Keep Editing');
    assert.equal(await tokensInOrb(id), 999);
    await workbench().command('File: Revert File');
    await tokens.filter({ hasText: '999' }).waitFor();
    await closeAll();
  });

  test('a save whose answer was lost is repeated safely, also after a reload of the window', async () => {
    const id = await newEvent();
    const path = `/v1/events/${id}`;
    const amendments = async () =>
      ((await control('/requests')) as { method: string; path: string }[]).filter(
        (call) => call.method === 'PUT' && call.path === path,
      ).length;
    const tab = () => workbench().tab(new RegExp(`^${id}`));
    const loseTheAnswer = async (tokens: number) => {
      await textLine()
        .filter({ hasText: String(tokens) })
        .waitFor();
      await control('/faults', [{ method: 'PUT', path, drop: 'after' }]);
      await press('Control+s');
      await (await workbench().dialog()).press('Amend');
      await workbench()
        .notice(/sending it again is safe/)
        .waitFor();
      await workbench().backedUp('orb', String(tokens));
      await workbench().reload();
      // A window that ends at once may not have noted which editor was in front.
      await tab().click();
      await textLine()
        .filter({ hasText: String(tokens) })
        .click();
      assert.equal(await tokensInOrb(id), tokens);
    };
    const clean = () => tab().and(workbench().page.locator(':not(.dirty)')).waitFor();

    await openText(id);
    await retypeText('8');
    await loseTheAnswer(128);
    await press('Control+s');
    await clean();
    assert.equal(await amendments(), 1);
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);

    await retypeText('9');
    await loseTheAnswer(129);
    // What may have arrived is no one else's change: the next amendment goes on from there.
    await retypeText('7');
    await press('Control+s');
    const dialog = await workbench().dialog();
    assert.equal(dialog.message, 'Amend chat_completion in Environment (SANDBOX)?');
    await dialog.press('Amend');
    await clean();
    assert.equal(await tokensInOrb(id), 127);
    assert.equal(await amendments(), 3);
    await closeAll();
  });

  test('offers what the editor knows of events, and explains a field', async () => {
    await open(await newEvent());
    await line('"event_name"').click();
    await press('Home');
    await press('Shift+End');
    await press('Delete');
    await workbench().page.keyboard.type('"ev');
    await workbench()
      .frame.locator('.cm-tooltip-autocomplete li', { hasText: /^event_name/ })
      .waitFor();
    await workbench().screenshot('test-results/ui/event-editor-completion.png');
    await press('Escape');
    // Last: what is shown over the text takes the clicks that are meant for it.
    await line('"properties"').locator('.tok-propertyName').hover();
    await workbench()
      .frame.locator('.hover', { hasText: 'numbers, strings and booleans' })
      .waitFor();
    await workbench().command('File: Revert File');
    await closeAll();
  });

  test('closing with edits asks: Cancel keeps them, Save amends', async () => {
    const id = await newEvent();
    await open(id);
    await retype('6');
    await sentence('1 change, not sent.');
    await workbench().command('View: Close Editor');
    await (await workbench().dialog()).press('Cancel');
    await sentence('1 change, not sent.');
    assert.equal(await tokensInOrb(id), 120);
    await workbench().command('View: Close Editor');
    await (await workbench().dialog()).press('Save');
    const amend = await workbench().dialog();
    assert.match(amend.message, /^Amend chat_completion in Environment/);
    await amend.press('Amend');
    await workbench()
      .tab(new RegExp(`^${id}`))
      .waitFor({ state: 'detached' });
    assert.equal(await tokensInOrb(id), 126);
    // The page that had the focus is gone with its tab.
    await workbench().page.locator('.sidebar .pane-header').first().click();
  });

  test('two events whose ids differ only in case are two documents', async () => {
    const id = `ui-Case-${randomUUID()}`;
    await newEvent(id, 111);
    await newEvent(id.toLowerCase(), 222);
    await open(id);
    await line('111').waitFor();
    await open(id.toLowerCase());
    await line('222').waitFor();
    await workbench()
      .tab(new RegExp(`^${id}`))
      .click();
    await line('111').waitFor();
    await closeAll();
  });
});
