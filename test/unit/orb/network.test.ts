import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { NetworkOptions } from '../../../src/orb/orbApi.ts';
import { isOrbError } from '../../../src/core/errors.ts';
import { createClient } from '../../../src/orb/client.ts';
import { root } from '../../host/root.ts';
import { startServer, json } from '../../helpers/httpServer.ts';
import { failureOf, testKey, withClient } from '../../helpers/orbClient.ts';
import {
  startProxy,
  startTlsServer,
  testAuthority,
  testAuthorityFile,
  type LocalServer,
  type Proxy,
  type ProxyOptions,
} from '../../helpers/proxyServer.ts';

const extraCertificates = [testAuthority];

/** A name that only the proxy can reach. */
const FAR = 'https://api.orb.test/v1';

/** No environment variable of the computer may affect the tests. */
async function withEnvironment(
  variables: Readonly<Record<string, string>>,
  use: () => Promise<unknown>,
): Promise<void> {
  const names = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, variables);
  try {
    await use();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}

suite('client: certificates and proxies', () => {
  let api: LocalServer;
  const seen: (string | undefined)[] = [];
  const stops: (() => Promise<void>)[] = [];

  setup(async () => {
    seen.length = 0;
    api = await startTlsServer((request, response) => {
      seen.push(request.headers.authorization);
      json(response, 200, { response: 'far away' });
    });
    stops.push(api.stop);
  });
  teardown(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function proxyTo(options: ProxyOptions): Promise<Proxy & { readonly url: string }> {
    const proxy = await startProxy(options);
    stops.push(proxy.stop);
    return {
      ...proxy,
      url: `${options.tls === true ? 'https' : 'http'}://localhost:${proxy.port}`,
    };
  }
  const ping = (baseUrl: string, network: NetworkOptions, more: { allowInsecure?: boolean } = {}) =>
    withClient({ baseUrl, network, ...more, maxRetries: 0 }, async (client) => {
      return (await client.ping()).value.response;
    });
  const near = () => `https://localhost:${api.port}/v1`;

  test('a custom authority is trusted when it is given', async () => {
    assert.equal(await ping(near(), { extraCertificates }), 'far away');
  });

  test("even together with the system's", async () => {
    assert.equal(await ping(near(), { extraCertificates, systemCertificates: true }), 'far away');
  });

  // Elsewhere the system's store isn't a file that a test may choose.
  if (process.platform === 'linux') {
    test("the system's authorities are trusted if that is set", async () => {
      const pingFromAProcessOfItsOwn = async (systemCertificates: boolean) => {
        const options = { apiKey: testKey, baseUrl: near(), network: { systemCertificates } };
        const code = `
          import { createClient } from './src/orb/client.ts';
          const client = createClient({ maxRetries: 0, ...${JSON.stringify(options)} });
          console.log(await client.ping().then(({ raw }) => raw, ({ kind }) => kind));
          await client.close();`;
        const { stdout } = await promisify(execFile)(
          process.execPath,
          ['--experimental-transform-types', '--input-type=module', '--eval', code],
          { cwd: root, env: { ...process.env, SSL_CERT_FILE: testAuthorityFile } },
        );
        return stdout.trim();
      };
      assert.equal(await pingFromAProcessOfItsOwn(false), 'tlsOrProxy');
      assert.equal(await pingFromAProcessOfItsOwn(true), '{"response":"far away"}');
    });
  }

  test('an unknown authority ends the request before the key is sent', async () => {
    const error = await failureOf(ping(near(), {}), 'tlsOrProxy');
    assert.match(error.message, /certificate/);
    assert.deepEqual(seen, []);
  });

  test('so does a certificate for another name', async () => {
    const baseUrl = `https://127.0.0.1:${api.port}/v1`;
    const error = await failureOf(ping(baseUrl, { extraCertificates }), 'tlsOrProxy');
    assert.match(error.message, /certificate/);
    assert.deepEqual(seen, []);
  });

  test('without strict SSL any certificate is accepted', async () => {
    assert.equal(await ping(near(), { strictSsl: false }), 'far away');
  });

  test('plain HTTP instead of TLS has its own message', async () => {
    const plain = await startServer(() => undefined);
    stops.push(() => plain.stop());
    const baseUrl = plain.url.replace('http:', 'https:');
    await failureOf(ping(baseUrl, {}), 'tlsOrProxy');
  });

  test('a proxy gets the name, never the key', async () => {
    const proxy = await proxyTo({ target: api.port });
    assert.equal(await ping(FAR, { proxy: proxy.url, extraCertificates }), 'far away');
    assert.deepEqual(proxy.connects, [{ to: 'api.orb.test:443' }]);
    assert.deepEqual(seen, [`Bearer ${testKey}`]);
  });

  test('a proxy can be reached over TLS, with the same authorities', async () => {
    const proxy = await proxyTo({ target: api.port, tls: true });
    assert.equal(await ping(FAR, { proxy: proxy.url, extraCertificates }), 'far away');
    await failureOf(ping(FAR, { proxy: proxy.url }), 'tlsOrProxy');
  });

  test('the certificate is checked behind a proxy, too, unless strict SSL is off', async () => {
    const proxy = await proxyTo({ target: api.port });
    await failureOf(ping(FAR, { proxy: proxy.url }), 'tlsOrProxy');
    assert.deepEqual(seen, []);
    assert.equal(await ping(FAR, { proxy: proxy.url, strictSsl: false }), 'far away');
  });

  test('credentials for the proxy come from the setting or from its URL', async () => {
    const proxy = await proxyTo({ target: api.port });
    const basic = `Basic ${Buffer.from('ann:secret').toString('base64')}`;
    await ping(FAR, { proxy: proxy.url, proxyAuthorization: basic, extraCertificates });
    const address = proxy.url.replace('//', '//ann:secret@');
    await ping(FAR, { proxy: address, extraCertificates });
    assert.deepEqual(
      proxy.connects.map(({ authorization }) => authorization),
      [basic, basic],
    );
  });

  test("a proxy that rejects the request, or isn't there, is named as the cause", async () => {
    const proxy = await proxyTo({ status: 407 });
    const refused = await failureOf(ping(FAR, { proxy: proxy.url }), 'tlsOrProxy');
    assert.match(refused.message, /407/);
    await proxy.stop();
    stops.splice(1, 1);
    const gone = await failureOf(ping(FAR, { proxy: proxy.url }), 'tlsOrProxy');
    assert.match(gone.message, /didn't reach the proxy/);
  });

  for (const cut of ['silent', 'begin', 'tunnel'] as const) {
    test(`a proxy that closes the connection (${cut}) ends the request after one attempt`, async () => {
      const proxy = await proxyTo({ cut });
      const error = await failureOf(ping(FAR, { proxy: proxy.url, extraCertificates }));
      assert.ok(['tlsOrProxy', 'unreachable'].includes(error.kind), error.kind);
      assert.equal(error.kind, cut === 'tunnel' ? error.kind : 'tlsOrProxy');
      assert.match(error.message, cut === 'tunnel' ? /GET \/ping/ : /proxy.*closed the connection/);
      assert.equal(proxy.connects.length, 1, 'asking the proxy again and again would not help');
    });
  }

  test("the environment's proxy is used if the setting is empty", async () => {
    const proxy = await proxyTo({ target: api.port });
    await withEnvironment({ HTTPS_PROXY: proxy.url }, async () => {
      assert.equal(await ping(FAR, { extraCertificates }), 'far away');
      assert.equal(await ping(FAR, { proxy: '', extraCertificates }), 'far away');
    });
    assert.equal(proxy.connects.length, 2);
  });

  suite('without going through a proxy', () => {
    let plain: Awaited<ReturnType<typeof startServer>>;
    let proxy: Proxy & { readonly url: string };
    /** This computer by an address that doesn't count as loopback. */
    const other = () => plain.url.replace('127.0.0.1', '0.0.0.0');
    const allowInsecure = true;

    setup(async () => {
      plain = await startServer((response) => json(response, 200, { response: 'here' }));
      stops.push(() => plain.stop());
      proxy = await proxyTo({ target: Number(new URL(plain.url).port) });
    });

    test('loopback never goes through one, wherever it is configured', async () => {
      const names = ['127.0.0.1', 'localhost', 'LOCALHOST'];
      await withEnvironment({ HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url }, async () => {
        for (const name of names) {
          const baseUrl = plain.url.replace('127.0.0.1', name);
          assert.equal(await ping(baseUrl, { proxy: proxy.url }), 'here');
          assert.equal(await ping(baseUrl, {}), 'here');
        }
      });
      assert.deepEqual(proxy.connects, []);
    });

    test('other addresses do', async () => {
      assert.equal(await ping(other(), { proxy: proxy.url }, { allowInsecure }), 'here');
      assert.equal(proxy.connects.length, 1);
    });

    test('proxy: false means none, whatever the environment says', async () => {
      await withEnvironment({ HTTP_PROXY: proxy.url }, async () => {
        assert.equal(await ping(other(), { proxy: false }, { allowInsecure }), 'here');
      });
      assert.deepEqual(proxy.connects, []);
    });

    for (const noProxy of [['0.0.0.0'], ['example.com', '0.0.0.0'], ['*'], ['example.com', '*']]) {
      test(`noProxy ${JSON.stringify(noProxy)} is obeyed`, async () => {
        await ping(other(), { proxy: proxy.url, noProxy }, { allowInsecure });
        assert.deepEqual(proxy.connects, []);
      });
    }

    test('NO_PROXY counts together with the setting, in lower case too', async () => {
      const network = { proxy: proxy.url, noProxy: ['example.org'] };
      for (const environment of [{ NO_PROXY: 'example.com,  0.0.0.0' }, { no_proxy: '0.0.0.0' }]) {
        await withEnvironment(environment, () => ping(other(), network, { allowInsecure }));
      }
      assert.deepEqual(proxy.connects, []);
    });
  });

  for (const proxy of [
    'proxy.example.com:8080',
    'socks5://proxy',
    'xhttp://proxy',
    'http://',
    'http://[',
  ]) {
    test(`the proxy ${proxy} is rejected when the client is made`, () => {
      assert.throws(
        () => createClient({ baseUrl: FAR, apiKey: testKey, network: { proxy } }),
        (error) => isOrbError(error, 'tlsOrProxy'),
      );
    });
  }

  test("the global dispatcher isn't replaced", async () => {
    const symbols = [1, 2].map((n) => Symbol.for(`undici.globalDispatcher.${n}`));
    const globals = globalThis as unknown as Record<symbol, unknown>;
    const before = symbols.map((symbol) => globals[symbol]);
    await ping(near(), { extraCertificates });
    assert.deepEqual(
      symbols.map((symbol) => globals[symbol]),
      before,
    );
  });
});
