// Child processes that never outlive the script that started them.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Running {
  /** The line with which the process reported that it's ready, as matched by `ready`. */
  readonly match: RegExpExecArray;
  readonly pid: number;
  /** Resolves with the exit code once the process has ended, for whatever reason. */
  readonly ended: Promise<number | null>;
  /** Ends the process with all its children; resolves when it is gone. */
  stop(): Promise<void>;
}

export interface Start {
  readonly command: string;
  readonly args: readonly string[];
  /** A line of standard output or standard error that says the process is ready. */
  readonly ready: RegExp;
  readonly env?: NodeJS.ProcessEnv;
  /** All of its standard input; nothing without it. */
  readonly input?: string;
  readonly onLine?: (line: string) => void;
  /** Default 60,000. */
  readonly timeoutMs?: number;
}

const running = new Set<() => Promise<void>>();

/** Ends everything started here, newest first. */
export async function stopAll(): Promise<void> {
  for (const stop of [...running].reverse()) await stop();
}

/** Ends all children, then this process, on Ctrl+C, a kill or a closed terminal. */
export function stopOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      void stopAll().then(() => process.exit(signal === 'SIGINT' ? 0 : 1));
    });
  }
}

/**
 * Starts a process in a group of its own and waits until it says that it is ready.
 * @throws when it ends or stays silent before that, with the last lines it wrote.
 */
export async function startChild(start: Start): Promise<Running> {
  const child = spawn(start.command, start.args, {
    env: start.env ?? process.env,
    stdio: [start.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  // A process that ends at once says why on standard error.
  child.stdin?.on('error', () => undefined).end(start.input);
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(null));
  });
  const stop = async (): Promise<void> => {
    running.delete(stop);
    kill(child, 'SIGTERM');
    const forced = setTimeout(() => kill(child, 'SIGKILL'), 5_000);
    await ended;
    clearTimeout(forced);
    kill(child, 'SIGKILL');
  };
  running.add(stop);
  void ended.then(() => running.delete(stop));
  try {
    return { match: await readyLine(child, start, ended), pid: child.pid ?? 0, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function readyLine(
  child: ChildProcess,
  start: Start,
  ended: Promise<number | null>,
): Promise<RegExpExecArray> {
  const last: string[] = [];
  const name = [start.command, ...start.args].join(' ').slice(0, 200);
  return await new Promise((resolve, reject) => {
    const fail = (what: string): void => {
      reject(new Error(`${name} ${what}\n${last.join('\n')}`));
    };
    const timer = setTimeout(() => fail('did not get ready in time.'), start.timeoutMs ?? 60_000);
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        last.push(line);
        if (last.length > 40) last.shift();
        start.onLine?.(line);
        const match = start.ready.exec(line);
        if (match) {
          clearTimeout(timer);
          resolve(match);
        }
      });
    }
    void ended.then((code) => {
      clearTimeout(timer);
      fail(`ended with ${String(code)} before it was ready.`);
    });
  });
}

/** Signals the whole group, so that a server's extension hosts and watchers end with it. */
function kill(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
