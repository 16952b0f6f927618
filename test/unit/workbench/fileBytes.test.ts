import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectBytes } from '../../../src/workbench/ndjson/fileBytes.ts';

suite("what the editor doesn't show of a file", () => {
  let folder = '';
  suiteSetup(() => {
    folder = mkdtempSync(join(tmpdir(), 'orb-bytes-'));
  });
  suiteTeardown(() => rmSync(folder, { recursive: true, force: true }));

  for (const [content, hasBareReturn] of [
    ['{}\r\n{}\r\n', false],
    // A file that was cut off inside its last CRLF; the ingest accepts it too.
    ['{}\r\n{}\r', false],
    ['\r', false],
    ['{}\r{}', true],
    ['{}\r\r\n', true],
    ['{}\r\r', true],
  ] as const) {
    test(`${JSON.stringify(content)} has ${hasBareReturn ? 'a' : 'no'} CR without a LF`, async () => {
      const path = join(folder, 'x.orb.ndjson');
      writeFileSync(path, content);
      assert.equal((await inspectBytes(path)).hasBareReturn, hasBareReturn);
    });
  }
});
