/** What the Traffic page shows of one connection: follows its recorder, and keeps its requests also when that has ended. */
import { KeptRequests, type KeptLimits } from '../../core/traffic/keptRequests.ts';
import type { ValidatedCall } from '../../core/traffic/recordedCall.ts';
import type { TrafficState } from '../../protocol/traffic.ts';
import { Emitter } from '../../std/emitter.ts';
import { follow } from './follow.ts';
import { readRecorder, type ListedFault } from './recorderApi.ts';
import type { Recorder } from './recorders.ts';

/** Requests are passed on together, at most this often. The page shows one within 100 ms. */
const TOGETHER_MS = 40;

export class TrafficModel {
  readonly requests: KeptRequests;
  #recorder: Recorder | undefined;
  #following = new AbortController();
  #phase: TrafficState['phase'] = { kind: 'ended' };
  #faults: readonly ListedFault[] = [];
  #unreachableSinceMs: number | null = null;
  #isStopping = false;
  #isDisposed = false;
  #waiting: ValidatedCall[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sentMs = 0;
  readonly #changed = new Emitter<void>();
  readonly #recorded = new Emitter<readonly ValidatedCall[]>();
  readonly #cleared = new Emitter<void>();
  /** Everything but the requests. */
  readonly onDidChange = this.#changed.event;
  readonly onDidRecord = this.#recorded.event;
  readonly onDidClear = this.#cleared.event;

  constructor(limits: KeptLimits) {
    this.requests = new KeptRequests(limits);
  }

  get recorder(): Recorder | undefined {
    return this.#recorder;
  }

  get phase(): TrafficState['phase'] {
    return this.#phase;
  }

  get faults(): readonly ListedFault[] {
    return this.#faults;
  }

  get unreachableSinceMs(): number | null {
    return this.#unreachableSinceMs;
  }

  /** Shows a recorder's requests instead of those so far. Undefined: it has ended, and they stay. */
  use(recorder: Recorder | undefined): void {
    if (recorder?.url === this.#recorder?.url && recorder?.apiKey === this.#recorder?.apiKey)
      return;
    this.#following.abort();
    this.#recorder = recorder;
    this.#faults = [];
    this.#unreachableSinceMs = null;
    if (recorder === undefined) {
      this.#phase = this.#isStopping ? { kind: 'stopped', atMs: Date.now() } : { kind: 'ended' };
    } else {
      this.#phase = { kind: 'recording', sinceMs: recorder.sinceMs };
      this.#clear();
      this.#following = new AbortController();
      const { signal } = this.#following;
      void follow(
        recorder,
        { recorded: (call) => this.#add(call), cleared: () => this.#clear() },
        signal,
      );
      void this.readFaults();
    }
    this.#isStopping = false;
    this.#changed.fire();
  }

  /** The user stops it, so its end is expected. */
  stopping(): void {
    this.#isStopping = true;
  }

  #add(call: ValidatedCall): void {
    if (this.#isDisposed) return;
    this.requests.add(call);
    this.#waiting.push(call);
    const passed = Date.now() - this.#sentMs;
    this.#timer ??= setTimeout(() => this.#send(), Math.max(0, TOGETHER_MS - passed));
  }

  #send(): void {
    this.#timer = undefined;
    this.#sentMs = Date.now();
    const calls = this.#waiting.splice(0);
    this.#recorded.fire(calls);
    if (calls.some(({ origin }) => origin === 'fault')) void this.readFaults();
    const before = this.#unreachableSinceMs;
    for (const { origin, time } of calls) {
      if (origin === 'orb') this.#unreachableSinceMs = null;
      if (origin === 'unreachable') this.#unreachableSinceMs ??= Date.parse(time);
    }
    if (this.#unreachableSinceMs !== before) this.#changed.fire();
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.requests.clear();
    this.#cleared.fire();
  }

  /** Reads which faults are left. */
  async readFaults(): Promise<void> {
    const recorder = this.#recorder;
    if (recorder === undefined) return;
    const faults = await readRecorder<readonly ListedFault[]>(recorder, '/faults').catch(() => []);
    if (recorder !== this.#recorder) return;
    this.#faults = faults;
    this.#changed.fire();
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#following.abort();
  }
}
