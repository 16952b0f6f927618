import assert from 'node:assert/strict';
import type { RequestRecord } from '../../../src/orb/orbApi.ts';
import { stepDone } from '../../../src/workbench/firstSteps.ts';

const call = (method: string, path: string, status?: number): RequestRecord => ({
  ...{ method, path, ms: 1, attempt: 1, headers: {}, requestHeaders: {} },
  ...(status !== undefined && { status }),
});

suite('the steps of the walkthrough', () => {
  test('are completed by successful requests', () => {
    assert.equal(stepDone(call('POST', '/events/search', 200)), 'orb.didSearch');
    assert.equal(stepDone(call('PUT', '/events/a%2Fb', 200)), 'orb.didAmend');
    assert.equal(stepDone(call('POST', '/ingest?backfill_id=b', 200)), 'orb.didIngest');
    assert.equal(stepDone(call('POST', '/events/backfills', 201)), 'orb.didBackfill');
  });

  test("aren't completed by failed or other requests", () => {
    assert.equal(stepDone(call('PUT', '/events/a', 400)), undefined);
    assert.equal(stepDone(call('POST', '/ingest')), undefined);
    assert.equal(stepDone(call('PUT', '/events/a/deprecate', 200)), undefined);
    assert.equal(stepDone(call('GET', '/ping', 200)), undefined);
  });
});
