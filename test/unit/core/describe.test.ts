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

suite('words for failures', () => {
  for (const [kind, words, nextStep] of [
    ['cancelled', /^Cancelled\.$/, undefined],
    ['timedOut', /did not answer in time.*not known/, 'retry'],
    ['unreachable', /cannot be reached/, 'retry'],
    ['tlsOrProxy', /certificate or a proxy.*For the log\./, 'checkNetwork'],
    ['unauthorized', /does not accept the API key/, 'replaceKey'],
    ['forbidden', /may not do this/, 'replaceKey'],
    ['notFound', /does not know this/, 'widen'],
    ['rejected', /refused this/, 'showLog'],
    ['conflict', /still busy/, 'retry'],
    ['tooLarge', /Send less/, undefined],
    ['rateLimited', /slow down/, 'retry'],
    ['serverFault', /status 500/, 'retry'],
    ['contract', /not one of Orb's Events API: For the log\./, 'showLog'],
    ['invalid', /^For the log\.$/, undefined],
  ] as const) {
    test(`${kind} has a sentence and, where there is one, a next step`, () => {
      const described = of(kind);
      assert.match(described.message, words);
      assert.equal(described.nextStep, nextStep);
    });
  }

  test('an address that has no Events API is told from an id that is not known', () => {
    const type = 'https://docs.withorb.com/reference/error-responses#404-url-not-found';
    assert.equal(of('notFound', { status: 404, type }).nextStep, 'editConnection');
    const unknown = type.replace('url', 'resource');
    assert.deepEqual(of('notFound', { status: 404, type: unknown }), {
      message: 'Orb does not know this.',
      nextStep: 'widen',
    });
  });

  test('a fault names its status', () => {
    assert.match(of('serverFault', { status: 503 }).message, /status 503/);
  });

  test("Orb's own reasons follow, those of single events first", () => {
    const refused = of('rejected', {
      detail: 'A detail.',
      validationErrors: ['general'],
      validationFailed: [{ idempotencyKey: 'k1', messages: ['too old', 'no name'] }],
    });
    assert.equal(refused.message, 'Orb refused this. k1: too old no name');
    const general = of('rejected', { detail: 'A detail.', validationErrors: ['general'] });
    assert.equal(general.message, 'Orb refused this. general');
    assert.equal(of('rejected', { detail: 'A detail.' }).message, 'Orb refused this. A detail.');
    assert.equal(of('rejected', { title: 'A title.' }).message, 'Orb refused this. A title.');
    assert.equal(
      of('rejected', { detail: ' two\n\n lines ' }).message,
      'Orb refused this. two lines',
    );
    assert.equal(of('rejected', {}).message, 'Orb refused this.');
    assert.equal(of('rejected').message, 'Orb refused this.');
  });

  test('more than three reasons are counted', () => {
    const validationErrors = ['a.', 'b.', 'c.', 'd.', 'e.'];
    const { message } = of('rejected', { validationErrors });
    assert.equal(message, 'Orb refused this. a. b. c. … and 2 more.');
    assert.equal(
      of('rejected', { validationErrors: validationErrors.slice(0, 3) }).message,
      'Orb refused this. a. b. c.',
    );
  });

  test('a reason without end is cut', () => {
    const endless = 'x'.repeat(1_000_000);
    for (const { message } of [
      of('rejected', { detail: endless }),
      of('rejected', { validationErrors: [endless, endless, endless, endless] }),
    ]) {
      assert.ok(message.length < 1_000, String(message.length));
      assert.match(message, /…/);
    }
  });

  test('anything else is told as a fault of the extension', () => {
    assert.match(describe(new TypeError('x is no function')).message, /inside Orb Events: x is no/);
    assert.match(describe('a text').message, /a text/);
    assert.equal(describe(undefined).nextStep, 'showLog');
  });
});
