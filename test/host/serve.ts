// Starts VS Code's server from npm, with user settings that make its first start a quiet one.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startChild, type Running } from './child.ts';
import { installEditor, type EditorName } from './install.ts';

export interface Serve {
  /** Default `newest`. */
  readonly editor?: EditorName;
  /** Holds everything this editor keeps: settings, state, logs. */
  readonly dataDir: string;
  readonly extensionsDir: string;
  /** Lets the page load a development extension and its tests; hides every notice. */
  readonly smokeTestDriver?: boolean;
  /** With trust on, a folder opens in Restricted Mode. Default off. */
  readonly workspaceTrust?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The language of the window; VS Code itself stays English in it. */
  readonly locale?: string;
  /** Default 0: any free port. */
  readonly port?: number;
}

export interface Server extends Running {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
}

const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'git.enabled': false,
  // It reports every port that any program on this computer opens.
  'remote.autoForwardPorts': false,
};

/** Starts the server and resolves when its page can be opened. */
export async function serve(options: Serve): Promise<Server> {
  writeSettings(join(options.dataDir, 'data'), options.settings);
  if (options.locale !== undefined) writeLanguagePack(options.dataDir, options.locale);
  const { node, server } = installEditor(options.editor ?? 'newest');
  const running = await startChild({
    command: node,
    args: [
      ...[server, '--host', '127.0.0.1'],
      ...['--port', String(options.port ?? 0), '--without-connection-token'],
      ...['--accept-server-license-terms', '--disable-telemetry'],
      ...['--server-data-dir', options.dataDir, '--user-data-dir', join(options.dataDir, 'data')],
      ...['--extensions-dir', options.extensionsDir],
      ...(options.smokeTestDriver ? ['--enable-smoke-test-driver'] : []),
      ...(options.locale === undefined ? [] : ['--locale', options.locale]),
      ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ],
    ready: /Web UI available at http:\/\/localhost:(\d+)/,
    // No marketplace: these editors make no call to the outside.
    env: { ...process.env, ...options.env, EXTENSIONS_GALLERY: '{}' },
  });
  return { ...running, url: `http://127.0.0.1:${running.match[1] ?? ''}` };
}

/** Writes the user settings of an editor's user-data folder: the quiet ones, then those given. */
export function writeSettings(
  userDataDir: string,
  settings: Readonly<Record<string, unknown>> = {},
): void {
  const file = join(userDataDir, 'User', 'settings.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...quiet, ...settings }, null, 2));
}

/** VS Code knows a language only by a language pack; this one translates nothing of its own. */
function writeLanguagePack(dataDir: string, locale: string): void {
  const translations = join(dataDir, 'main.i18n.json');
  writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const extensions = [{ extensionIdentifier: { id: 'orbtools.no-language' }, version: '1.0.0' }];
  const pack = { hash: 'none', label: locale, extensions, translations: { vscode: translations } };
  writeFileSync(join(dataDir, 'data', 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}
