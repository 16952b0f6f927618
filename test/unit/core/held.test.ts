import assert from 'node:assert/strict';
import { readEvent } from '../../../src/core/eventJson.ts';
import { matches, resolveCurrent, showsWrite, type OwnWrite } from '../../../src/core/held.ts';

/** An event as search returns it: both IDs of its customer, and unknown fields. */
const shown = (n: string, deprecated = false) =>
  `{"id":"e","customer_id":"c","external_customer_id":"acme","event_name":"call","properties":{"n":${n}},"timestamp":"2026-08-20T11:00:00+00:00","deprecated":${deprecated},"new":1.0}`;
/** The same event as a body that was sent. */
const body = (n: string) =>
  `{"event_name":"call","timestamp":"2026-08-20T11:00:00Z","external_customer_id":"acme","properties":{"n":${n}}}`;
const amended = (before: string, after: string, more: Partial<OwnWrite> = {}): OwnWrite => ({
  kind: 'amend',
  before: body(before),
  after: body(after),
  confirmed: true,
  shown: false,
  ...more,
});
const deprecated = (before: string, more: Partial<OwnWrite> = {}): OwnWrite => ({
  kind: 'deprecate',
  before: body(before),
  after: null,
  confirmed: true,
  shown: false,
  ...more,
});

suite('what Orb holds', () => {
  test('is what search shows when nothing was sent from here', () => {
    assert.deepEqual(resolveCurrent('e', shown('1'), []), { raw: shown('1'), unconfirmed: false });
    assert.equal(resolveCurrent('e', undefined, []), undefined);
    assert.equal(
      resolveCurrent('e', undefined, [amended('1', '2', { confirmed: false })]),
      undefined,
    );
  });

  test('is the sent version, otherwise as Orb wrote it, while search shows an older one', () => {
    const sent = { raw: shown('3'), unconfirmed: true };
    assert.deepEqual(resolveCurrent('e', shown('1'), [amended('1', '3')]), sent);
    assert.deepEqual(resolveCurrent('e', shown('1'), [amended('1', '2'), amended('2', '3')]), sent);
    assert.deepEqual(resolveCurrent('e', shown('2'), [amended('1', '2'), amended('2', '3')]), sent);
  });

  test('is what search shows once it shows the sent version, or has shown it before', () => {
    const found = (n: string) => ({ raw: shown(n), unconfirmed: false });
    assert.deepEqual(resolveCurrent('e', shown('2'), [amended('1', '2')]), found('2'));
    assert.deepEqual(
      resolveCurrent('e', shown('1'), [amended('1', '2', { shown: true })]),
      found('1'),
    );
    // Amended back to what it was: nothing to wait for.
    assert.deepEqual(
      resolveCurrent('e', shown('1'), [amended('1', '2'), amended('2', '1')]),
      found('1'),
    );
  });

  test('is what search shows when that was neither sent from here nor older: someone else was faster', () => {
    const found = { raw: shown('9'), unconfirmed: false };
    assert.deepEqual(resolveCurrent('e', shown('9'), [amended('1', '2')]), found);
    assert.deepEqual(resolveCurrent('e', shown('9'), [deprecated('1', { shown: true })]), found);
    const gone = shown('1', true);
    assert.deepEqual(resolveCurrent('e', gone, [amended('1', '2')]), {
      raw: gone,
      unconfirmed: false,
    });
  });

  test('is deprecated as soon as that was acknowledged, whatever version search still shows', () => {
    const gone = (n: string) => ({ raw: shown(n, true), unconfirmed: true });
    assert.deepEqual(resolveCurrent('e', shown('1'), [deprecated('1')]), gone('1'));
    assert.deepEqual(resolveCurrent('e', shown('9'), [deprecated('1')]), gone('9'));
    assert.deepEqual(
      resolveCurrent('e', shown('1'), [amended('1', '2'), deprecated('2')]),
      gone('2'),
    );
    assert.deepEqual(resolveCurrent('e', shown('1', true), [deprecated('1')]), {
      raw: shown('1', true),
      unconfirmed: false,
    });
  });

  test("doesn't include what was never acknowledged", () => {
    assert.deepEqual(resolveCurrent('e', shown('1'), [amended('1', '2', { confirmed: false })]), {
      raw: shown('1'),
      unconfirmed: false,
    });
    assert.deepEqual(
      resolveCurrent('e', shown('1'), [amended('1', '2'), deprecated('2', { confirmed: false })]),
      { raw: shown('2'), unconfirmed: true },
    );
  });

  test("is what was sent when search doesn't find it: based on what search once showed, else on the sent text alone", () => {
    const writes = [amended('1', '2')];
    assert.deepEqual(resolveCurrent('e', undefined, writes, shown('1')), {
      raw: shown('2'),
      unconfirmed: true,
    });
    const alone = resolveCurrent('e', undefined, [...writes, deprecated('2')]);
    assert.equal(alone?.unconfirmed, true);
    assert.equal(alone.raw, `${body('2').slice(0, -1)},"deprecated":true,"id":"e"}`);
    assert.deepEqual(readEvent(alone.raw), {
      id: 'e',
      eventName: 'call',
      timestamp: '2026-08-20T11:00:00Z',
      customerId: null,
      externalCustomerId: 'acme',
      properties: { n: 2 },
      deprecated: true,
    });
  });

  test("matches a text whichever ID names the customer, and no text that isn't an event", () => {
    const own = body('1').replace('"external_customer_id":"acme"', '"customer_id":"c"');
    assert.equal(matches(shown('1'), body('1')), true);
    assert.equal(matches(shown('1'), own), true);
    assert.equal(matches(shown('1'), body('1.0')), false);
    assert.equal(matches(shown('1'), '{'), false);
  });

  test('shows an amendment by its text and a deprecation by its state', () => {
    assert.equal(showsWrite(shown('2'), amended('1', '2')), true);
    assert.equal(showsWrite(shown('1'), amended('1', '2')), false);
    assert.equal(showsWrite(shown('1'), deprecated('1')), false);
    assert.equal(showsWrite(shown('1', true), deprecated('1')), true);
  });
});
