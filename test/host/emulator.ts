import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { startChild, type Running } from './child.ts';
import { root } from './root.ts';

export interface Emulator extends Running {
  /** Base URL of the API, ends with /v1. */
  readonly url: string;
  readonly apiKey: string;
  /** Base URL of the control interface. */
  readonly adminUrl: string;
}

/** Starts the built sandbox in its own process, by default on a free port, with a random key. */
export function startEmulator(...args: readonly string[]): Promise<Emulator> {
  return start(args);
}

/**
 * The same with given keys, passed through standard input, since other processes can read arguments
 * and environment.
 */
export function startEmulatorWith(
  apiKeys: readonly string[],
  ...args: readonly string[]
): Promise<Emulator> {
  return start(['--keys-from-stdin', ...args], `${JSON.stringify({ apiKeys })}\n`);
}

/** A recorder that forwards to `upstream`, with a key of its own. */
export function startRecorder(
  upstream: Pick<Emulator, 'url' | 'apiKey'>,
  ...args: readonly string[]
): Promise<Emulator> {
  const keys = {
    apiKeys: [`recorder_${randomUUID()}`],
    upstream: { apiKey: upstream.apiKey },
  };
  const flags = ['--upstream', upstream.url, '--keys-from-stdin', ...args];
  return start(flags, `${JSON.stringify(keys)}\n`);
}

/** A sandbox with a limit on the size of its files, as on a full disk. */
export function startEmulatorWithin(
  fileKib: number,
  apiKeys: readonly string[],
  ...args: readonly string[]
): Promise<Emulator> {
  const limited = ['bash', '-c', `ulimit -f ${fileKib} && exec "$@"`, 'bash'];
  return start(['--keys-from-stdin', ...args], `${JSON.stringify({ apiKeys })}\n`, limited);
}

async function start(
  args: readonly string[],
  input?: string,
  starter: readonly string[] = [],
): Promise<Emulator> {
  const program = [process.execPath, join(root, 'dist', 'sandbox.js')];
  const [command = '', ...all] = [...starter, ...program, '--port', '0', '--json', ...args];
  const running = await startChild({
    command,
    args: all,
    env: withoutKeys(process.env),
    ...(input !== undefined && { input }),
    ready: /^\{.*"url".*\}$/,
  });
  const told = JSON.parse(running.match[0]) as Pick<Emulator, 'url' | 'apiKey' | 'adminUrl'>;
  return { ...running, ...told };
}

/** A developer's own key, which may be for a live account, isn't passed to the sandbox. */
const withoutKeys = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^ORB_/i.test(name)));
