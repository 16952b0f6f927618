/** The commands `orb.sandbox.*`: a local Orb to try things on, in its own process, with a connection to it. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { DEFAULT_GRACE_HOURS, hostOf, type Connection } from '../../core/connection.ts';
import { readBound } from '../../core/search/window.ts';
import { typedHour } from '../../core/timeText.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import type { CommandArgs, CommandResult } from '../../contributions.ts';
import type { Feature, Services } from '../services.ts';
import { timeProblem } from '../timeProblem.ts';
import { UserError } from '../userError.ts';
import { SANDBOX_CONNECTION } from '../connectionsApi.ts';
import { control, type ControlledSandbox } from './control.ts';
import type { SandboxAddress, SandboxProcess } from './process.ts';

type Start = CommandArgs<'orb.sandbox.start'>[0];
type Started = CommandResult<'orb.sandbox.start'>;

export const sandboxFeature: Feature = (services) => {
  const { connections, context, settings, registerCommands, setContext } = services;
  let running: (SandboxProcess & { readonly seed: 'demo' | 'none' }) | undefined;
  let starting: Promise<Started> | undefined;

  async function start(given: Start): Promise<Started> {
    if (running !== undefined) return { ...address(running), connectionId: SANDBOX_CONNECTION };
    const seed = given?.seed ?? 'demo';
    const { startSandboxProcess } = await import('./process.ts');
    const port = given?.port ?? settings.get('orb.sandbox.port');
    const started = await startSandboxProcess({
      script: join(context.extensionPath, 'dist', 'sandbox.js'),
      port,
      flags: ['--seed', seed],
      keys: { apiKeys: [`sandbox_${randomBytes(18).toString('base64url')}`] },
      failures: { portInUse: () => portInUse(port), other: notStarted },
    });
    const mine = { ...started, seed };
    running = mine;
    setContext('orb.sandboxRunning', true);
    started.onEnd(() => {
      if (running !== mine) return;
      running = undefined;
      setContext('orb.sandboxRunning', false);
      connections.setSandboxRunning(SANDBOX_CONNECTION, false);
    });
    const connection: Connection = {
      id: SANDBOX_CONNECTION,
      name: vscode.l10n.t('Sandbox'),
      mode: 'sandbox',
      baseUrl: started.url,
      gracePeriodHours: DEFAULT_GRACE_HOURS,
    };
    await connections.save(connection, started.apiKey);
    connections.setSandboxRunning(connection.id, true);
    await connections.activate(connection.id);
    return { ...address(started), connectionId: connection.id };
  }

  /** This window's sandbox, or else the active connection's (`npm start` sets one up). */
  async function current(): Promise<ControlledSandbox> {
    if (running !== undefined) return { ...address(running), connectionId: SANDBOX_CONNECTION };
    const { active } = connections;
    if (active?.mode !== 'sandbox') throw noSandbox();
    const apiKey = await connections.sandboxKey(active.id);
    return { url: active.baseUrl, apiKey, connectionId: active.id };
  }

  /** Any response has the sandbox's clock and identifies its data. */
  async function readState({ connectionId }: ControlledSandbox): Promise<void> {
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
      async 'orb.sandbox.reset'(options) {
        const sandbox = await current();
        const seed = running?.seed ?? 'demo';
        if (options?.confirm !== false && !(await confirmReset(services, sandbox, seed))) return;
        await control(sandbox, '/reset', { seed });
        await readState(sandbox);
        connections.dataReplaced(sandbox.connectionId);
      },
      async 'orb.sandbox.setClock'(given) {
        const now = given === undefined ? await askTime(services) : given;
        if (now === undefined) return;
        if (now !== null && parseTimestamp(now) === undefined) {
          throw new UserError(timeProblem(now, typedHour(Date.now())));
        }
        const sandbox = await current();
        await control(sandbox, '/clock', { now });
        await readState(sandbox);
      },
      async 'orb.sandbox.openTerminal'() {
        const { url, apiKey } = await current();
        const terminal = vscode.window.createTerminal({
          name: vscode.l10n.t('Orb Sandbox'),
          env: { ORB_BASE_URL: url, ORB_API_KEY: apiKey },
          // Not restored in the next session: its environment holds a key.
          isTransient: true,
        });
        terminal.show();
      },
    }),
  );
};

const address = ({ url, apiKey }: SandboxAddress): SandboxAddress => ({ url, apiKey });

const portInUse = (port: number) =>
  new UserError(
    vscode.l10n.t(
      'Port {0} is in use, perhaps by the sandbox of another window. Use a free port, or change the setting orb.sandbox.port.',
      port,
    ),
    {
      title: vscode.l10n.t('Use a Free Port'),
      command: 'orb.sandbox.start',
      args: [{ port: 0 }],
    },
  );

const notStarted = (reason: string) =>
  new UserError(vscode.l10n.t("Couldn't start the sandbox. {0}", reason), {
    title: vscode.l10n.t('Show Log'),
    command: 'orb.log.show',
  });

const noSandbox = () =>
  new UserError(vscode.l10n.t('No sandbox is running.'), {
    title: vscode.l10n.t('Start Sandbox'),
    command: 'orb.sandbox.start',
  });

function confirmReset(
  { dialogs }: Services,
  { url }: ControlledSandbox,
  seed: 'demo' | 'none',
): Promise<boolean> {
  return dialogs.confirm({
    message: vscode.l10n.t('Reset the sandbox at {0}?', hostOf({ baseUrl: url })),
    detail:
      seed === 'demo'
        ? vscode.l10n.t(
            "Deletes all of its events, backfills, and customers and loads the demo data again. This can't be undone.",
          )
        : vscode.l10n.t(
            "Deletes all of its events, backfills, and customers. This can't be undone.",
          ),
    action: vscode.l10n.t('Reset Sandbox'),
  });
}

/** @returns the time at which the clock is frozen; null for real time; undefined when dismissed */
async function askTime({ dialogs }: Services): Promise<string | null | undefined> {
  const text = await dialogs.input({
    title: vscode.l10n.t('Set Sandbox Clock'),
    prompt: vscode.l10n.t('Time in UTC to freeze the clock at. Leave empty for the real time.'),
    placeHolder: typedHour(Date.now()),
    validateInput: (value) =>
      value.trim() === '' || readBound(value) !== undefined
        ? undefined
        : timeProblem(value, typedHour(Date.now())),
  });
  if (text === undefined) return undefined;
  return text.trim() === '' ? null : readBound(text);
}
