// Whatever the sandbox is sent: errors are Orb's and the caller's, never the sandbox's own.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { anAmendment, anEvent, at, eachWithSandbox, HOUR, NOW } from '../../helpers/sandboxBox.ts';

const id = fc.constantFrom(
  'k',
  'k2',
  '',
  '.',
  '..',
  '%',
  '%ff',
  '%00',
  'a%2Fb',
  '\u{1f600}',
  'x'.repeat(5_000),
);
const paths = fc.oneof(
  fc.constantFrom(
    '/v1/ingest',
    '/v1/ingest?debug=true',
    '/v1/events/search',
    '/v1/events/backfills',
    '/v1/events/volume',
    '/v1/ping',
    '/sandbox/clock',
    '/sandbox/settings',
    '/sandbox/faults',
    '/sandbox/customers',
    '/sandbox/reset',
    '/sandbox/state',
    '/sandbox/requests',
    '/sandbox',
    '/',
  ),
  id.map((each) => `/v1/events/${encodeURI(each)}`),
  id.map((each) => `/v1/events/${encodeURI(each)}/deprecate`),
  id.map((each) => `/v1/events/backfills/${encodeURI(each)}/close`),
);

const odd = fc.constantFrom<unknown>(
  ...[
    null,
    true,
    '',
    'x',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999Z',
    at(-HOUR),
    NOW,
    '\ud800',
    '\0',
  ],
  ...[
    0,
    -0,
    -1,
    1e308,
    1e300,
    -1e300,
    0.5,
    2 ** 53,
    8.64e15,
    -8.64e15,
    253_402_300_799_999,
    [],
    {},
    [[]],
    { a: {} },
  ],
);
const query = fc
  .dictionary(
    fc.constantFrom(
      'limit',
      'cursor',
      'timeframe_start',
      'timeframe_end',
      'backfill_id',
      'since',
      'debug',
    ),
    fc.oneof(
      odd.map(String),
      fc.string(),
      fc.constantFrom(Buffer.from('volume:9007199254740993').toString('base64url')),
    ),
    { maxKeys: 3 },
  )
  .map((entries) => new URLSearchParams(entries).toString());

/** A valid body with some of its members replaced, left out or added. */
const bent = (body: Readonly<Record<string, unknown>>) =>
  fc
    .dictionary(
      fc.oneof(fc.constantFrom(...Object.keys(body)), fc.string(), fc.constant('__proto__')),
      odd,
      { maxKeys: 3 },
    )
    .map((changes) => ({ ...body, ...changes }));
const bodies = fc.oneof(
  fc.array(bent(anEvent('k')), { maxLength: 4 }).map((events) => JSON.stringify({ events })),
  bent(anAmendment()).map((body) => JSON.stringify(body)),
  bent({ event_ids: ['k', 'k2'], timeframe_start: at(-HOUR), timeframe_end: NOW }).map((body) =>
    JSON.stringify(body),
  ),
  bent({
    ...{
      timeframe_start: at(-HOUR),
      timeframe_end: NOW,
      close_time: null,
      replace_existing_events: true,
    },
    ...{ customer_id: 'cus_1', external_customer_id: null, deprecation_filter: 'a = 1' },
  }).map((body) => JSON.stringify(body)),
  bent({ now: NOW, advanceMs: 1 }).map((body) => JSON.stringify(body)),
  odd.map((advanceMs) => JSON.stringify({ advanceMs })),
  bent({
    graceHours: 12,
    rateLimit: 'off',
    reflectDelayMs: 1,
    searchDelayMs: 1,
  }).map((body) => JSON.stringify(body)),
  bent({ id: 'c', externalCustomerId: 'd', billingCycleDay: 3 }).map((body) =>
    JSON.stringify(body),
  ),
  fc
    .array(
      bent({ times: 1, headers: { 'x y': 'z', a: '\n' }, path: '/v1/ping', delayMs: 2 ** 40 }),
      { maxLength: 2 },
    )
    .map((faults) => JSON.stringify(faults)),
  fc.json(),
  fc.string(),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(
    '{'.repeat(3_000),
    '['.repeat(3_000),
    '"\\u',
    '1e',
    '-',
    '{"events":[{}',
    '\ufeff{}',
    '\ufeff',
  ),
);

suite('sandbox: malformed requests', () => {
  const box = eachWithSandbox();

  test('get a complete error from 400 to 499, never an internal one', async () => {
    await box.ingested([anEvent('k'), anEvent('k2')]);
    const request = fc.tuple(fc.constantFrom('GET', 'POST', 'PUT'), paths, query, bodies);
    await fc.assert(
      fc.asyncProperty(request, async ([method, path, asked, body]) => {
        const target = asked === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${asked}`;
        const { status, body: answer } = await box.call(
          method,
          target,
          method === 'GET' ? undefined : body,
        );
        assert.ok(status === 200 || (status >= 400 && status < 500), `${status}`);
        if (status !== 200) {
          const { type, title, detail } = answer as Readonly<Record<string, unknown>>;
          assert.deepEqual(
            [typeof type, typeof title, typeof detail],
            ['string', 'string', 'string'],
          );
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
