/**
 * A sandbox with two accounts and a data file that can be killed at any moment and restarted at the
 * same URL.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { NOW } from '../helpers/sandbox.ts';
import { secondClient } from '../helpers/secondClient.ts';
import { startEmulatorWith, startEmulatorWithin, type Emulator } from '../host/emulator.ts';
import { storedText } from './eventFile.ts';
import type { Held } from './reckoning.ts';

export const OWNERS = ['a', 'b'] as const;
export type Owner = (typeof OWNERS)[number];

const keyOf = (owner: Owner) => `chaos-key-of-account-${owner}`;

export class ChaosSandbox implements AsyncDisposable {
  #emulator: Emulator;
  readonly folder: string;

  private constructor(folder: string, emulator: Emulator) {
    this.folder = folder;
    this.#emulator = emulator;
  }

  /** Its clock is frozen, and each account has the customer `acme`. */
  static async start(): Promise<ChaosSandbox> {
    const folder = mkdtempSync(join(tmpdir(), 'orb-chaos-'));
    const sandbox = new ChaosSandbox(folder, await startOn(folder, '0'));
    for (const owner of OWNERS) {
      await sandbox.control(owner, '/customers', { id: 'c1', externalCustomerId: 'acme' });
    }
    return sandbox;
  }

  get url(): string {
    return this.#emulator.url;
  }

  apiKey(owner: Owner): string {
    return keyOf(owner);
  }

  async control(owner: Owner, path: string, body?: unknown): Promise<unknown> {
    const { url, adminUrl } = this.#emulator;
    return secondClient({ url, adminUrl, apiKey: keyOf(owner) }).control(path, body);
  }

  /**
   * Kills it, and starts it again at the same URL.
   * @param limits a maximum size for the new one's files, as on a full disk; then it may not even start
   */
  async killAndRestart(limits: SandboxLimits = {}): Promise<void> {
    const { port } = new URL(this.url);
    process.kill(this.#emulator.pid, 'SIGKILL');
    await this.#emulator.ended;
    // Another program may have the port by now; then the next run uses another one.
    this.#emulator = await startOn(this.folder, port, limits).catch(() =>
      startOn(this.folder, '0'),
    );
  }

  /**
   * What its file has for an account and event IDs with this prefix, whether search shows it or
   * not.
   */
  held(owner: Owner, prefix: string): Held {
    // The sandbox locks its file, but a copy can be read. Nothing is written while there are no
    // requests.
    const copy = join(this.folder, 'copy.sqlite');
    for (const part of ['', '-wal']) {
      rmSync(copy + part, { force: true });
      const from = join(this.folder, `data.sqlite${part}`);
      if (existsSync(from)) copyFileSync(from, copy + part);
    }
    const database = new DatabaseSync(copy);
    try {
      const rows = database
        .prepare(
          `select id, ms, name, external, properties from event join layer on layer.number = layer
           join account on account.number = account where key_hash = ? and id glob ?`,
        )
        .all(hash('sha256', keyOf(owner)), `${prefix}-*`) as unknown as readonly {
        readonly id: string;
        readonly ms: number;
        readonly name: string;
        readonly external: string | null;
        readonly properties: string;
      }[];
      const held = new Map<string, string[]>();
      for (const row of rows) held.set(row.id, [...(held.get(row.id) ?? []), storedText(row)]);
      return held;
    } finally {
      database.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#emulator.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface SandboxLimits {
  readonly fileKib?: number;
}

function startOn(folder: string, port: string, { fileKib }: SandboxLimits = {}): Promise<Emulator> {
  const keys = OWNERS.map(keyOf);
  const args = ['--data', join(folder, 'data.sqlite'), '--now', NOW, '--port', port];
  return fileKib === undefined
    ? startEmulatorWith(keys, ...args)
    : startEmulatorWithin(fileKib, keys, ...args);
}
