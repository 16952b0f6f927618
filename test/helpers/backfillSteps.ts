/** The steps of a backfill's life, as the sandbox's tests take them. */
import assert from 'node:assert/strict';
import { anEvent, at, DAY, HOUR, type Answer, type Box } from './sandboxBox.ts';

export interface BackfillJson {
  readonly id: string;
  readonly status: string;
  readonly close_time: string;
  readonly reverted_at: string | null;
  readonly events_ingested: number;
  readonly customer_id: string | null;
}
export const backfillOf = (answer: Answer) => answer.body as BackfillJson;

/** The sandbox's default delay. */
export const REFLECT = 5_000;
/** Three days ago, for one day; all events of these tests without a backfill lie within it too. */
export const START = -3 * DAY;
export const END = -2 * DAY;
export const FRAME = { timeframe_start: at(START), timeframe_end: at(END) };
export const WIDE = { timeframe_start: at(-30 * DAY) };

/** What tests do with backfills of the three-days-ago time frame. */
export function backfillSteps(box: Box) {
  const ask = (changes: object = {}) =>
    box.call('POST', '/v1/events/backfills', { ...FRAME, ...changes });
  const create = async (changes: object = {}) => {
    const answer = await ask(changes);
    assert.equal(answer.status, 200, answer.text);
    return backfillOf(answer).id;
  };
  const fetched = async (id: string) =>
    backfillOf(await box.call('GET', `/v1/events/backfills/${id}`));
  const move = (id: string, what: 'close' | 'revert') =>
    box.call('POST', `/v1/events/backfills/${id}/${what}`);
  const into = (id: string, events: readonly unknown[]) => box.ingest(events, `?backfill_id=${id}`);
  const inside = (id: string, changes: object = {}) =>
    anEvent(id, { timestamp: at(START + HOUR), ...changes });
  /** Ingests events of three days ago as they would have been then. */
  const longAgo = async (...events: readonly unknown[]) => {
    await box.clock(START + 2 * HOUR);
    await box.ingested(events);
    await box.clock(0);
  };
  const closeAndReflect = async (id: string, from = 0) => {
    assert.equal((await move(id, 'close')).status, 200);
    await box.clock(from + REFLECT);
    assert.equal((await fetched(id)).status, 'reflected');
  };
  const found = async (...ids: readonly string[]) =>
    (await box.search(ids, WIDE)).map(({ id, deprecated }) =>
      deprecated ? `${id} deprecated` : id,
    );
  return { ask, create, fetched, move, into, inside, longAgo, closeAndReflect, found };
}
