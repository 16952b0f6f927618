/**
 * Demo data for new users: three customers with six days of usage, and an example of each thing that can be right or wrong.
 * The same clock gives the same data. IDs to look up:
 *
 *   evt_0001 … evt_0240   ordinary events: api_call, storage_snapshot, seat_active, export_job
 *   evt_wrong_type        tokens was sent as the string "1250", so no metric adds it up. Amend it to a number. And cached was sent
 *                         as "true", so the price of cached tokens doesn't count it. Amend it to a boolean
 *   evt_amended           was 12500 tokens, amended to 1250
 *   evt_deprecated        sent twice by a retry without a fixed key, so it was deprecated
 *   evt_large_number      a number that JavaScript can't represent: 9007199254740993
 *   evt_last_month        40 days old: only found in a wider time frame, and can't be amended anymore
 *   bf_pending            open for globex's events of three days ago; has 24 (evt_pending_01 …), which aren't visible yet
 *   bf_reflected          replaced acme's events of five days ago by 12 corrected ones (evt_refilled_01 …)
 *
 * Customers: cus_acme (external ID acme), cus_globex (globex), cus_initech (no external ID).
 */
import { DAY_MS, HOUR_MS } from '../core/timeframe.ts';
import type { Account } from './account.ts';
import { insertBackfill } from './backfills.ts';
import { backfillById, countIngested, reflect } from './backfillStore.ts';
import { amend, deprecate } from './corrections.ts';
import { addToHours, hourOf, insertEvents } from './eventStore.ts';
import { seedPlan } from './seedPlan.ts';

const ORDINARY = 240;
const SPAN_MS = 6 * DAY_MS;

interface Usage {
  readonly id: string;
  readonly ms: number;
  readonly customer: 'acme' | 'globex' | 'initech';
  readonly name: string;
  /** JSON text, since one of the numbers is larger than JavaScript's. */
  readonly properties: string;
}

/** Fills an empty account; part of the caller's transaction. */
export function seedAccount(account: Account): void {
  const now = account.now();
  addCustomers(account, now);
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const usage = [...ordinary(now), ...special(now)];
  store(account, account.ownLayer, usage);
  addToHours(account, countHours(usage));

  const acme = { event_name: 'api_call', external_customer_id: 'acme' };
  const amended = { model: 'orb-large', region: 'eu-west-1', tokens: 1250 };
  const timestamp = new Date(now - 30 * HOUR_MS).toISOString();
  const body = Buffer.from(JSON.stringify({ ...acme, timestamp, properties: amended }));
  const call = { account, query: new URLSearchParams(), notes: [] };
  amend({ ...call, params: ['evt_amended'], body });
  deprecate({ ...call, params: ['evt_deprecated'], body: Buffer.alloc(0) });

  seedPlan(account);
  seedReflected(account, today, now);
  seedPending(account, today, now);
}

function addCustomers(account: Account, now: number): void {
  // A billing period that began ten days ago, so that the demo's events can be amended on any day of the month.
  const billingCycleDay = Math.min(28, new Date(now - 10 * DAY_MS).getUTCDate());
  const add = (id: string, externalCustomerId: string | null, name: string) =>
    account.customers.add({ id, externalCustomerId, name, billingCycleDay });
  add('cus_acme', 'acme', 'Acme Inc.');
  add('cus_globex', 'globex', 'Globex Corporation');
  add('cus_initech', null, 'Initech');
}

/** A repeatable sequence of numbers from 0 to 1 (Lehmer's generator). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

function ordinary(now: number): Usage[] {
  const random = sequence(20_260_820);
  const pick = <T>(values: readonly [T, ...T[]]): T =>
    values[Math.floor(random() * values.length)] ?? values[0];
  return Array.from({ length: ORDINARY }, (_, index) => {
    const ms = now - SPAN_MS + Math.floor(((index + random()) / ORDINARY) * (SPAN_MS - HOUR_MS));
    const [name, properties] = pick<readonly [string, object]>([
      ['api_call', apiCall(random, pick)],
      ['api_call', apiCall(random, pick)],
      [
        'storage_snapshot',
        { gigabytes: Math.round(random() * 5_000) / 10, tier: pick(['hot', 'cold']) },
      ],
      [
        'seat_active',
        { user: `user_${Math.floor(random() * 40)}`, plan: pick(['team', 'business']) },
      ],
      [
        'export_job',
        {
          rows: Math.floor(random() * 100_000),
          format: pick(['csv', 'parquet']),
          ok: random() > 0.1,
        },
      ],
    ]);
    const customer = pick(['acme', 'globex', 'initech'] as const);
    const id = `evt_${String(index + 1).padStart(4, '0')}`;
    return { id, ms, customer, name, properties: JSON.stringify(properties) };
  });
}

function apiCall(random: () => number, pick: <T>(values: readonly [T, ...T[]]) => T): object {
  return {
    tokens: 100 + Math.floor(random() * 4_000),
    model: pick(['orb-large', 'orb-small']),
    region: pick(['eu-west-1', 'us-east-1']),
    cached: random() > 0.7,
  };
}

function special(now: number): Usage[] {
  const event = (id: string, hoursAgo: number, name: string, properties: string): Usage => ({
    id,
    ms: now - hoursAgo * HOUR_MS,
    customer: 'acme',
    name,
    properties,
  });
  return [
    event(
      'evt_wrong_type',
      3,
      'api_call',
      '{"model":"orb-large","region":"eu-west-1","tokens":"1250","cached":"true","cached_tokens":400}',
    ),
    event(
      'evt_amended',
      30,
      'api_call',
      '{"model":"orb-large","region":"eu-west-1","tokens":12500}',
    ),
    event('evt_deprecated', 26, 'export_job', '{"rows":48210,"format":"csv","ok":true}'),
    event(
      'evt_large_number',
      5,
      'export_job',
      '{"rows":9007199254740993,"format":"parquet","ok":true,"ratio":1.0}',
    ),
    event('evt_last_month', 40 * 24, 'storage_snapshot', '{"gigabytes":120.5,"tier":"cold"}'),
  ];
}

function seedReflected(account: Account, today: number, now: number): void {
  const start = today - 5 * DAY_MS;
  const events = series('evt_refilled', 12, start, (index) => ({
    customer: 'acme',
    name: 'api_call',
    properties: JSON.stringify({
      tokens: 900 + index * 25,
      model: 'orb-large',
      region: 'eu-west-1',
    }),
  }));
  const layer = insertBackfill(account, {
    ...{ id: 'bf_reflected', start, end: start + DAY_MS, customer: 'cus_acme', filter: null },
    ...{ replaces: true, created: now - 28 * HOUR_MS, close: now - 27 * HOUR_MS },
  });
  store(account, layer, events);
  countIngested(account, backfillById(account, 'bf_reflected'), events.length);
  reflect(account, backfillById(account, 'bf_reflected'));
}

function seedPending(account: Account, today: number, now: number): void {
  const start = today - 3 * DAY_MS;
  const events = series('evt_pending', 24, start, (index) => ({
    customer: 'globex',
    name: 'storage_snapshot',
    properties: JSON.stringify({ gigabytes: 300 + index, tier: 'hot' }),
  }));
  const layer = insertBackfill(account, {
    ...{ id: 'bf_pending', start, end: start + DAY_MS, customer: 'cus_globex', filter: null },
    ...{ replaces: false, created: now - 4 * HOUR_MS, close: now + 20 * HOUR_MS },
  });
  store(account, layer, events);
  countIngested(account, backfillById(account, 'bf_pending'), events.length);
}

/** Events spread evenly over one day. */
function series(
  prefix: string,
  count: number,
  start: number,
  make: (index: number) => Pick<Usage, 'customer' | 'name' | 'properties'>,
): Usage[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}_${String(index + 1).padStart(2, '0')}`,
    ms: start + Math.floor(((index + 0.5) / count) * DAY_MS),
    ...make(index),
  }));
}

function store(account: Account, layer: number, usage: readonly Usage[]): void {
  for (const { id, ms, customer, name, properties } of usage) {
    // Initech has no external ID, so that both ways to name a customer occur.
    const named =
      customer === 'initech'
        ? { customer: 'cus_initech', external: null }
        : { customer: null, external: customer };
    const timestamp = new Date(ms).toISOString();
    insertEvents(
      account,
      layer,
      [{ id, ms, name, timestamp, properties, ...named }],
      account.now(),
    );
  }
}

function countHours(usage: readonly Usage[]): Map<number, number> {
  const hours = new Map<number, number>();
  for (const { ms } of usage) hours.set(hourOf(ms), (hours.get(hourOf(ms)) ?? 0) + 1);
  return hours;
}
