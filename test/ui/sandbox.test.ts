import assert from 'node:assert/strict';
import { press } from './keys.ts';
import { useWorkbench } from './suite.ts';

suite('the sandbox by hand', () => {
  const workbench = useWorkbench({ settings: { 'orb.sandbox.port': 0 } });
  const status = (text: string | RegExp) =>
    workbench()
      .page.locator('.statusbar-item[id="orbtools.orb-events.orb.connection"]')
      .filter({ hasText: text });

  test('Add Connection starts it, without asking for a key', async () => {
    await workbench().openSideBar();
    await workbench().command('Orb: Add Connection…');
    await workbench().pick('Sandbox');
    await status(/^Orb SANDBOX$/).waitFor();
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);
  });

  test("the status bar shows that its clock is frozen, until it's real again", async () => {
    await workbench().command('Orb: Set Sandbox Clock…');
    await workbench().answer('2030-05-06 07:08', 'Set Sandbox Clock');
    await status('Orb SANDBOX · clock frozen at 6 May 2030 07:08:00 UTC').waitFor();
    await workbench().screenshot('test-results/ui/sandbox-frozen.png');
    await workbench().command('Orb: Set Sandbox Clock…');
    await workbench().answer('', 'Set Sandbox Clock');
    await status(/^Orb SANDBOX$/).waitFor();
  });

  test('resetting asks, Enter keeps the data, and rows that were shown are refreshed', async () => {
    await workbench().command('Orb: Search Events…');
    await workbench().answer('evt_0228');
    await workbench().pick('Last 7 Days');
    const row = workbench().row(/, active, .*customer/);
    await workbench().menu(row, 'Deprecate Events…');
    await (await workbench().dialog()).press('Deprecate');
    await workbench()
      .row(/, deprecated, /)
      .waitFor();

    await workbench().command('Orb: Reset Sandbox Data…');
    const dialog = await workbench().dialog();
    assert.match(dialog.message, /^Reset the sandbox at 127\.0\.0\.1:\d+\?$/);
    const box = workbench().page.locator('.monaco-dialog-box');
    await press(box, 'Enter');
    await box.waitFor({ state: 'detached' });
    await workbench()
      .row(/, deprecated, /)
      .waitFor();

    await workbench().command('Orb: Reset Sandbox Data…');
    await (await workbench().dialog()).press('Reset Sandbox');
    await row.waitFor();
  });

  test('the status bar shows at once that it stopped, and a click starts it', async () => {
    await workbench().command('Orb: Stop Sandbox');
    await status('Orb SANDBOX · stopped').waitFor();
    await workbench().command('Orb: Refresh Backfills');
    const notice = workbench().notice('The sandbox is stopped.');
    await notice.getByRole('button', { name: 'Start Sandbox' }).waitFor();
    await workbench().screenshot('test-results/ui/sandbox-stopped.png');
    await workbench().command('Notifications: Clear All Notifications');
    await status('Orb SANDBOX · stopped').click();
    await status(/^Orb SANDBOX$/).waitFor();
    await workbench()
      .row(/, pending, cus_globex/)
      .waitFor();
  });
});
