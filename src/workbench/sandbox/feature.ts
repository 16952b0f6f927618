/** The commands `orb.sandbox.*`: a local Orb to try things on, in its own process, with a connection to it. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { DEFAULT_GRACE_HOURS, type Connection } from '../../core/connection.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import type { CommandArgs, CommandResult } from '../../contributions.ts';
import type { Feature, Services } from '../services.ts';
import { UserError } from '../userError.ts';
import { SANDBOX_CONNECTION } from '../sandboxConnection.ts';
import { control } from './control.ts';
import { startSandboxProcess, type SandboxAddress, type SandboxProcess } from './process.ts';

type Start = CommandArgs<'orb.sandbox.start'>[0];
type Started = CommandResult<'orb.sandbox.start'>;

export const sandboxFeature: Feature = (services) => {
  const { connections, context, settings, registerCommands, setContext } = services;
  let running: (SandboxProcess & { readonly seed: 'demo' | 'none' }) | undefined;
  let starting: Promise<Started> | undefined;

  async function start(given: Start): Promise<Started> {
    if (running !== undefined) return { ...address(running), connectionId: SANDBOX_CONNECTION };
    const seed = given?.seed ?? 'demo';
    const started = await startSandboxProcess({
      script: join(context.extensionPath, 'dist', 'sandbox.js'),
      port: given?.port ?? settings.get('orb.sandbox.port'),
      seed,
      apiKey: `sandbox_${randomBytes(18).toString('base64url')}`,
    });
    const mine = { ...started, seed };
    running = mine;
    setContext('orb.sandboxRunning', true);
    started.onEnd(() => {
      if (running !== mine) return;
      running = undefined;
      setContext('orb.sandboxRunning', false);
    });
    const connection: Connection = {
      id: SANDBOX_CONNECTION,
      name: vscode.l10n.t('Sandbox'),
      mode: 'sandbox',
      baseUrl: started.url,
      gracePeriodHours: DEFAULT_GRACE_HOURS,
    };
    await connections.save(connection, started.apiKey);
    await connections.activate(connection.id);
    return { ...address(started), connectionId: connection.id };
  }

  /** The sandbox of this window, else the one that the active connection leads to (`npm start` gives one). */
  async function current(): Promise<SandboxAddress & { readonly connectionId: string }> {
    if (running !== undefined) return { ...address(running), connectionId: SANDBOX_CONNECTION };
    const { active } = connections;
    if (active?.mode !== 'sandbox') throw noSandbox();
    const apiKey = await connections.sandboxKey(active.id);
    return { url: active.baseUrl, apiKey, connectionId: active.id };
  }

  /** Its next answer tells its time, and which data it has, to everything that asks for it. */
  async function listen({ connectionId }: { readonly connectionId: string }): Promise<void> {
    const connection = connections.get(connectionId);
    if (connection !== undefined) await connections.check(connection);
  }

  return vscode.Disposable.from(
    { dispose: () => void running?.stop() },
    registerCommands({
      'orb.sandbox.start': (given) =>
        (starting ??= start(given).finally(() => (starting = undefined))),
      async 'orb.sandbox.stop'() {
        if (running === undefined) throw noSandbox();
        await running.stop();
      },
      async 'orb.sandbox.reset'() {
        const sandbox = await current();
        await control(sandbox, '/reset', { seed: running?.seed ?? 'demo' });
        await listen(sandbox);
      },
      async 'orb.sandbox.setClock'(given) {
        const now = given === undefined ? await askTime(services) : given;
        if (now === undefined) return;
        if (now !== null && parseTimestamp(now) === undefined) {
          throw new UserError(vscode.l10n.t('"{0}" is no time such as 2026-08-20T10:00:00Z.', now));
        }
        const sandbox = await current();
        await control(sandbox, '/clock', { now });
        await listen(sandbox);
      },
      async 'orb.sandbox.openTerminal'() {
        const { url, apiKey } = await current();
        const terminal = vscode.window.createTerminal({
          name: vscode.l10n.t('Orb Sandbox'),
          env: { ORB_BASE_URL: url, ORB_API_KEY: apiKey },
          // Not kept for the next session: its environment holds a key.
          isTransient: true,
        });
        terminal.show();
      },
    }),
  );
};

const address = ({ url, apiKey }: SandboxAddress): SandboxAddress => ({ url, apiKey });

const noSandbox = () =>
  new UserError(vscode.l10n.t('No sandbox is running.'), {
    title: vscode.l10n.t('Start Sandbox'),
    command: 'orb.sandbox.start',
  });

/** Null means: go by real time again. */
async function askTime({ dialogs }: Services): Promise<string | null | undefined> {
  const text = await dialogs.input({
    title: vscode.l10n.t('Set Sandbox Clock'),
    prompt: vscode.l10n.t('The time at which the sandbox stands still; empty for real time'),
    placeHolder: '2026-08-20T10:00:00Z',
    validateInput: (value) =>
      value.trim() === '' || parseTimestamp(value.trim()) !== undefined
        ? undefined
        : vscode.l10n.t('"{0}" is no time such as 2026-08-20T10:00:00Z.', value),
  });
  return text === undefined ? undefined : text.trim() === '' ? null : text.trim();
}
