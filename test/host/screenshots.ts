// `npm run screenshots`: takes the README's pictures from the installed package in a real editor, on a sandbox with demo data, in both themes.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbench } from '../ui/workbench.ts';
import { buildPackage } from './build.ts';
import { stopAll, stopOnSignals } from './child.ts';
import { writeDemo } from './demo.ts';
import { installExtension } from './installed.ts';
import { root } from './root.ts';

/** What a page shows without delay, and what a clone can carry: the maximum bytes of a picture, and of all. */
const LARGEST = 150_000;
const ALL = 2_000_000;
const WINDOW = { width: 1280, height: 800 };
/** The window without its lower part, for when that is empty. */
const UPPER = { x: 0, y: 0, width: 1280, height: 560 };
/** The upper part of the editor area, with the side bar hidden. */
const EDITOR = { x: 48, y: 36, width: 1228, height: 270 };
/** A few lines of the editor next to the side bar, and the hover over them. */
const HOVER = { x: 356, y: 88, width: 660, height: 330 };

const folder = join(root, 'media', 'readme');
const themes = { light: 'Light Modern', dark: 'Dark Modern' } as const;

stopOnSignals();
const extensionsDir = join(root, 'out', 'screenshots', 'extensions');
installExtension(extensionsDir, buildPackage());
process.env['ORB_TEST_EXTENSIONS'] = extensionsDir;
mkdirSync(folder, { recursive: true });
for (const theme of ['light', 'dark'] as const) await takeAll(theme);
weigh();
await stopAll();
process.exit(0);

async function takeAll(theme: keyof typeof themes): Promise<void> {
  const workbench = await Workbench.open({
    files: demoFiles(),
    viewport: WINDOW,
    settings: {
      'workbench.colorTheme': themes[theme],
      'orb.amend.confirm': 'always',
      'orb.sandbox.port': 0,
      // Whole lines of an event file.
      'editor.minimap.enabled': false,
    },
  });
  const take = async (name: string, clip?: typeof UPPER, withHover = false): Promise<void> => {
    if (!withHover) {
      // The pointer and its hover aren't part of the picture.
      await workbench.page.mouse.move(WINDOW.width - 2, 14);
      await workbench.page.locator('.monaco-hover:visible').waitFor({ state: 'detached' });
    }
    const path = join(folder, `${name}-${theme}.png`);
    await workbench.page.screenshot({ path, animations: 'disabled', ...(clip && { clip }) });
    console.log(`${name}-${theme}.png (${Math.round(statSync(path).size / 1024)} KB)`);
  };
  try {
    await connect(workbench);
    await find(workbench);
    await take('find', UPPER);
    await point(workbench);
    await take('hover', HOVER, true);
    await results(workbench);
    await take('results', UPPER);
    await bill(workbench);
    await take('billing');
    await change(workbench);
    await take('overview');
    await workbench.page.keyboard.press('Control+s');
    const amend = await workbench.dialog();
    await take('amend', UPPER);
    await amend.press('Amend');
    await workbench.frame.getByText(/^Amended at/).waitFor();
    await workbench.command('View: Close All Editors');
    await ingest(workbench);
    await take('ingest', EDITOR);
    await workbench.command('Reset Editor Font Size');
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    await workbench.command('View: Close All Editors');
    await backfill(workbench);
    await take('backfill', UPPER);
    await (await workbench.dialog()).press('Cancel');
    await volume(workbench);
    await take('volume');
  } catch (error) {
    await workbench.screenshot(join(root, 'test-results', 'screenshots', `${theme}.png`));
    throw error;
  } finally {
    await workbench.close();
  }
}

/** The sandbox as the first step of the walkthrough starts it. */
async function connect(workbench: Workbench): Promise<void> {
  await workbench.openSideBar();
  await workbench.page
    .locator('.welcome-view')
    .getByText('Start the sandbox', { exact: true })
    .first()
    .click();
  await workbench.page.getByText('Paste event IDs to find events in Orb.').waitFor();
}

/** The IDs of a support ticket, with the reason for the one that isn't found. */
async function find(workbench: Workbench): Promise<void> {
  await workbench.openFile('support-ticket.txt');
  await workbench.textEditor.waitFor();
  await workbench.command('Orb: Search IDs in Selection, File, or Clipboard');
  await workbench.row(/^Search 7 IDs from support-ticket.txt, 6 of 7 found/).waitFor();
  await workbench.row('1 not found').locator('.monaco-tl-twistie').click();
  await workbench.row(/^evt_last_month not found/).waitFor();
}

/** The pointer on an ID in the ticket, with the hover of its event. */
async function point({ page }: Workbench): Promise<void> {
  await page.locator('.view-line span', { hasText: 'evt_wrong_type' }).last().hover();
  await page.locator('.monaco-hover:visible', { hasText: 'text, not a number' }).waitFor();
}

/** The same events as rows, with the sum of their tokens. */
async function results(workbench: Workbench): Promise<void> {
  const { frame } = workbench;
  const search = workbench.row(/^Search 7 IDs from support-ticket.txt/);
  await workbench.menu(search, 'Open Results as Table');
  await frame.getByText('6 of 7 found').waitFor();
  await frame.locator('.grid-row').nth(5).waitFor();
  // The icons are a font.
  await frame.locator('body').evaluate('document.fonts.ready.then(() => true)');
}

/** The event whose tokens are text: opened, and how Orb bills it. */
async function bill(workbench: Workbench): Promise<void> {
  const { frame } = workbench;
  await workbench.row(/^api_call, active.*/).click();
  await frame.getByText('Ask Orb how this event is billed').click();
  await frame.getByText('This event', { exact: true }).waitFor();
}

/** The same event with a number, not yet sent. */
async function change(workbench: Workbench): Promise<void> {
  const { frame } = workbench;
  await frame.getByText('Convert to Number').click();
  await frame.getByText('1 change, not sent.').waitFor();
  // The words about the text that it was go a moment later.
  await frame.locator('.squiggle-warning', { hasText: '1250' }).waitFor({ state: 'detached' });
  await frame.getByText('This is text, not a number.').waitFor({ state: 'detached' });
  await frame.getByText('Ask Again').click();
  await frame.locator('.billing').getByText('Orb → document').waitFor();
}

/** The file with its mistake marked, and the lenses over it: small enough for the mistake to be in view. */
async function ingest(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  await workbench.command('View: Toggle Primary Side Bar Visibility');
  await page.locator('.sidebar').waitFor({ state: 'hidden' });
  await workbench.openFile('usage.orb.ndjson');
  for (let step = 0; step < 2; step++) await workbench.command('Decrease Editor Font Size');
  await page.locator('.codelens-decoration a', { hasText: 'Ingest All' }).waitFor();
  await page.locator('.monaco-editor .squiggly-error').first().waitFor();
}

/** The pending backfill with its steps, and the question before it is closed. */
async function backfill(workbench: Workbench): Promise<void> {
  const pending = workbench.row(/, pending, cus_globex/);
  await pending.click();
  await workbench.row(/^24 events ingested/).waitFor();
  await workbench.menu(pending, 'Close Backfill…');
  await workbench.dialog();
}

async function volume(workbench: Workbench): Promise<void> {
  await workbench.command('Orb: Show Event Volume');
  const { frame } = workbench;
  await frame.getByRole('grid').locator('.row').nth(3).waitFor();
}

function demoFiles(): Readonly<Record<string, string>> {
  const demo = mkdtempSync(join(tmpdir(), 'orb-demo-'));
  writeDemo(demo, Date.now());
  const names = readdirSync(demo);
  const files = Object.fromEntries(
    names.map((name) => [name, readFileSync(join(demo, name), 'utf8')]),
  );
  rmSync(demo, { recursive: true });
  return files;
}

/** @throws when the pictures are heavier than a reader should load. */
function weigh(): void {
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (Math.max(...sizes) > LARGEST || all > ALL)
    throw new Error(`The pictures are too large: ${Math.round(all / 1024)} KB in all.`);
}
