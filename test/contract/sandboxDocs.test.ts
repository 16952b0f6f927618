import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../host/root.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';

const page = readFileSync(join(root, 'docs', 'sandbox.md'), 'utf8');

/** The one block of code in this language that matches. */
function block(language: string, holds: RegExp): string {
  const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].filter(
    ([, found, code]) => found === language && holds.test(code ?? ''),
  );
  assert.equal(blocks.length, 1);
  return blocks[0]?.[2] ?? '';
}

suite("docs/sandbox.md: the sandbox's examples work as they are", () => {
  let sandbox: Emulator;
  suiteSetup(async () => {
    sandbox = await startEmulator('--seed', 'demo');
  });
  suiteTeardown(() => sandbox.stop());

  test('Node, with nothing but the two environment variables', async () => {
    const file = join(root, 'out', 'readme-example.mjs');
    writeFileSync(file, block('js', /orb-billing/));
    const env = { ...process.env, ORB_API_KEY: sandbox.apiKey, ORB_BASE_URL: sandbox.url };
    const { stdout } = await promisify(execFile)(process.execPath, [file], { env });
    assert.equal(stdout.trim(), '1250');
    rmSync(file);
  });

  test('the faults are ones that the control interface accepts', async () => {
    const body = /-d '([^']+)'/.exec(block('sh', /sandbox\/faults/))?.[1];
    const response = await fetch(`${sandbox.adminUrl}/faults`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.apiKey}` },
      body: body ?? '',
    });
    assert.equal(response.status, 200);
    await fetch(`${sandbox.adminUrl}/faults`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.apiKey}` },
      body: '[]',
    });
  });

  test('every operation of the control interface that it lists exists', async () => {
    const calls = [...page.matchAll(/^\| `(GET|POST) (\/sandbox\/\w+)/gm)];
    assert.ok(calls.length >= 8);
    for (const [, method = '', path = ''] of calls) {
      const response = await fetch(sandbox.adminUrl.replace('/sandbox', path), {
        method,
        headers: { authorization: `Bearer ${sandbox.apiKey}` },
        ...(method === 'POST' && { body: '"no object"' }),
      });
      assert.notEqual(response.status, 404, `${method} ${path}`);
    }
  });
});
