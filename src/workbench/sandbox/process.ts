/** The sandbox in a process of its own, which ends with this window. */
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';
import { UserError } from '../userError.ts';

/** What the sandbox tells when it is ready (`--json` on its command line). */
export interface SandboxAddress {
  /** Ends with /v1. */
  readonly url: string;
  readonly apiKey: string;
}

export interface SandboxProcess extends SandboxAddress {
  /** Called once, when the process is gone for whatever reason. */
  onEnd(listener: () => void): void;
  stop(): Promise<void>;
}

export interface SandboxStart {
  /** The built sandbox. */
  readonly script: string;
  readonly port: number;
  readonly seed: 'demo' | 'none';
  /** Handed over on standard input: arguments and environment of a process can be read by others. */
  readonly apiKey: string;
}

/** The sandbox knows no key but its own: `ORB_API_KEY` of this window may open a live account. */
const withoutKeys = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^ORB_/i.test(name)));

/** @throws UserError with the reason when it does not get ready; the port in use has a next step. */
export async function startSandboxProcess(start: SandboxStart): Promise<SandboxProcess> {
  const flags = ['--json', '--port', String(start.port), '--seed', start.seed, '--keys-from-stdin'];
  // fork: the desktop's executable is the editor itself, and the channel to it tells the sandbox when this window is gone.
  const child = fork(start.script, flags, {
    silent: true,
    execArgv: [],
    env: { ...withoutKeys(process.env), ELECTRON_RUN_AS_NODE: '1' },
  });
  // One that has ended already says why on standard error.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(`${JSON.stringify({ apiKeys: [start.apiKey] })}\n`);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const address = await ready(child, start, ended);
  return {
    ...address,
    onEnd: (listener) => void ended.then(listener),
    async stop() {
      child.kill();
      await ended;
    },
  };
}

async function ready(
  child: ChildProcess,
  { port }: SandboxStart,
  ended: Promise<void>,
): Promise<SandboxAddress> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const line = new Promise<string>((resolve) => {
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
  });
  const first = await Promise.race([line, ended]);
  if (first !== undefined) return JSON.parse(first) as SandboxAddress;
  if (/EADDRINUSE|in use/i.test(said)) {
    throw new UserError(
      vscode.l10n.t(
        'Port {0} is in use, perhaps by a sandbox of another window. Take a free port, or set orb.sandbox.port.',
        port,
      ),
      {
        title: vscode.l10n.t('Take a Free Port'),
        command: 'orb.sandbox.start',
        args: [{ port: 0 }],
      },
    );
  }
  throw new UserError(vscode.l10n.t('The sandbox did not start. {0}', said.trim()), {
    title: vscode.l10n.t('Show Log'),
    command: 'orb.log.show',
  });
}
