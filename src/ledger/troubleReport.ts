/** Reports that the ledger's file can't be used: each kind of trouble once, and only when it lasts. */
import type { Trouble } from './messages.ts';

export type TroubleNotice =
  /** `silent`: the ledger's thread doesn't respond, for example because of a slow disk. */
  | { readonly kind: Trouble | 'silent'; readonly reason: string }
  /** The damaged file was renamed, and a new one was started. */
  | { readonly kind: 'setAside'; readonly fileName: string };

export interface TroubleSinks {
  notice(notice: TroubleNotice): void;
  log(line: string): void;
}

/** Two windows wait for each other now and then; that isn't worth a notification. */
const PASSING_MS = 5_000;
const passing: ReadonlySet<TroubleNotice['kind']> = new Set(['locked', 'silent']);

export class TroubleReport {
  readonly #reported = new Set<TroubleNotice['kind']>();
  #current: TroubleNotice['kind'] | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly sinks: TroubleSinks) {}

  began(kind: Trouble | 'silent', reason: string): void {
    if (this.#current === kind) return;
    this.#current = kind;
    this.sinks.log(`Recorded data can't be used (${kind}): ${reason}`);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#notify({ kind, reason }),
      passing.has(kind) ? PASSING_MS : 0,
    );
  }

  setAside(fileName: string, reason: string): void {
    this.sinks.log(`Recorded data was damaged and is kept as ${fileName}: ${reason}`);
    this.#notify({ kind: 'setAside', fileName });
  }

  ended(): void {
    if (this.#current === undefined) return;
    this.#current = undefined;
    clearTimeout(this.#timer);
    this.sinks.log('Recorded data can be used again.');
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #notify(notice: TroubleNotice): void {
    if (this.#reported.has(notice.kind)) return;
    this.#reported.add(notice.kind);
    this.sinks.notice(notice);
  }
}
