/** Runs the sandbox or the recorder in its own process. */
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { withoutVariables } from '../../std/environment.ts';
import type { UserError } from '../userError.ts';

/** What the sandbox prints when it's ready (with `--json` on its command line). */
export interface SandboxAddress {
  /** Ends with /v1. */
  readonly url: string;
  readonly apiKey: string;
}

export interface SandboxProcess extends SandboxAddress {
  /** Called once, when the process has ended for any reason. */
  onEnd(listener: () => void): void;
  stop(): Promise<void>;
}

export interface SandboxStart {
  /** The built sandbox. */
  readonly script: string;
  readonly port: number;
  readonly flags: readonly string[];
  /** It doesn't end with this window, as `--end-alone` says. Otherwise it does. */
  readonly outlivesWindow?: boolean;
  /** Passed through standard input, since others can read a process's arguments and environment. */
  readonly keys: unknown;
  readonly failures: {
    portInUse(): UserError;
    /** @param reason what it printed */
    other(reason: string): UserError;
  };
}

/** @throws UserError if it doesn't start; for a port in use, with a button that uses another one */
export async function startSandboxProcess(start: SandboxStart): Promise<SandboxProcess> {
  const flags = ['--json', '--port', String(start.port), ...start.flags, '--keys-from-stdin'];
  const outlives = start.outlivesWindow === true;
  // `fork`, since on the desktop the executable is the editor itself, and the closed channel ends
  // the sandbox with this window.
  const child = fork(start.script, flags, {
    silent: true,
    // Signals to the processes of this window don't reach it.
    detached: outlives,
    execArgv: [],
    // It gets no key but its own: `ORB_API_KEY` of this window may be a live key.
    env: { ...withoutVariables(process.env, 'ORB_'), ELECTRON_RUN_AS_NODE: '1' },
  });
  // If the process has already ended, standard error has the reason.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(`${JSON.stringify(start.keys)}\n`);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const address = await ready(child, start, ended);
  if (outlives) leave(child);
  return {
    ...address,
    onEnd: (listener) => void ended.then(listener),
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** Nothing of the process keeps this one running, or is closed with it. */
function leave(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.disconnect();
  child.unref();
}

async function ready(
  child: ChildProcess,
  { failures }: SandboxStart,
  ended: Promise<void>,
): Promise<SandboxAddress> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const line = new Promise<string>((resolve) => {
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
  });
  const first = await Promise.race([line, ended]);
  if (first !== undefined) return JSON.parse(first) as SandboxAddress;
  throw /EADDRINUSE|in use/i.test(stderr) ? failures.portInUse() : failures.other(stderr.trim());
}
