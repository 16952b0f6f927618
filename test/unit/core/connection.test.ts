import assert from 'node:assert/strict';
import { hostOf } from '../../../src/core/connection.ts';

suite('the host of a connection', () => {
  for (const [baseUrl, host] of [
    ['https://api.withorb.com/v1', 'api.withorb.com'],
    ['http://127.0.0.1:4510/v1', '127.0.0.1:4510'],
    ['HTTPS://Orb.example', 'Orb.example'],
    ['https://orb.example?x', 'orb.example'],
    ['https://orb.example#x', 'orb.example'],
    ['https://user:secret@orb.example/v1', 'orb.example'],
    ['https://orb.example/@elsewhere', 'orb.example'],
    ['xhttps://orb.example/v1', ''],
    ['orb.example', ''],
    ['', ''],
  ] as const) {
    test(`${baseUrl || 'an empty address'}: ${host || 'none'}`, () => {
      assert.equal(hostOf({ baseUrl }), host);
    });
  }
});
