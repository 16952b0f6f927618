import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as vscode from 'vscode';
import type { IngestSummary } from '../../../src/contributions.ts';
import { activated, answer } from '../../extension/helpers.ts';
import { note } from './notes.ts';

suite('the ingest of a large file', () => {
  test('leaves the extension host responsive', async () => {
    const { services } = await activated();
    const { active } = services.connections;
    assert.ok(active);
    await services.connections.client(active.id);
    await answer({});
    const count = 200_000;
    const folder = await mkdtemp(join(tmpdir(), 'orb-large-'));
    try {
      const file = join(folder, 'large.ndjson');
      const time = new Date(services.connections.now(active.id) - 60_000).toISOString();
      await pipeline(Readable.from(lines(count, time)), createWriteStream(file));
      const resolution = 5;
      const delay = monitorEventLoopDelay({ resolution });
      delay.enable();
      const summary = await vscode.commands.executeCommand<IngestSummary>('orb.ingest.file', {
        uri: vscode.Uri.file(file),
        confirm: false,
      });
      delay.disable();
      assert.equal(summary.accepted, count);
      note('delay', delay.percentile(99) / 1e6 - resolution);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }).timeout(120_000);
});

function* lines(count: number, time: string): Generator<string> {
  for (let index = 0; index < count; index++) {
    yield `{"idempotency_key":"large-${time}-${index}","event_name":"api_call","timestamp":"${time}","external_customer_id":"ingest-test","properties":{"tokens":${index},"cost":${index / 7},"model":"orb-large","region":"eu-west-1"}}\n`;
  }
}
