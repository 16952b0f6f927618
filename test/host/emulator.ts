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

/** Starts the built sandbox in its own process, on a free port unless told otherwise, with a random key. */
export function startEmulator(...args: readonly string[]): Promise<Emulator> {
  return start(args);
}

/** The same with keys of one's own, handed over on standard input: arguments and environment of a process can be read by others. */
export function startEmulatorWith(
  apiKeys: readonly string[],
  ...args: readonly string[]
): Promise<Emulator> {
  return start(['--keys-from-stdin', ...args], `${JSON.stringify({ apiKeys })}\n`);
}

/** The same, and none of its files may become longer: as on a full disk. */
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

/** A developer's own key, which may open a live account, is none of the sandbox's business. */
const withoutKeys = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^ORB_/i.test(name)));
