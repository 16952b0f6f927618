import assert from 'node:assert/strict';
import { describe } from '../../../src/core/describe.ts';
import { OrbError, type ErrorAnswer, type OrbErrorKind } from '../../../src/core/errors.ts';

const answer = (more: Partial<ErrorAnswer> = {}): ErrorAnswer => ({
  status: 400,
  headers: {},
  body: '',
  validationErrors: [],
  validationFailed: [],
  ...more,
});
const of = (kind: OrbErrorKind, more?: Partial<ErrorAnswer>) =>
  describe(new OrbError(kind, 'For the log.', more && answer(more)));

suite('messages for failures', () => {
  for (const [kind, words, nextStep] of [
    ['cancelled', /^Canceled\.$/, undefined],
    ['timedOut', /didn't respond in time.*isn't known/, 'retry'],
    ['unreachable', /Can't reach Orb/, 'retry'],
    ['tlsOrProxy', /certificate or proxy problem\. For the log\./, 'checkNetwork'],
    ['unauthorized', /rejected this connection's API key/, 'replaceKey'],
    ['forbidden', /isn't allowed to do this/, 'replaceKey'],
    ['notFound', /found nothing with this ID/, 'widen'],
    ['rejected', /rejected the request/, 'showLog'],
    ['conflict', /still processing/, 'retry'],
    ['tooLarge', /Send less/, undefined],
    ['rateLimited', /Too many requests/, 'retry'],
    ['serverFault', /status 500/, 'retry'],
    ['contract', /^Unexpected response from Orb: For the log\.$/, 'showLog'],
    ['invalid', /^For the log\.$/, undefined],
  ] as const) {
    test(`${kind} has a message and, if there is one, a next step`, () => {
      const described = of(kind);
      assert.match(described.message, words);
      assert.equal(described.nextStep, nextStep);
    });
  }

  test("a URL without an Events API isn't taken for an unknown ID", () => {
    const type = 'https://docs.withorb.com/reference/error-responses#404-url-not-found';
    assert.equal(of('notFound', { status: 404, type }).nextStep, 'editConnection');
    const unknown = type.replace('url', 'resource');
    assert.deepEqual(of('notFound', { status: 404, type: unknown }), {
      message: 'Orb found nothing with this ID.',
      nextStep: 'widen',
    });
  });

  test('a server error names its status', () => {
    assert.match(of('serverFault', { status: 503 }).message, /status 503/);
  });

  test("Orb's own reasons follow, those of single events first", () => {
    const refused = of('rejected', {
      detail: 'A detail.',
      validationErrors: ['general'],
      validationFailed: [{ idempotencyKey: 'k1', messages: ['too old', 'no name'] }],
    });
    assert.equal(refused.message, 'Orb rejected the request. k1: too old no name');
    const general = of('rejected', { detail: 'A detail.', validationErrors: ['general'] });
    assert.equal(general.message, 'Orb rejected the request. general');
    assert.equal(
      of('rejected', { detail: 'A detail.' }).message,
      'Orb rejected the request. A detail.',
    );
    assert.equal(
      of('rejected', { title: 'A title.' }).message,
      'Orb rejected the request. A title.',
    );
    assert.equal(
      of('rejected', { detail: ' two\n\n lines ' }).message,
      'Orb rejected the request. two lines',
    );
    assert.equal(of('rejected', {}).message, 'Orb rejected the request.');
    assert.equal(of('rejected').message, 'Orb rejected the request.');
  });

  test('more than three reasons are counted', () => {
    const validationErrors = ['a.', 'b.', 'c.', 'd.', 'e.'];
    const { message } = of('rejected', { validationErrors });
    assert.equal(message, 'Orb rejected the request. a. b. c. … and 2 more.');
    assert.equal(
      of('rejected', { validationErrors: validationErrors.slice(0, 3) }).message,
      'Orb rejected the request. a. b. c.',
    );
  });

  test('an endless reason is cut off', () => {
    const endless = 'x'.repeat(1_000_000);
    for (const { message } of [
      of('rejected', { detail: endless }),
      of('rejected', { validationErrors: [endless, endless, endless, endless] }),
    ]) {
      assert.ok(message.length < 1_000, String(message.length));
      assert.match(message, /…/);
    }
  });

  test('anything else is reported as an error in the extension', () => {
    assert.match(describe(new TypeError('x is no function')).message, /inside Orb Events: x is no/);
    assert.match(describe('a text').message, /a text/);
    assert.equal(describe(undefined).nextStep, 'showLog');
  });
});
