// Takes the measures of a bench, round by round, each in a new process.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Bench } from '../bench/bench.ts';
import type { Rounds } from './benchTable.ts';
import { root } from './root.ts';

export interface Plan {
  /** The built bench, below out/test/bench. */
  readonly file: string;
  readonly names: readonly string[];
  readonly rounds: number;
  /** 1, or less for a quick look. */
  readonly scale: number;
  readonly say: (line: string) => void;
}

/** The measures that the selected rows need, with those of a row next to each other. */
export function measuresOf(rows: Bench['rows']): readonly string[] {
  return [...new Set(rows.flatMap(({ of, to }) => (to === undefined ? [of] : [to, of])))];
}

/** Every second round runs backward, so that no measure always runs on the warmer machine. */
export async function takeRounds({ file, names, rounds, scale, say }: Plan): Promise<Rounds> {
  const measured = new Map<string, (number | undefined)[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      const value = await takeOne(file, name, scale);
      measured.get(name)?.push(value);
      say(`  round ${round + 1} of ${rounds}: ${name} ${value?.toLocaleString('en') ?? 'FAILED'}`);
    }
  }
  return measured;
}

/** Far longer than any measure takes; one that hangs must not block the others forever. */
const TIMEOUT_MS = 10 * 60_000;

/** Undefined if the process ended without a value; standard error has the reason. */
function takeOne(file: string, name: string, scale: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const main = join(root, 'out', 'test', 'bench', 'measure.main.js');
    // Standard output is for the table.
    const child = fork(main, [file, name, String(scale)], {
      stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
      execArgv: ['--enable-source-maps', '--disable-warning=ExperimentalWarning'],
    });
    let value: number | undefined;
    const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
    child.once('message', (message) => {
      value = Number(message);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}
