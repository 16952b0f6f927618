/** The account of one API key: its clock, settings, customers, faults and counters. Nothing is shared with another key. */
import { randomUUID } from 'node:crypto';
import { BillingStore } from './billing/store.ts';
import { Clock, type ClockState } from './clock.ts';
import { Customers } from './customers.ts';
import type { Database } from './database.ts';
import { FaultList } from './faults.ts';
import { RateLimits } from './rateLimits.ts';
import type { LogLimits } from './requestLog.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { Traffic } from './traffic.ts';

interface StoredState {
  readonly clock?: ClockState;
  readonly settings?: Partial<Settings>;
  readonly dataId?: string;
}

export interface AccountOptions {
  readonly number: number;
  readonly apiKey: string;
  /** JSON of an earlier run: clock and settings. */
  readonly state: string;
  readonly realNow: () => number;
  readonly logLimits?: LogLimits;
  /** Other keys that the request log must not show. */
  readonly secrets?: readonly string[];
  /** From the command line; overrides the stored state. */
  readonly now?: number;
  readonly graceHours?: number;
}

export class Account {
  readonly number: number;
  readonly clock: Clock;
  readonly customers: Customers;
  readonly billing: BillingStore;
  readonly faults = new FaultList();
  readonly limits = new RateLimits();
  readonly traffic: Traffic;
  /** Idempotency-Keys whose first request is still running. */
  readonly running = new Set<string>();
  /** When the next backfill closes, is reflected or is reverted by itself; nothing is due before. */
  nextDue = 0;
  /** Of a recorder: how far its upstream's clock is ahead of this one. */
  upstreamAheadMs = 0;
  /** Whether a backfill was ever reflected: then an ID may also be in another layer than the account's own. */
  hasOtherLayers: boolean;
  /** Where events without a backfill are kept. */
  readonly ownLayer: number;
  /**
   * Increases whenever stored events, or whose they are, change other than by new ones. Metrics then read all events again, not only the
   * new ones.
   */
  rewritten = 0;
  settings: Settings;
  /** The name of the current data set: core/sandboxData.ts. */
  #dataId: string;

  constructor(
    readonly db: Database,
    options: AccountOptions,
  ) {
    this.number = options.number;
    const stored = JSON.parse(options.state) as StoredState;
    const frozen = options.now !== undefined ? { frozen: options.now } : stored.clock;
    this.clock = new Clock(options.realNow, frozen);
    this.settings = {
      ...defaultSettings,
      ...stored.settings,
      ...(options.graceHours !== undefined && { graceHours: options.graceHours }),
    };
    this.#dataId = stored.dataId ?? randomUUID();
    this.traffic = new Traffic([options.apiKey, ...(options.secrets ?? [])], options.logLimits);
    this.customers = new Customers(db, options.number);
    this.billing = new BillingStore(db, options.number);
    const row = db
      .sql('select min(number) as layer from layer where account = ?')
      .get(options.number);
    this.ownLayer = Number(row?.['layer'] ?? 0) || newLayer(db, options.number, true);
    this.hasOtherLayers = this.#liveLayers() > 1;
    if (stored.dataId === undefined) this.saveState();
  }

  #liveLayers(): number {
    const row = this.db
      .sql('select count(*) as layers from layer where account = ? and live = 1')
      .get(this.number);
    return Number(row?.['layers']);
  }

  now(): number {
    return this.clock.now();
  }

  get dataId(): string {
    return this.#dataId;
  }

  /** Stores clock, settings and the name of the data set for the next start. */
  saveState(): void {
    const { settings, dataId } = this;
    const state: StoredState = { clock: this.clock.state, settings, dataId };
    this.db
      .sql('update account set state = ? where number = ?')
      .run(JSON.stringify(state), this.number);
  }

  /** Deletes events, backfills, customers, plans, replays and counters; the clock and the settings stay. */
  clear(): void {
    const own = 'select number from layer where account = ?';
    this.db
      .sql(`delete from version where event in (select seq from event where layer in (${own}))`)
      .run(this.number);
    this.db.sql(`delete from event where layer in (${own})`).run(this.number);
    for (const table of ['backfill', 'hour', 'customer', 'correction', 'replay', 'billing']) {
      this.db.sql(`delete from ${table} where account = ?`).run(this.number);
    }
    this.db
      .sql('delete from layer where account = ? and number <> ?')
      .run(this.number, this.ownLayer);
    this.rewritten++;
    this.customers.reload();
    this.billing.reload();
    this.limits.clear();
    this.traffic.clear();
    this.nextDue = 0;
    this.hasOtherLayers = false;
    this.#dataId = randomUUID();
    this.saveState();
  }
}

/** A new set of events. @returns its number */
export function newLayer(db: Database, account: number, live: boolean): number {
  const { lastInsertRowid } = db
    .sql('insert into layer (account, live) values (?, ?)')
    .run(account, live ? 1 : 0);
  return Number(lastInsertRowid);
}
