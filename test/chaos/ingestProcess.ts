/** An ingest in its own process, as in a window of the editor, that can be killed at any moment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FromWorker } from '../../src/ingestWorker/messages.ts';
import type { Job } from '../helpers/ingestSession.ts';
import { root } from '../host/root.ts';
import { alive, Hang } from './scenario.ts';

const main = join(root, 'out/test/contract/ingestRun.main.js');

export interface IngestProcess {
  /** Resolves when it has sent something, or has ended. */
  readonly began: Promise<void>;
  /** Its last message; undefined when it was killed before. @throws Hang, and kills it */
  last(): Promise<FromWorker | undefined>;
  kill(): void;
}

export interface Limits {
  /** Resumes a run that was started. */
  readonly resume?: boolean;
  /** The maximum size of its files. */
  readonly fileKib?: number;
  /** Runs as another user, which requires root. */
  readonly uid?: number;
}

export function startIngest(
  job: Job,
  { resume = false, fileKib, uid }: Limits = {},
): IngestProcess {
  const args = [main, ...(resume ? ['resume'] : [])];
  const limited = [
    '-c',
    `ulimit -f ${fileKib ?? 0} && exec "$@"`,
    'bash',
    process.execPath,
    ...args,
  ];
  const child = spawn(
    fileKib === undefined ? process.execPath : 'bash',
    fileKib === undefined ? args : limited,
    { stdio: ['pipe', 'pipe', 'pipe'], ...(uid !== undefined && { uid, gid: uid }) },
  );
  child.stdin.on('error', () => undefined).end(JSON.stringify(job));
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  let told: FromWorker | undefined;
  let isKilled = false;
  const seen: string[] = [];
  let lastSign = performance.now();
  const ended = once(child, 'close');
  const began = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      resolve();
      seen.push(line.slice(0, 20));
      lastSign = performance.now();
      if (line.startsWith('last ')) told = JSON.parse(line.slice('last '.length)) as FromWorker;
    });
    void ended.then(() => resolve());
  });
  const kill = () => {
    isKilled = true;
    child.kill('SIGKILL');
  };
  return {
    began,
    kill,
    async last() {
      try {
        // Slow isn't dead: a run may pause for long at a failing server.
        await alive('An ingest', ended, () => lastSign);
      } catch (error) {
        if (!(error instanceof Hang)) throw error;
        kill();
        const requests = `${seen.length} requests, the last ones: ${seen.slice(-20).join(', ')}`;
        throw new Hang(`${error.message} ${requests}`, { cause: error });
      }
      // A process that wasn't killed sends a last message, unless it crashed.
      if (told === undefined && !isKilled) throw new Error(`The ingest ended by itself: ${errors}`);
      return told;
    },
  };
}
