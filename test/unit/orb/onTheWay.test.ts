import assert from 'node:assert/strict';
import { failedOnTheWay } from '../../../src/orb/requestFailures.ts';

const https = new URL('https://api.withorb.com');
const local = new URL('http://[::1]:4510');

/** An error as Node and undici throw it. */
const error = (message: string, more: object = {}) => Object.assign(new Error(message), more);

suite('client: what the network throws', () => {
  for (const [name, thrown, origin, kind, retryable] of [
    ['a refused connection', { code: 'ECONNREFUSED', port: 443 }, https, 'unreachable', true],
    ['a cut connection', { code: 'UND_ERR_SOCKET' }, https, 'unreachable', true],
    [
      'an unknown name',
      { code: 'ENOTFOUND', hostname: https.hostname },
      https,
      'unreachable',
      true,
    ],
    ['no connection in time', { code: 'UND_ERR_CONNECT_TIMEOUT' }, https, 'timedOut', true],
    ['no connection in the system', { code: 'ETIMEDOUT' }, https, 'timedOut', true],
    ['an unknown authority', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }, https, 'tlsOrProxy', false],
    ['another name', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, https, 'tlsOrProxy', false],
    ['no TLS at all', { code: 'EPROTO' }, https, 'tlsOrProxy', false],
    ['not HTTP', { name: 'HTTPParserError' }, https, 'contract', false],
    ['headers without end', { code: 'UND_ERR_HEADERS_OVERFLOW' }, https, 'contract', false],
    ['an impossible request', { code: 'UND_ERR_INVALID_ARG' }, https, 'invalid', false],
    ["the proxy's port", { code: 'ECONNREFUSED', port: 8080 }, https, 'tlsOrProxy', true],
    ["the proxy's name", { code: 'ENOTFOUND', hostname: 'proxy' }, https, 'tlsOrProxy', true],
    ['the port of a base URL', { code: 'ECONNREFUSED', port: 4510 }, local, 'unreachable', true],
    ['the port of plain http', { port: 80 }, new URL('http://a.test'), 'unreachable', true],
    ['an IPv6 address', { port: 4510, hostname: '::1' }, local, 'unreachable', true],
  ] as const) {
    test(`${name}: ${kind}, ${retryable ? 'worth a retry' : 'final'}`, () => {
      const failure = failedOnTheWay('GET /ping', error('what happened', thrown), origin);
      assert.equal(failure.error.kind, kind);
      assert.equal(failure.retryable, retryable);
      assert.match(failure.error.message, /^GET \/ping .*/);
      if (kind !== 'timedOut') assert.match(failure.error.message, /: what happened$/);
    });
  }

  test("a proxy's rejection is final", () => {
    const thrown = error('Proxy response (407) !== 200 when HTTP Tunneling');
    const failure = failedOnTheWay('GET /ping', thrown, https);
    assert.equal(failure.error.kind, 'tlsOrProxy');
    assert.equal(failure.retryable, false);
    assert.match(failure.error.message, /407/);
  });

  test("the inner error counts: the first of several addresses', or the cause", () => {
    const refused = error('refused', { code: 'SELF_SIGNED_CERT_IN_CHAIN' });
    const several = new AggregateError([refused, error('other')], 'all failed');
    const wrapped = error('fetch failed', { cause: refused });
    for (const thrown of [several, wrapped]) {
      const failure = failedOnTheWay('GET /ping', thrown, https);
      assert.equal(failure.error.kind, 'tlsOrProxy');
      assert.equal(failure.error.cause, thrown);
    }
    const atProxy = error('TLS to the proxy', { code: 'UND_ERR_PRX_TLS', cause: error('other') });
    assert.equal(failedOnTheWay('GET /ping', atProxy, https).error.kind, 'tlsOrProxy');
  });

  test('an error without a message is reported by its code, and a thrown text as it is', () => {
    const silent = failedOnTheWay('GET /ping', error('', { code: 'ECONNRESET' }), https);
    assert.match(silent.error.message, /ECONNRESET$/);
    assert.match(failedOnTheWay('GET /ping', 'a text', https).error.message, /a text$/);
  });
});
