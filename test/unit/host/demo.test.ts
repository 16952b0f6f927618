import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDemo } from '../../host/demo.ts';

suite('the demo workspace of npm start', () => {
  const now = Date.parse('2026-08-20T10:00:00Z');
  let folder: string;
  setup(() => (folder = mkdtempSync(join(tmpdir(), 'orb-demo-'))));
  teardown(() => rmSync(folder, { recursive: true }));
  const eventFile = () => join(folder, 'usage.orb.ndjson');
  const timestamps = () =>
    readFileSync(eventFile(), 'utf8')
      .trim()
      .split('\n')
      .map((line) => Date.parse((JSON.parse(line) as { timestamp: string }).timestamp));

  test('has events of the last three hours, the latest a minute old', () => {
    writeDemo(folder, now);
    assert.equal(Math.max(...timestamps()), now - 60_000);
    assert.ok(Math.min(...timestamps()) > now - 3 * 3_600_000);
  });

  test("is moved to the next day if it wasn't changed", () => {
    writeDemo(folder, now);
    writeDemo(folder, now + 86_400_000);
    assert.equal(Math.max(...timestamps()), now + 86_400_000 - 60_000);
  });

  test('keeps what the user wrote', () => {
    writeDemo(folder, now);
    writeFileSync(eventFile(), 'mine');
    writeDemo(folder, now + 86_400_000);
    assert.equal(readFileSync(eventFile(), 'utf8'), 'mine');
  });
});
