/**
 * A process that does the extension host's work, and one that does nothing, to see how the machine
 * affects both.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../host/root.ts';
import type { Answer, Ask, FromHost, ToHost } from './hostMessages.ts';
import { Hang, inTime, type Round } from './scenario.ts';

const main = join(root, 'out/test/chaos/host.main.js');
/** People notice longer delays. */
const STALL_MS = 50;

class Host {
  #child: ChildProcess | undefined;
  #id = 0;
  #errors = '';
  readonly #waiting = new Map<number, (told: FromHost) => void>();

  ask(ask: Ask): Promise<FromHost> {
    const child = (this.#child ??= this.#start());
    const id = ++this.#id;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      child.send({ id, ask } satisfies ToHost);
    });
  }

  /** For requests without a response. */
  tell(ask: Ask): void {
    this.#child?.send({ id: 0, ask } satisfies ToHost);
  }

  #start(): ChildProcess {
    const child = fork(main, {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    this.#errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    child.on('message', (told: FromHost) => {
      this.#waiting.get(told.id)?.(told);
      this.#waiting.delete(told.id);
    });
    child.on('exit', (code) => {
      if (this.#child === child) this.#child = undefined;
      const crash = `The process ended with ${String(code)}: ${this.#errors}`;
      for (const [id, resolve] of this.#waiting) resolve({ id, crash, silentMs: 0 });
      this.#waiting.clear();
    });
    return child;
  }

  stop(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}

export class HostProcess implements Disposable {
  readonly #host = new Host();
  readonly #idle = new Host();

  /** Counts a crash, a hang, or a stall. @returns undefined if there's no response */
  async ask<Kind extends Ask['kind']>(
    round: Round,
    ask: Extract<Ask, { readonly kind: Kind }>,
  ): Promise<Answer<Kind> | undefined> {
    const idle = this.#idle.ask({ kind: 'idle' });
    try {
      const { crash, answer, silentMs } = await inTime(`"${ask.kind}"`, this.#host.ask(ask));
      // The idle process had the same machine and nothing to do, so what delayed it delayed the
      // other one, too.
      this.#idle.tell({ kind: 'over' });
      const { silentMs: machineMs } = await idle;
      if (silentMs > STALL_MS + machineMs) {
        round.fault('stalls', `${Math.round(silentMs)} ms in ${JSON.stringify(ask).slice(0, 200)}`);
      }
      if (crash === undefined) return answer as Answer<Kind>;
      round.fault('crashes', crash);
    } catch (error) {
      if (!(error instanceof Hang)) throw error;
      round.fault('hangs', error.message);
      this.#host.stop();
      this.#idle.stop();
    }
    return undefined;
  }

  [Symbol.dispose](): void {
    this.#host.stop();
    this.#idle.stop();
  }
}
