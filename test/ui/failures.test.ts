import assert from 'node:assert/strict';
import { EventPage } from './eventPage.ts';
import { press } from './keys.ts';
import { useSandboxWorkbench } from './suite.ts';
import { alsoSelect, select } from './tree.ts';

/** How VS Code shows a failure: once, wherever the command was started. */
suite('a failed command is reported once', () => {
  const { workbench, sandbox } = useSandboxWorkbench({
    files: {
      'blank.orb.ndjson': '\n',
      'broken.orb.ndjson': '{"event_name": 7}\n',
      'other.orb.ndjson': '\n',
    },
    viewport: { width: 1280, height: 900 },
  });
  const page = new EventPage(workbench);

  /** Every request gets this status; without one, Orb works again. */
  async function answers(status?: number): Promise<void> {
    const faults =
      status === undefined
        ? []
        : ['GET', 'POST', 'PUT'].map((method) => ({ method, times: 999, status }));
    const response = await fetch(`${sandbox().adminUrl}/faults`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox().apiKey}` },
      body: JSON.stringify(faults),
    });
    assert.ok(response.ok);
  }

  /**
   * It's shown by one notification, and not by a dialog. Anything later would be there once a
   * command of the palette is done.
   */
  async function toldOnce(words: RegExp, fix?: string): Promise<void> {
    await workbench().notice(words).waitFor();
    await workbench().command('View: Focus Active Editor Group');
    // The editor shows progress for a moment longer than the work takes.
    await workbench()
      .page.locator('.notification-toast .monaco-progress-container.active')
      .first()
      .waitFor({ state: 'detached' });
    const told = await workbench().noNoticeOrDialog();
    assert.equal(told.length, 1, told.join('\n'));
    assert.match(told[0]!, words);
    const buttons = workbench().notice(words).getByRole('button');
    if (fix !== undefined) await buttons.filter({ hasText: fix }).waitFor();
  }

  const inExplorer = (name: string) =>
    workbench().row(new RegExp(`^${name.replaceAll('.', '\\.')}`));

  setup(async () => {
    await answers();
    await workbench().command('Notifications: Clear All Notifications');
    await workbench().notice(/./).waitFor({ state: 'detached' });
  });

  test('from the palette', async () => {
    await workbench().openSideBar();
    await workbench().command('Orb: Stop Sandbox');
    await toldOnce(/No sandbox is running\./, 'Start Sandbox');
  });

  test("from a view's title", async () => {
    const title = workbench().page.locator('.pane-header', { hasText: 'Backfills' });
    await workbench()
      .row(/, pending, cus_globex/)
      .waitFor();
    await answers(401);
    await title.hover();
    await title.getByRole('button', { name: 'Refresh Backfills' }).click();
    await toldOnce(/rejected this connection's API key/, 'Replace Key…');
  });

  test("from a backfill's row", async () => {
    await workbench().command('Orb: Refresh Backfills');
    const pending = workbench().row(/, pending, cus_globex/);
    await pending.waitFor();
    await answers(500);
    await workbench().menu(pending, 'Refresh Backfill');
    await toldOnce(/Orb had an internal error \(status 500\)\./);
  });

  test('from a click on an event', async () => {
    await workbench().command('Orb: Search Events…');
    await workbench().answer('evt_wrong_type, evt_amended');
    await workbench().pick('Last 7 Days');
    const row = workbench().row(/, active, .*customer/);
    await row.waitFor();
    await answers(401);
    await select(row);
    await toldOnce(/rejected this connection's API key/, 'Replace Key…');
  });

  test("from an event's menu", async () => {
    const row = workbench().row(/, active, .*customer/);
    await answers(500);
    await workbench().menu(row, 'Compare Event with Orb');
    await toldOnce(/Orb had an internal error/);
  });

  test("from a page's button", async () => {
    await workbench()
      .row(/, active, .*customer/)
      .dblclick();
    await page.focused();
    await answers(500);
    await workbench().frame.getByRole('button', { name: 'Compare' }).click();
    await toldOnce(/Orb had an internal error/);
  });

  test('from a keybinding', async () => {
    // The footer of a page would show it.
    await workbench().command('View: Close All Editors');
    await workbench().command('Orb: Open Event as Text…');
    await workbench().answer('evt_wrong_type');
    await workbench().page.locator('.codelens-decoration').first().waitFor();
    await workbench().textEditor.locator('.view-line', { hasText: 'properties' }).click();
    await press(workbench().textEditor, 'Delete', 'End', '{', 'Control+s');
    await toldOnce(/This isn't valid JSON/);
    await workbench().command('File: Revert File');
    await workbench().command('View: Close All Editors');
  });

  test('from the Explorer', async () => {
    await workbench().command('View: Show Explorer');
    await workbench().menu(inExplorer('blank.orb.ndjson'), 'Ingest Event File…');
    await toldOnce(/blank\.orb\.ndjson is empty/);
  });

  test('from the Explorer, with two files selected', async () => {
    await select(inExplorer('blank.orb.ndjson'));
    await alsoSelect(inExplorer('other.orb.ndjson'));
    await workbench().menu(inExplorer('other.orb.ndjson'), 'Ingest Event File…');
    await toldOnce(/Ingest one file at a time/);
  });

  test('from a tab', async () => {
    await workbench().openFile('blank.orb.ndjson');
    await workbench().menu(workbench().tab(/blank/), 'Ingest Event File…');
    await toldOnce(/blank\.orb\.ndjson is empty/);
  });

  test("from a text editor's menu", async () => {
    await workbench().menu(
      workbench().textEditor.locator('.view-line').first(),
      'Open Line as Event',
    );
    await toldOnce(/Line 1 is empty/);
  });

  test('from a code lens', async () => {
    await workbench().openFile('broken.orb.ndjson');
    await workbench().page.locator('.codelens-decoration a', { hasText: 'Ingest All (1)' }).click();
    await toldOnce(/Nothing to send: the one line of broken\.orb\.ndjson has a problem/);
  });

  test('from the walkthrough', async () => {
    await workbench().command('Welcome: Open Walkthrough...');
    await workbench().pick('Get Started with Orb Events');
    const step = workbench().page.locator(
      '.getting-started-step[data-step-id$="orb.firstSteps.amend"]',
    );
    await step.click();
    await step.getByRole('button', { name: 'Open Event…' }).click();
    await workbench().answer('evt_nobody');
    await toldOnce(/No event "evt_nobody"/, 'Search 30 Days');
  });

  test("from a notification's button", async () => {
    await workbench().command('Orb: Open Event…');
    await workbench().answer('evt_nobody');
    await workbench()
      .notice(/No event "evt_nobody"/)
      .waitFor();
    await answers(401);
    await workbench()
      .notice(/No event "evt_nobody"/)
      .getByRole('button', { name: 'Search 30 Days' })
      .click();
    await toldOnce(/rejected this connection's API key/, 'Replace Key…');
  });
});
