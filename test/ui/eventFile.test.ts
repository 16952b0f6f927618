import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../helpers/eventually.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { EventPage } from './eventPage.ts';
import { press } from './keys.ts';
import { useWorkbench } from './suite.ts';
import { closeProblem, nextProblem, takeFirstFix } from './textEditor.ts';

const startedMs = Date.now();
const FILE = 'night.orb.ndjson';

suite('an event file in the editor', () => {
  let sandbox: Emulator | undefined;
  const workbench = useWorkbench(async () => {
    sandbox = await startEmulator('--seed', 'none');
    return {
      env: { ORB_API_KEY: sandbox.apiKey, ORB_BASE_URL: sandbox.url },
      files: { [FILE]: lines().join('\n') },
      viewport: { width: 1280, height: 800 },
    };
  });
  suiteTeardown(() => sandbox?.stop());

  test('underlines problems and shows code lenses above the lines', async () => {
    const { page } = workbench();
    await workbench().openFile(FILE);
    await workbench().textEditor.waitFor();
    await page.locator('.codelens-decoration a', { hasText: 'Ingest All (4)' }).waitFor();
    await page.locator('.codelens-decoration a', { hasText: 'Validate' }).waitFor();
    await page.locator('.squiggly-error').first().waitFor();
    await page.locator('.squiggly-warning').first().waitFor();
  });

  test('hovers write times as they are, without escapes', async () => {
    const { page, textEditor } = workbench();
    await press(textEditor, 'Control+Home');
    const key = page
      .locator('.view-line span')
      .filter({ hasText: /^"?timestamp"?$/ })
      .first();
    await key.hover();
    const hover = page.locator('.monaco-hover:visible', { hasText: ' UTC' });
    await hover.waitFor();
    const text = await hover.innerText();
    assert.match(text, /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S* UTC/);
    assert.doesNotMatch(text, /\\|&\w+;/);
    await press(textEditor, 'Escape');
    await hover.waitFor({ state: 'detached' });
  });

  test('goes to a problem with F8 and fixes it with Ctrl+.', async () => {
    const { textEditor } = workbench();
    await press(textEditor, 'Control+Home');
    await nextProblem(textEditor);
    await closeProblem(textEditor);
    await takeFirstFix(textEditor, 'key', /^Remove$/);
    await press(textEditor, 'Control+s');
    await workbench()
      .tab(new RegExp(`^${FILE}$`))
      .waitFor();
    // The editor may have written only a part of it, so wait for the last line.
    const [first, ...others] = await eventually('the file is saved without the plan', () => {
      const saved = readFileSync(join(workbench().folder, FILE), 'utf8').split('\n');
      return saved.at(-1) === lines().at(-1) && !saved[0]!.includes('"plan"') && saved;
    });
    assert.ok(first!.includes('"tokens":120'));
    assert.deepEqual(others, lines().slice(1));
  });

  test('opens a line in the event page, shows what changed, and writes it back with the button', async () => {
    const { page, frame, textEditor } = workbench();
    const event = new EventPage(workbench);
    await press(textEditor, 'Control+Home');
    await workbench().command('Orb: Open Line as Event');
    await workbench()
      .tab(/^line-1\.orbevent/)
      .waitFor();
    await frame.getByText('Same as line 1 of night.orb.ndjson. Nothing to write.').waitFor();
    assert.equal(await frame.getByRole('button', { name: 'Deprecate…' }).count(), 0);
    await event.click('"tokens"');
    await event.press('End');
    await event.type('5');
    await frame.getByText('File has 120', { exact: true }).waitFor();
    await frame.getByText('writes this back to line 1 of night.orb.ndjson.').waitFor();
    await event.button('Write Back');
    await frame.getByText('Same as line 1 of night.orb.ndjson. Nothing to write.').waitFor();
    await page
      .locator('.view-lines', { hasText: '"idempotency_key":"b"' })
      .getByText('1205')
      .waitFor();
  });

  test('follows a moved line, also with edits restored after a reload', async () => {
    const { frame } = workbench();
    const event = new EventPage(workbench);
    const path = join(workbench().folder, FILE);
    const saved = await eventually('the file is saved', () => {
      const text = readFileSync(path, 'utf8');
      return text.includes('1205') && text.endsWith(lines().at(-1)!) && text;
    });
    writeFileSync(path, `${lines()[2]!}\n${saved}`);
    await frame.getByText('Same as line 2 of night.orb.ndjson. Nothing to write.').waitFor();
    await event.click('"tokens"');
    await event.press('End');
    await event.type('7');
    await frame.getByText('writes this back to line 2 of night.orb.ndjson.').waitFor();
    await workbench().backedUp('orb-line', '12057');
    const [first = ''] = saved.split('\n');
    const edited = { ...(JSON.parse(first) as object), properties: { tokens: 12057 } };
    const text = `${JSON.stringify(edited, null, 2)}\n`;
    // The line that the text was loaded from, and the editor that shows it.
    await workbench().stored('orb.openLines', createHash('sha256').update(text).digest('base64'));
    await workbench().stored('serializedGrid', 'line-1.orbevent');
    await workbench().reload();
    await frame.getByText('writes this back to line 2 of night.orb.ndjson.').waitFor();
    await event.button('Write Back');
    await frame.getByText('Same as line 2 of night.orb.ndjson. Nothing to write.').waitFor();
    await eventually('it is written', () => {
      const [, line] = readFileSync(path, 'utf8').split('\n');
      return line?.includes('"tokens":12057');
    });
  });
});

function lines(): readonly string[] {
  const line = (key: string, more: Readonly<Record<string, unknown>> = {}) =>
    JSON.stringify({
      idempotency_key: key,
      event_name: 'api_call',
      timestamp: new Date(startedMs - 600_000).toISOString(),
      external_customer_id: 'acme-corp',
      properties: { tokens: 120 },
      ...more,
    });
  return [
    line('a', { plan: 'pro' }),
    line('b', { properties: { tokens: '120', region: null } }),
    line('c'),
    line('c', { properties: { tokens: 7 } }),
  ];
}
