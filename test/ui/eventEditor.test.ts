import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Locator } from 'playwright-core';
import { secondClient } from '../helpers/secondClient.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { EventPage } from './eventPage.ts';
import { press, shortcut, typeInto } from './keys.ts';
import { useWorkbench } from './suite.ts';
import { moveTo, pressOn } from './tree.ts';

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
  // Its view appears only once the editor knows the extension; then the palette has its commands,
  // too.
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
    await workbench().answer(id, 'Event ID');
    await line('"tokens"').waitFor();
    await page.focused();
  }
  const page = new EventPage(workbench);
  const line = (text: string): Locator => page.line(text);
  const sentence = (text: string | RegExp) => page.sentence(text);
  /** Replaces the last digit of the tokens: 120 → 125. */
  async function retype(digit: string): Promise<void> {
    await page.clickBehind('"tokens"');
    await page.press('Backspace');
    await page.type(digit);
  }
  /** After a save, the editor takes a moment longer than the page to know that nothing is unsaved. */
  const closeAll = async () => {
    await workbench().page.locator('.tab.dirty').first().waitFor({ state: 'detached' });
    await workbench().command('View: Close All Editors');
  };

  test('opens, is edited, shows a problem, is fixed, and amends after a confirmation', async () => {
    const id = await newEvent();
    await open(id);
    await sentence(/^Same as Orb at .* UTC\. Nothing to send\.$/);

    await retype('5');
    await sentence('1 change, not sent.');
    await page.clickBehind('"timestamp"');
    // After the last digit, before `Z"`.
    await page.press('ArrowLeft', 'ArrowLeft', 'Backspace');
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

    await page.click('"tokens"');
    await page.save();
    const dialog = await workbench().dialog();
    assert.equal(dialog.message, 'Amend chat_completion in Environment (SANDBOX)?');
    assert.match(dialog.detail, /^properties\.tokens 120 → 125$/m);
    assert.equal(await tokensInOrb(id), 120);
    await dialog.press('Amend');
    await sentence(/^Amended at .* UTC\./);
    assert.equal(await tokensInOrb(id), 125);
    await workbench().frame.getByText('Amended, not yet in search').first().waitFor();
    // The tab shows it, too.
    await workbench()
      .tab(new RegExp(`^${id}`))
      .locator('.monaco-icon-label[aria-label$="• Amended from this editor"]')
      .waitFor();
    await workbench().screenshot('test-results/ui/event-editor-amended.png');
    await closeAll();
  });

  test('with only the keyboard: from the IDs of a ticket to an amended event', async () => {
    const id = await newEvent();
    const { quick } = workbench();
    await quick.commandByKeys('Orb: Search Events…');
    await quick.question('Search Events');
    await typeInto(quick.input, id);
    await press(quick.input, 'Enter');
    await quick.pickByKeys('Last 7 Days');
    await workbench()
      .row(/^chat_completion, active/)
      .waitFor();
    // Not through the palette, which may return the focus to where it was after the view has taken
    // it.
    const tree = workbench().page.locator('.sidebar .monaco-list:focus').first();
    await shortcut('Control+0', tree);
    const rowWith = (hasText: string) =>
      workbench().page.locator('.sidebar .monaco-list-row', { hasText });
    // The first key only focuses a row.
    await moveTo(rowWith(''), 'ArrowDown');
    await moveTo(rowWith(id), 'Home');
    await moveTo(rowWith('chat_completion'), 'ArrowDown');
    await pressOn(rowWith('chat_completion'), 'Enter');
    await line('"tokens"').waitFor();
    await page.press('Control+Home', ...Array<string>(5).fill('ArrowDown'), 'End', 'ArrowLeft');
    await page.press('Backspace');
    await page.type('4');
    await sentence('1 change, not sent.');
    await page.save();
    await (await workbench().dialog()).pressByKeys('Amend');
    await sentence(/^Amended at .* UTC\./);
    assert.equal(await tokensInOrb(id), 124);
    await workbench()
      .row(/^chat_completion, amended/)
      .waitFor();
    await closeAll();
  });

  test("undo and redo are the document's, in the page and in the text editor next to it", async () => {
    const id = await newEvent();
    await open(id);
    await workbench().frame.getByRole('button', { name: 'Open as Text' }).click();
    const beside = workbench().page.locator('.monaco-editor .view-line', { hasText: '"tokens"' });
    await beside.waitFor();
    await retype('7');
    await beside.filter({ hasText: '127' }).waitFor();
    await page.press('Control+z');
    await beside.filter({ hasText: '12,' }).waitFor();
    await page.press('Control+z');
    await beside.filter({ hasText: '120' }).waitFor();
    await line('120').waitFor();
    await page.press('Control+Shift+z');
    await line('12,').waitFor();
    await page.press('Control+Shift+z');
    await line('127').waitFor();
    // And vice versa: what is typed in the text editor appears in the page.
    await beside.click();
    await press(workbench().textEditor, 'End', 'ArrowLeft');
    await typeInto(workbench().textEditor, '9');
    await line('1279').waitFor();
    await workbench().screenshot('test-results/ui/event-editor-beside.png');
    await press(workbench().textEditor, 'Control+s');
    await (await workbench().dialog()).press('Amend');
    await sentence(/^Amended at .* UTC\./);
    assert.equal(await tokensInOrb(id), 1279);
    await closeAll();
  });

  const textLine = () =>
    workbench().page.locator('.monaco-editor .view-line', { hasText: '"tokens"' });
  /**
   * Opens as text, because if a window ends before it has saved which editors were open, VS Code
   * restores unsaved edits in that editor.
   */
  async function openText(id: string): Promise<void> {
    await workbench().command('Orb: Open Event as Text…');
    await workbench().answer(id, 'Event ID');
    await textLine().waitFor();
  }
  /** Replaces the last digit of the tokens. */
  async function retypeText(digit: string): Promise<void> {
    await textLine().click();
    await press(workbench().textEditor, 'End', 'ArrowLeft', 'Backspace');
    await typeInto(workbench().textEditor, digit);
  }
  const saveText = () => press(workbench().textEditor, 'Control+s');

  test('edits and the check for conflicts survive a reload of the window', async () => {
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
    await saveText();
    await workbench()
      .notice(/Orb and you changed 1 field differently\./)
      .waitFor();
    assert.equal(await tokensInOrb(id), 999);
    // The page asks which of the two to use.
    await workbench().command('Orb: Open Event…');
    await workbench().answer(id, 'Event ID');
    const conflicts = workbench().frame.getByRole('radiogroup');
    await conflicts.getByText('Yours').click();
    await sentence('1 change, not sent.');
    await page.click('"tokens"');
    await page.save();
    const dialog = await workbench().dialog();
    assert.match(dialog.detail, /^properties\.tokens 999 → 128$/m);
    await dialog.press('Amend');
    await sentence(/^Amended at .* UTC\./);
    assert.equal(await tokensInOrb(id), 128);
    await closeAll();
  });

  test('a save whose response was lost is repeated safely, even after a reload of the window', async () => {
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
      await saveText();
      await (await workbench().dialog()).press('Amend');
      await workbench()
        .notice(/Sending it again is safe/)
        .waitFor();
      await workbench().backedUp('orb', String(tokens));
      await workbench().reload();
      // A window that ends at once may not have saved which editor was active.
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
    await saveText();
    await clean();
    assert.equal(await amendments(), 1);
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);

    await retypeText('9');
    await loseTheAnswer(129);
    // What may have arrived isn't someone else's change, so the next amendment is based on it.
    await retypeText('7');
    await saveText();
    const dialog = await workbench().dialog();
    assert.equal(dialog.message, 'Amend chat_completion in Environment (SANDBOX)?');
    await dialog.press('Amend');
    await clean();
    assert.equal(await tokensInOrb(id), 127);
    assert.equal(await amendments(), 3);
    await closeAll();
  });

  test('suggests what the editor knows from other events, and explains a field', async () => {
    await open(await newEvent());
    await page.click('"event_name"');
    await page.press('Home', 'Shift+End', 'Delete');
    await page.type('"ev');
    const list = workbench().frame.locator('.cm-tooltip-autocomplete');
    await list.locator('li', { hasText: /^event_name/ }).waitFor();
    await workbench().screenshot('test-results/ui/event-editor-completion.png');
    await page.press('Escape');
    await list.waitFor({ state: 'detached' });
    // Last, because widgets over the text take the clicks that are meant for it.
    await page.hover('"properties"', 'strings, numbers, and booleans');
    await workbench().command('File: Revert File');
    await closeAll();
  });

  test('closing with edits asks; Cancel keeps them, and Save amends', async () => {
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
    // The focused page is gone with its tab.
    await workbench().page.locator('.sidebar .pane-header').first().click();
  });

  test('two events whose IDs differ only in case are two documents', async () => {
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
