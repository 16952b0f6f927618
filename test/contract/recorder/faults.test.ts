import assert from 'node:assert/strict';
import { startServer, type RecordingServer } from '../../helpers/httpServer.ts';
import { useRecorders, type RecorderBox } from '../../helpers/recorderBox.ts';

suite('recorder: injected faults', () => {
  const { record, alsoStop } = useRecorders();
  let server: RecordingServer;
  let box: RecorderBox;
  setup(async () => {
    server = await startServer((response) => {
      response.writeHead(200, { 'retry-after': '9' });
      response.end('{"validation_failed":[]}');
    });
    alsoStop(server);
    box = await record(server.url);
  });
  const ingest = (body = '{"events":[]}') =>
    fetch(`http://${box.host}/v1/ingest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${box.apiKey}` },
      body,
    });
  const statuses = async () => (await box.recorded()).map(({ status }) => status);

  test('one with a status responds without the upstream, as often as it says', async () => {
    await box.control('faults', [{ path: '/v1/ingest', status: 500, times: 2 }]);
    const answers = [await ingest(), await ingest(), await ingest()];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [500, 500, 200],
    );
    assert.equal(answers[0]?.headers.get('transient-error'), 'true');
    assert.equal(server.requests.length, 1);
    const [first] = await box.recorded();
    assert.equal(first?.requestBody, '{"events":[]}');
    assert.match(first.notes[0] ?? '', /injected fault/);
    assert.deepEqual(
      (await box.recorded()).map(({ origin }) => origin),
      ['fault', 'fault', 'orb'],
    );
  });

  test('the list says how often each is still used', async () => {
    await box.control('faults', [{ path: '/v1/ingest', status: 500, times: 3 }, { delayMs: 5 }]);
    await ingest();
    assert.deepEqual(await box.control('faults'), [
      { path: '/v1/ingest', status: 500, times: 3, left: 2 },
      { delayMs: 5, times: 1, left: 1 },
    ]);
  });

  test('one cuts the connection before the upstream, another one after it', async () => {
    await box.control('faults', [{ drop: 'before' }, { drop: 'after' }]);
    await assert.rejects(ingest());
    assert.equal(server.requests.length, 0);
    await assert.rejects(ingest());
    assert.equal(server.requests.length, 1);
    assert.deepEqual(await statuses(), [0, 0]);
  });

  test('one delays, another one adds headers', async () => {
    await box.control('faults', [{ delayMs: 150 }, { headers: { 'Retry-After': '3' } }]);
    const started = performance.now();
    assert.equal((await ingest()).headers.get('retry-after'), '9');
    assert.ok(performance.now() - started >= 149);
    assert.equal((await ingest()).headers.get('retry-after'), '3');
  });

  test('one for a body reads it first, and passes every other body on unchanged', async () => {
    await box.control('faults', [{ bodyContains: 'wanted', status: 429 }]);
    const large = 'x'.repeat(9 * 1024 * 1024);
    assert.equal((await ingest('other')).status, 200);
    assert.equal((await ingest(large)).status, 200);
    assert.equal((await ingest('{"this":"is wanted"}')).status, 429);
    assert.deepEqual(
      server.requests.map(({ body }) => body),
      ['other', large],
    );
  });

  test('the control interface has the same paths, and anything outside /v1 is a 404 here', async () => {
    const state = (await box.control('state')) as { requests: number };
    assert.equal(state.requests, 0);
    for (const path of ['/', '/v2/ping', '/v1', '/v1x']) {
      const response = await fetch(`http://${box.host}${path}`, {
        headers: { authorization: `Bearer ${box.apiKey}` },
      });
      assert.equal(response.status, 404, path);
    }
    await box.control('reset', {});
    assert.deepEqual(await box.recorded(), []);
    assert.equal(server.requests.length, 0);
  });
});
