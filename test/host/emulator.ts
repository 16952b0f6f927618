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

/** Starts the built sandbox in its own process, on a free port unless told otherwise. */
export async function startEmulator(...args: readonly string[]): Promise<Emulator> {
  const running = await startChild({
    command: process.execPath,
    args: [join(root, 'dist', 'sandbox.js'), '--port', '0', '--json', ...args],
    ready: /^\{.*"url".*\}$/,
  });
  const told = JSON.parse(running.match[0]) as Pick<Emulator, 'url' | 'apiKey' | 'adminUrl'>;
  return { ...running, ...told };
}
