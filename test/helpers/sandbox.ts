/** A sandbox in its own process for the tests of one suite, with its control interface. */
import { startEmulator, startRecorder, type Emulator } from '../host/emulator.ts';

/** The time at which the sandbox's clock is frozen, unless a test moves it. */
export const NOW = '2026-08-20T12:00:00Z';

/** A call that the sandbox recorded. */
export interface RecordedCall {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** 0 if the connection was cut. */
  readonly status: number;
  readonly requestBody: string;
  readonly responseBody: string;
}

/** As `POST /sandbox/faults` accepts them. */
export interface Fault {
  readonly method?: string;
  readonly path?: string;
  readonly bodyContains?: string;
  readonly times?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly delayMs?: number;
  readonly drop?: 'before' | 'after';
}

interface State {
  readonly now: string;
  readonly events: number;
  readonly backfills: number;
  readonly customers: number;
  readonly requests: number;
}

export class TestSandbox {
  constructor(readonly emulator: Emulator) {}

  get url(): string {
    return this.emulator.url;
  }
  get apiKey(): string {
    return this.emulator.apiKey;
  }

  /** @throws on an error response @returns the response */
  async control(path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.emulator.adminUrl + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${this.emulator.apiKey}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  state = () => this.control('/state') as Promise<State>;
  faults = (...list: readonly Fault[]) => this.control('/faults', list);
  settings = (changes: Readonly<Record<string, unknown>>) => this.control('/settings', changes);
  advance = (ms: number) => this.control('/clock', { advanceMs: ms });

  /** The calls of one path since the last reset, oldest first. */
  async calls(path?: string): Promise<readonly RecordedCall[]> {
    const all = (await this.control('/requests')) as readonly RecordedCall[];
    return path === undefined ? all : all.filter((call) => call.path === path);
  }

  /**
   * As after a start: no events, no faults, the clock at NOW, and a customer `c1` with the external
   * ID `acme`.
   */
  async fresh(): Promise<void> {
    await this.faults();
    await this.control('/clock', { now: NOW });
    await this.control('/reset', {});
    await this.control('/customers', { id: 'c1', externalCustomerId: 'acme', name: 'Acme' });
  }
}

/** A sandbox whose URL and key are those of a recorder in front of it. */
class RecordedSandbox extends TestSandbox {
  constructor(
    sandbox: Emulator,
    readonly recorder: Emulator,
  ) {
    super(sandbox);
  }

  override get url(): string {
    return this.recorder.url;
  }
  override get apiKey(): string {
    return this.recorder.apiKey;
  }
}

/** As useSandbox, with a recorder in front of it. */
export function useRecordedSandbox(): () => TestSandbox {
  const sandbox = useSandbox();
  let recorded: RecordedSandbox | undefined;
  suiteSetup(async () => {
    const { emulator } = sandbox();
    recorded = new RecordedSandbox(emulator, await startRecorder(emulator));
  });
  suiteTeardown(() => recorded?.recorder.stop());
  return () => recorded ?? sandbox();
}

/** Gives a suite its own sandbox: started before the first test, fresh for each, ended after the last. */
export function useSandbox(...args: readonly string[]): () => TestSandbox {
  let sandbox: TestSandbox | undefined;
  suiteSetup(async () => {
    sandbox = new TestSandbox(await startEmulator('--now', NOW, '--seed', 'none', ...args));
  });
  setup(() => sandbox?.fresh());
  suiteTeardown(() => sandbox?.emulator.stop());
  return () => {
    if (sandbox === undefined) throw new Error('The sandbox runs only while tests do.');
    return sandbox;
  };
}
