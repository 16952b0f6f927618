import assert from 'node:assert/strict';
import { readEnvironment } from '../../../../src/workbench/connections/environment.ts';

const apiKey = 'key-of-the-environment';

suite('the environment as a connection', () => {
  test("doesn't exist without a key", () => {
    assert.equal(readEnvironment({ ORB_BASE_URL: 'http://127.0.0.1:1/v1' }), undefined);
    assert.equal(readEnvironment({ ORB_API_KEY: '  ' }), undefined);
  });

  test("a key alone means Orb's own address, and counts as live", () => {
    const read = readEnvironment({ ORB_API_KEY: apiKey });
    assert.equal(read?.connection.baseUrl, 'https://api.withorb.com/v1');
    assert.equal(read.connection.mode, 'live');
    assert.equal(read.connection.name, 'Environment');
  });

  test('it is a sandbox on a loopback address only', () => {
    const mode = (url: string) =>
      readEnvironment({ ORB_API_KEY: apiKey, ORB_BASE_URL: url })?.connection.mode;
    assert.equal(mode('http://127.0.0.1:4510/v1'), 'sandbox');
    assert.equal(mode('http://localhost:4510/v1/'), 'sandbox');
    assert.equal(mode('http://[::1]:4510/v1'), 'sandbox');
    assert.equal(mode('https://localhost.example.com/v1'), 'live');
    assert.equal(mode('https://127.0.0.1.example.com/v1'), 'live');
  });

  test("a base URL that can't be used is reported with the reason and treated as live", () => {
    for (const url of ['http://api.example.com/v1', 'not an address', 'https://api.example.com']) {
      const read = readEnvironment({ ORB_API_KEY: apiKey, ORB_BASE_URL: url });
      assert.match(read?.problem ?? '', /\w+/);
      assert.equal(read?.connection.mode, 'live');
      assert.equal(read.connection.baseUrl, '');
    }
  });

  test("its ID differs between accounts and doesn't contain the key", () => {
    const id = (key: string) => readEnvironment({ ORB_API_KEY: key })?.connection.id ?? '';
    assert.equal(id(apiKey), id(apiKey));
    assert.notEqual(id(apiKey), id(`${apiKey}2`));
    assert.match(id(apiKey), /^environment-[0-9a-f]{8}$/);
  });
});
