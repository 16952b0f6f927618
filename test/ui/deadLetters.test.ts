import { eventually } from '../helpers/eventually.ts';
import { press } from './keys.ts';
import { useWorkbench } from './suite.ts';

const FILE = 'orb-errors-2026-11-01.jsonl';
const LATE = 'timestamp is outside of the grace period';

suite('dead letters in the editor', () => {
  const workbench = useWorkbench({
    files: {
      [`s3/${FILE}`]: letters().join('\n'),
      'logs/usage-30-oct.orb.ndjson': events().join('\n'),
    },
    viewport: { width: 1100, height: 760 },
    settings: { 'editor.minimap.enabled': false },
  });
  const lens = (text: string) =>
    workbench().page.locator('.codelens-decoration', { hasText: text });

  test('shows their number and reasons in code lenses', async () => {
    await workbench().openFile(FILE);
    await lens('Dead letters from Orb: 7 rejected events').waitFor();
    await lens('3 too late, 1 wrong type, 3 other').waitFor();
    await lens('Group by Reason').waitFor();
  });

  test('explains each line with a note at its end', async () => {
    const { page } = workbench();
    // The texts of decorations are in style sheets, which text locators don't search.
    const notes = () =>
      page.evaluate<string[]>(
        `[...document.querySelectorAll('.view-line span')].map((span) => getComputedStyle(span, '::after').content).filter((text) => text !== 'none' && text !== 'normal')`,
      );
    const expected = [
      '"Too late, needs a backfill"',
      '"A property can\'t be an object"',
      '"The timestamp is missing"',
      '"props isn\'t a field"',
      '"No advice for this error"',
    ];
    await eventually('the notes', async () => {
      const shown = await notes();
      return expected.every((text) => shown.includes(text));
    });
  });

  test("explains a line with Ctrl+K Ctrl+I, with Orb's reason and links", async () => {
    const { page } = workbench();
    await page.locator('.view-line').nth(2).click();
    await press(workbench().textEditor, 'Control+k', 'Control+i');
    const hover = page.locator('.monaco-hover:visible', {
      hasText: "A property can't be an object",
    });
    await hover.waitFor();
    await hover.locator('code', { hasText: "{'n': 1} is not of type 'string'" }).waitFor();
    await hover.getByText('The ID is free').waitFor();
    for (const link of ['Find the Event in…', 'Copy ID', 'Show All with This Reason']) {
      // The ID itself is a link, too, which VS Code adds to the hover.
      await hover.locator('a', { hasText: link }).first().waitFor();
    }
    await press(workbench().textEditor, 'Escape');
    await hover.waitFor({ state: 'detached' });
  });

  test('finds the events in workspace files', async () => {
    const { page, quickInput } = workbench();
    await page.locator('.codelens-decoration a', { hasText: 'Find the Events in…' }).click();
    await quickInput.getByText('Find 7 Events in…').waitFor();
    await quickInput.getByText('2 of 7 IDs · logs').waitFor();
    await quickInput.getByText('in this workspace').waitFor();
    await press(workbench().quick.input, 'Enter');
    await page.locator('.codelens-decoration a', { hasText: 'Ingest All (2)' }).waitFor();
    await page.locator('.squiggly-warning').first().waitFor();
    await workbench().notice('Found 2 of 7 events.').waitFor();
  });
});

function letters(): readonly string[] {
  const letter = (key: string, error: string) =>
    `{"idempotency_key": "chatcmpl-${key}", "errors": [${JSON.stringify(error)}]}`;
  return [
    letter('6cd701bb-7543', LATE),
    letter('b7b2729f-cd4c', LATE),
    letter('f9b5a18d-d543', "{'n': 1} is not of type 'string'"),
    letter('03aa1f20-5e11', "'timestamp' is a required property"),
    letter('8ee09a4c-01d7', "Additional properties are not allowed ('props' was unexpected)"),
    letter('2f7b6c11-77aa', LATE),
    letter('5d1e8f42-bb90', 'internal error 4012'),
  ];
}

function events(): readonly string[] {
  const event = (key: string, properties: object) =>
    JSON.stringify({
      idempotency_key: key,
      event_name: 'chat_completion',
      timestamp: '2026-10-30T12:00:00Z',
      external_customer_id: 'acme-corp',
      properties,
    });
  return [
    event('other', { tokens: 1 }),
    event('chatcmpl-6cd701bb-7543', { tokens: 120 }),
    event('chatcmpl-f9b5a18d-d543', { tokens: { n: 1 } }),
  ];
}
