import assert from 'node:assert/strict';
import { secondClient } from '../helpers/secondClient.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { EventPage } from './eventPage.ts';
import { useWorkbench } from './suite.ts';

suite('how Orb bills an event', () => {
  let emulator: Emulator;
  const workbench = useWorkbench(async () => {
    emulator = await startEmulator('--seed', 'demo');
    return {
      settings: { 'orb.amend.confirm': 'never' },
      env: { ORB_API_KEY: emulator.apiKey, ORB_BASE_URL: emulator.url },
    };
  });
  suiteSetup(() => workbench().openSideBar());
  suiteTeardown(() => emulator.stop());

  test('is asked, explained, fixed with one click, asked again, and amended', async () => {
    const page = new EventPage(workbench);
    await workbench().command('Orb: Open Event…');
    await workbench().answer('evt_wrong_type', 'Event ID');
    await page.line('"tokens"').waitFor();
    await page.focused();
    const billing = workbench().frame.locator('.billing');
    const button = (name: string | RegExp) => billing.getByRole('button', { name });

    // The command uncovers the section of the active event, and asks.
    await workbench().command('Orb: Explain How Event Is Billed');
    await workbench().frame.locator('.billing [data-stop]:focus').waitFor();
    await button(
      /^Cached input tokens, not counted, would count 400 if cached were a boolean$/,
    ).waitFor();
    await billing.getByText('Would count 400 if cached were a boolean.').waitFor();
    await billing.getByText('Would count 1,250 if tokens were a number.').waitFor();

    await button('Make Boolean').click();
    await page.sentence('1 change, not sent.');
    await button('Ask Again').click();
    await button(/^Cached input tokens, changed from 0 to 400, \+\$0\.004$/).waitFor();
    const total = billing.locator('.billing-total');
    assert.equal(await total.innerText(), 'This event\n≤ $0.002 → ≤ $0.006');

    await workbench().frame.getByRole('button', { name: 'Amend', exact: true }).click();
    await page.sentence(/^Amended at/);
    // The answer about the edited text is now the one about Orb's version.
    await total.filter({ hasText: /^This event\s*≤ \$0\.006$/ }).waitFor();
    const found = (await secondClient(emulator).api('POST', '/events/search', {
      event_ids: ['evt_wrong_type'],
    })) as { data: { properties: { cached: unknown } }[] };
    assert.equal(found.data[0]?.properties.cached, true);
  });
});
