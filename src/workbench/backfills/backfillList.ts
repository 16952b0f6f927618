/** The backfills of each connection as Orb last returned them. The view, the commands and the poller share it. */
import type { Backfill } from '../../core/backfill.ts';
import { Emitter } from '../../std/emitter.ts';
import type { Renewal } from '../connectionsApi.ts';
import { toUserError } from '../toUserError.ts';
import type { Services } from '../services.ts';
import { rememberAlias } from './aliases.ts';

export type ListState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded' }
  | { readonly kind: 'failed'; readonly message: string };

interface Held {
  state: ListState;
  /** Newest first, as Orb lists them. */
  backfills: readonly Backfill[];
  /** The request in progress; a second caller waits for it, too. */
  loading?: Promise<readonly Backfill[]> | undefined;
}

export class BackfillList {
  readonly #held = new Map<string, Held>();
  readonly #changed = new Emitter<string>();
  /** When a backfill was closed from here, by ID, by this machine's clock. */
  readonly #closed = new Map<string, string>();
  /** Fires with the ID of the connection whose list or state changed. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly services: Pick<Services, 'connections' | 'context'>) {}

  state(connectionId: string): ListState {
    return this.#held.get(connectionId)?.state ?? { kind: 'idle' };
  }

  all(connectionId: string): readonly Backfill[] {
    return this.#held.get(connectionId)?.backfills ?? [];
  }

  get(connectionId: string, backfillId: string): Backfill | undefined {
    return this.all(connectionId).find(({ id }) => id === backfillId);
  }

  /**
   * Asks Orb for all pages. The known backfills stay until there is a response, and if it fails.
   * @throws OrbError
   */
  async load(connectionId: string): Promise<readonly Backfill[]> {
    const held = this.#of(connectionId);
    return (held.loading ??= this.#load(connectionId, held).finally(() => {
      held.loading = undefined;
    }));
  }

  /**
   * Asks Orb again where a request failed, or for everything known of a connection with new data.
   */
  loadAgain({ connectionId, what }: Renewal): void {
    const { kind } = this.state(connectionId);
    if (kind !== 'failed' && (what === 'access' || kind === 'idle')) return;
    // The view shows the failure.
    this.load(connectionId).catch(() => undefined);
  }

  async #load(connectionId: string, held: Held): Promise<readonly Backfill[]> {
    held.state = { kind: 'loading' };
    this.#changed.fire(connectionId);
    try {
      const client = await this.services.connections.client(connectionId);
      const backfills: Backfill[] = [];
      for await (const backfill of client.backfills.list()) backfills.push(this.#asKnown(backfill));
      held.backfills = backfills;
      held.state = { kind: 'loaded' };
      return backfills;
    } catch (error) {
      held.state = { kind: 'failed', message: toUserError(error).message };
      throw error;
    } finally {
      this.#changed.fire(connectionId);
    }
  }

  /** Asks Orb for one. @throws OrbError */
  async fetch(connectionId: string, backfillId: string): Promise<Backfill> {
    const client = await this.services.connections.client(connectionId);
    const { value } = await client.backfills.fetch(backfillId);
    this.put(connectionId, value);
    return value;
  }

  /** Adds or replaces a backfill from Orb's response; a new one comes first. */
  put(connectionId: string, answer: Backfill): void {
    const held = this.#of(connectionId);
    const backfill = this.#asKnown(answer);
    const known = held.backfills.some(({ id }) => id === backfill.id);
    held.backfills = known
      ? held.backfills.map((each) => (each.id === backfill.id ? backfill : each))
      : [backfill, ...held.backfills];
    this.#changed.fire(connectionId);
  }

  /** Records a backfill that was closed from here. */
  close(connectionId: string, backfill: Backfill): void {
    const now = new Date(this.services.connections.now(connectionId)).toISOString();
    this.#closed.set(backfill.id, now);
    this.put(connectionId, backfill);
  }

  /** When this machine's clock is behind Orb's, a backfill that was just closed would seem to close in the future. */
  #asKnown(backfill: Backfill): Backfill {
    const closed = this.#closed.get(backfill.id);
    if (closed === undefined || backfill.closeTime === null) return backfill;
    const isEarlier = Date.parse(closed) < Date.parse(backfill.closeTime);
    return isEarlier ? { ...backfill, closeTime: closed } : backfill;
  }

  /**
   * Adds a backfill that was created here, with the external ID that was given for its customer.
   */
  add(connectionId: string, backfill: Backfill, externalCustomerId: string | undefined): void {
    const { customerId } = backfill;
    if (customerId !== null && externalCustomerId !== undefined) {
      rememberAlias(this.services.context, connectionId, customerId, externalCustomerId);
    }
    this.put(connectionId, backfill);
  }

  #of(connectionId: string): Held {
    let held = this.#held.get(connectionId);
    if (held === undefined) {
      held = { state: { kind: 'idle' }, backfills: [] };
      this.#held.set(connectionId, held);
    }
    return held;
  }
}
