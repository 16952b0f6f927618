// The editor's window as users see it. VS Code's own selectors are only here.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { eventually } from '../helpers/eventually.ts';
import {
  chromium,
  type Browser,
  type FrameLocator,
  type Locator,
  type Page,
} from 'playwright-core';
import { chromiumArgs, installChromium } from '../host/chromium.ts';
import { PSEUDO_LOCALE } from '../helpers/pseudoLocale.ts';
import { installFixture } from '../host/installed.ts';
import { descendants } from '../host/processes.ts';
import { root } from '../host/root.ts';
import { serve, writeSettings, type Server } from '../host/serve.ts';
import { openDialog, type Dialog } from './dialog.ts';
import { QuickInput } from './quickInput.ts';
import { chooseFromMenu } from './tree.ts';

export interface Open {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Files of the workspace, from path to text. */
  readonly files?: Readonly<Record<string, string>>;
  /** The URI of the window's only folder, instead of the one that contains `files`. */
  readonly virtualFolder?: string;
  /** An extension of test/fixtures to install, too. */
  readonly fixture?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly workspaceTrust?: boolean;
  /** A suite that sets it reads the translated texts itself. */
  readonly locale?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** `npm run test:ui -- --pseudo` */
const inPseudo = process.env['ORB_TEST_PSEUDO'] !== undefined;

export type Theme = 'light' | 'dark' | 'highContrast';

const themes: Record<Theme, string> = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  highContrast: 'Default High Contrast',
};

/**
 * A page may open and take the focus after the palette was opened. Users open the palette again.
 */
const patient = { 'workbench.quickOpen.closeOnFocusLost': false };

export class Workbench {
  readonly folder: string;
  readonly page: Page;
  /** The palette, questions, and pick lists. */
  readonly quick: QuickInput;
  readonly #server: Server;
  readonly #browser: Browser;
  /** Contains everything the editor stores: workspace, settings, state, logs. */
  readonly home: string;
  #settings: Readonly<Record<string, unknown>>;

  private constructor(
    home: string,
    server: Server,
    browser: Browser,
    page: Page,
    settings: Readonly<Record<string, unknown>>,
  ) {
    this.home = home;
    this.folder = join(home, 'workspace');
    this.#server = server;
    this.#browser = browser;
    this.page = page;
    this.quick = new QuickInput(page);
    this.#settings = settings;
  }

  /** Starts a separate editor with its own user data and workspace, and the installed extension. */
  static async open(options: Open = {}): Promise<Workbench> {
    const extensionsDir = process.env['ORB_TEST_EXTENSIONS'];
    if (extensionsDir === undefined) throw new Error('Run UI tests with "npm run test:ui".');
    const home = mkdtempSync(join(tmpdir(), 'orb-ui-'));
    for (const [path, text] of Object.entries({ 'README.txt': '', ...options.files })) {
      const file = join(home, 'workspace', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const locale = options.locale ?? (inPseudo ? PSEUDO_LOCALE : undefined);
    const settings = { ...patient, 'workbench.colorTheme': themes.dark, ...options.settings };
    const server = await serve({
      dataDir: join(home, 'server'),
      extensionsDir:
        options.fixture === undefined
          ? extensionsDir
          : installFixture(home, extensionsDir, options.fixture),
      workspaceTrust: options.workspaceTrust ?? false,
      ...(locale !== undefined && { locale }),
      settings,
      env: { ORB_API_KEY: '', ORB_BASE_URL: '', ...options.env },
    });
    const browser = await chromium.launch({
      executablePath: installChromium(),
      args: chromiumArgs,
    });
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    if (inPseudo && options.locale === undefined) {
      await context.addInitScript({ path: join(root, 'test', 'ui', 'pseudoReader.js') });
    }
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const workbench = new Workbench(home, server, browser, page, settings);
    await page.goto(`${server.url}/?${workbench.#opened(options.virtualFolder)}`);
    await workbench.#ready();
    return workbench;
  }

  /**
   * What the window opens, as the query of its URL: a folder on this disk, or a workspace file that
   * refers to another folder.
   */
  #opened(virtualFolder: string | undefined): string {
    if (virtualFolder === undefined) return `folder=${encodeURIComponent(this.folder)}`;
    const file = join(this.home, 'virtual.code-workspace');
    const folders = [{ uri: virtualFolder, name: virtualFolder }];
    writeFileSync(file, JSON.stringify({ folders }));
    return `workspace=${encodeURIComponent(file)}`;
  }

  async close(): Promise<void> {
    const readBack = await this.page.evaluate('globalThis.wordsReadBack');
    await this.#browser.close();
    await this.#server.stop();
    rmSync(this.home, { recursive: true, force: true });
    if (readBack === 0) throw new Error('The editor did not speak the pseudo-locale.');
  }

  /** The process that runs the extension, as soon as there is exactly one. */
  async extensionHost(): Promise<number> {
    return eventually('there is one extension host', () => {
      const [host, ...others] = descendants(this.#server.pid, '--type=extensionHost');
      return others.length === 0 && host;
    });
  }

  /**
   * Ends the extension host without a warning, as a crash does. The editor starts another one, but
   * not after the third crash within minutes.
   */
  async killExtensionHost(): Promise<void> {
    process.kill(await this.extensionHost(), 'SIGKILL');
  }

  /** Reloads the window as the browser's own button does; unsaved edits are kept by hot exit. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.#ready();
  }

  /**
   * Waits until the editor has backed up these unsaved edits of a scheme's document, which may take
   * a while.
   */
  async backedUp(scheme: string, text: string): Promise<void> {
    const folder = join(this.home, 'server', 'data', 'User', 'Backups');
    await eventually(`unsaved edits of ${scheme}: with ${text} are backed up`, () => {
      const files = existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
      const own = files.map(String).filter((file) => basename(dirname(file)) === scheme);
      return own.some((file) => textOf(join(folder, file)).includes(text));
    });
  }

  /**
   * Waits until the browser has stored a state that contains all of these texts, which happens a
   * moment after the extension saved it. The trace log, which is stored there, too, has them
   * earlier.
   */
  async stored(...texts: readonly string[]): Promise<void> {
    const find = `(async () => {
      const asked = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const { name } of await indexedDB.databases()) {
        if (!name.startsWith('vscode-web-state-db')) continue;
        const database = await asked(indexedDB.open(name));
        try {
          for (const table of database.objectStoreNames) {
            const rows = await asked(database.transaction(table).objectStore(table).getAll());
            if (rows.some((row) => ${JSON.stringify(texts)}.every((text) => String(row).includes(text)))) return true;
          }
        } finally {
          database.close();
        }
      }
      return false;
    })()`;
    await this.fulfilled(find);
  }

  /**
   * Waits until this expression, evaluated in the window, is a promise of true. `waitForFunction`
   * treats the promise itself as true.
   */
  async fulfilled(expression: string): Promise<void> {
    await eventually(`this is true: ${expression}`, () => this.page.evaluate<boolean>(expression));
  }

  /** Waits until the clipboard has this text. */
  async copied(text: string): Promise<void> {
    await this.fulfilled(
      `navigator.clipboard.readText().then((text) => text === ${JSON.stringify(text)})`,
    );
  }

  async #ready(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 30_000 });
    await this.page.locator('.statusbar-item').first().waitFor();
  }

  /** Changes user settings while the editor runs. */
  set(settings: Readonly<Record<string, unknown>>): void {
    this.#settings = { ...this.#settings, ...settings };
    writeSettings(join(this.home, 'server', 'data'), this.#settings);
  }

  /**
   * Switches the color theme as users do, and waits until it's applied. Changes of a settings file
   * aren't always noticed in time.
   */
  async theme(theme: Theme): Promise<void> {
    await this.command('Preferences: Color Theme');
    const label = theme === 'highContrast' ? 'Dark High Contrast' : themes[theme];
    await this.quick.find(label);
    const className = { light: '.vs', dark: '.vs-dark', highContrast: '.hc-black' }[theme];
    await this.page.locator(`.monaco-workbench${className}`).waitFor();
  }

  /** Runs a command by its full title, from the palette: `Orb: Show Log`. */
  command(title: string): Promise<void> {
    return this.quick.command(title);
  }

  /** Answers the open input box. @param title text in its title */
  answer(text: string, title?: string): Promise<void> {
    return this.quick.answer(text, title);
  }

  /** Chooses from the open pick list. */
  pick(label: string): Promise<void> {
    return this.quick.pick(label);
  }

  /** The open input box or pick list. */
  get quickInput(): Locator {
    return this.quick.widget;
  }

  /** Replaces the text of the open input box or pick list. */
  type(text: string): Promise<void> {
    return this.quick.type(text);
  }

  /**
   * Opens a file of the workspace by any part of its name, as Go to File does, and waits until its
   * tab is active.
   */
  async openFile(name: string): Promise<void> {
    await this.quick.file(name);
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).first().waitFor();
  }

  /**
   * Opens the extension's side bar. Not for use after a reload, which restores what was open, so
   * that a click might close it.
   */
  async openSideBar(): Promise<void> {
    const action = this.page.locator('.activitybar').getByRole('tab', { name: /^Orb/ });
    if ((await action.getAttribute('aria-expanded')) !== 'true') await action.click();
    await this.page.locator('.sidebar .composite.title', { hasText: 'Orb' }).waitFor();
    await this.page.locator('.sidebar .pane-header', { hasText: 'Backfills' }).waitFor();
  }

  /** A row of a tree in the side bar, by the start of its accessible label. */
  row(label: string | RegExp): Locator {
    return this.page.locator('.sidebar').getByRole('treeitem', { name: label }).first();
  }

  /** Chooses from a row's context menu. */
  menu(row: Locator, title: string): Promise<void> {
    return chooseFromMenu(row, title);
  }

  /**
   * Drags with the mouse in steps, since the editor doesn't accept a drop on what wasn't dragged
   * over before.
   */
  async dragTo(what: Locator, onto: Locator): Promise<void> {
    await what.hover();
    await this.page.mouse.down();
    await onto.hover();
    await onto.hover({ position: { x: 60, y: 8 } });
    await this.page.mouse.up();
  }

  tab(title: string | RegExp): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name: title }).first();
  }

  /** The page inside the visible webview. */
  get frame(): FrameLocator {
    return this.page
      .frameLocator('iframe.webview.ready:visible')
      .frameLocator('iframe#active-frame');
  }

  /** The active text editor, or the first of two side by side. */
  get textEditor(): Locator {
    return this.page.locator('.editor-instance .monaco-editor:visible').first();
  }

  /** Waits for the modal dialog. */
  dialog(): Promise<Dialog> {
    return openDialog(this.page);
  }

  /** A notification, by text in it. */
  notice(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text }).first();
  }

  async noNoticeOrDialog(): Promise<string[]> {
    return await this.page.locator('.notification-toast, .monaco-dialog-box').allInnerTexts();
  }

  async statusBar(name: RegExp): Promise<string> {
    return await this.page.locator('.statusbar').getByRole('button', { name }).first().innerText();
  }

  async screenshot(file: string): Promise<void> {
    mkdirSync(dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
  }
}

/** Empty if the file has been removed. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
