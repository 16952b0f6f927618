import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { startServer } from '../../helpers/httpServer.ts';
import { useRecorders, type RecorderBox } from '../../helpers/recorderBox.ts';
import { readServerEvents } from '../../helpers/serverEvents.ts';

interface Listed {
  readonly requestN: number;
  readonly eventId: string | null;
  readonly code: string;
  readonly relatedN?: number;
}

suite('recorder: problems of what was sent', () => {
  const { record, alsoStop } = useRecorders();
  let status = 200;
  let date: string | undefined;
  let box: RecorderBox;
  setup(async () => {
    status = 200;
    date = undefined;
    const server = await startServer((response) => {
      response.writeHead(status, date === undefined ? {} : { date });
      response.end('{"validation_failed":[]}');
    });
    alsoStop(server);
    box = await record(server.url, { graceHours: 2 });
  });

  const anEvent = (id: string, more: object = {}) => ({
    idempotency_key: id,
    event_name: 'api_call',
    timestamp: new Date(Date.now() - 60_000).toISOString(),
    external_customer_id: 'whoever',
    properties: { tokens: 1 },
    ...more,
  });
  const ingest = async (events: readonly unknown[], query = '', headers: object = {}) => {
    const body = JSON.stringify({ events });
    const response = await fetch(`http://${box.host}/v1/ingest${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${box.apiKey}`, ...headers },
      body: 'content-encoding' in headers ? gzipSync(body) : body,
    });
    await response.text();
  };
  const codes = async () =>
    ((await box.control('problems')) as readonly Listed[]).map(
      ({ requestN, code }) => `${requestN} ${code}`,
    );

  test("events are validated with the given grace period, even in compressed requests; customers aren't known", async () => {
    const old = new Date(Date.now() - 3 * 3_600_000).toISOString();
    await ingest([anEvent('a')]);
    await ingest([anEvent('b', { timestamp: old })]);
    await ingest([anEvent('c', { timestamp: old })], '?backfill_id=b1');
    await ingest([anEvent('d', { properties: { n: '5' } })], '', { 'content-encoding': 'gzip' });
    assert.deepEqual(await codes(), ['2 timestamp-too-old', '4 property-numeric-text']);
  });

  test("the clock is the upstream's if its responses have another time", async () => {
    date = new Date(Date.now() + 86_400_000).toUTCString();
    await ingest([anEvent('a')]);
    date = new Date(Date.now() - 86_400_000).toUTCString();
    await ingest([anEvent('b')]);
    assert.deepEqual(await codes(), ['1 timestamp-too-old', '2 timestamp-ahead']);
  });

  test('a retry that changes its Idempotency-Key, also after an injected fault', async () => {
    const events = [anEvent('a')];
    await box.control('faults', [{ status: 500 }]);
    await ingest(events, '', { 'idempotency-key': 'one' });
    await ingest(events, '', { 'idempotency-key': 'two' });
    assert.deepEqual(await codes(), ['2 retry-new-key']);
  });

  test('a request that is too large to keep is counted and marked as not validated', async () => {
    await ingest([anEvent('a', { properties: { text: 'x'.repeat(9 * 1024 * 1024) } })]);
    assert.deepEqual(await codes(), ['1 not-validated']);
  });

  test('requests are streamed with their problems', async () => {
    const stream = await readServerEvents(`http://${box.host}/sandbox/stream`, box.apiKey);
    await ingest([anEvent('a', { properties: { n: '5' } })]);
    const [first] = await stream.take(1);
    const { n, problems } = first?.data as { n: number; problems: readonly Listed[] };
    assert.deepEqual(
      [n, problems.map(({ code, eventId }) => [code, eventId])],
      [1, [['property-numeric-text', 'a']]],
    );
    await stream.close();
  });

  test('after a reset the stream continues with request 1', async () => {
    const stream = await readServerEvents(`http://${box.host}/sandbox/stream`, box.apiKey);
    await ingest([anEvent('a')]);
    await ingest([anEvent('b')]);
    await stream.take(2);
    await box.control('reset', {});
    await ingest([anEvent('c')]);
    const [next] = await stream.take(1);
    assert.equal(next?.id, '1');
    await stream.close();
  });
});
