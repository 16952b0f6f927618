/** The sandbox on the command line: `node dist/sandbox.js --help`. */
import { parseArgs } from 'node:util';
import { parseTimestamp } from '../core/timestamp.ts';
import { StartError } from './database.ts';
import { startSandbox, type SandboxOptions } from './serve.ts';

const HELP = `Emulates Orb's Events API on this computer.

  --port 4510         the port; 0 picks a free one
  --host 127.0.0.1    the address to listen on
  --data FILE         stores everything in this file; without it, in memory
  --api-key KEY       the key of an account, can be repeated; without it, a random one
  --keys-from-stdin   for programs: the first line of standard input is JSON, {"apiKeys":["…"]}; unlike with --api-key, the keys don't show in
                      the list of processes
  --now ISO           freezes the clock at this time
  --grace-hours 12    how far back events are accepted
  --seed demo|none    demo: a new account starts with example events; default none
  --json              prints one line of JSON when it is ready, and nothing else
`;

/** A longer first line isn't a list of keys. */
const MAX_KEYS_LINE = 64 * 1024;

/** The keys that a program hands over. @throws StartError */
async function keysFromStdin(): Promise<readonly string[]> {
  const line = await new Promise<string>((resolve) => {
    let text = '';
    const done = () => resolve(text.split('\n', 1)[0] ?? '');
    process.stdin.setEncoding('utf8').on('end', done).on('error', done);
    process.stdin.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n') || text.length > MAX_KEYS_LINE) done();
    });
  });
  // The caller may leave the pipe open, which must not keep this process running.
  process.stdin.destroy();
  try {
    const { apiKeys } = JSON.parse(line) as { readonly apiKeys: readonly string[] };
    const isShort = line.length <= MAX_KEYS_LINE;
    if (isShort && apiKeys.length > 0 && apiKeys.every((key) => typeof key === 'string'))
      return apiKeys;
  } catch {
    // Reported below. The line itself isn't repeated: it may contain keys.
  }
  throw new StartError(
    '--keys-from-stdin: the first line of standard input must be JSON such as {"apiKeys":["key"]}.',
  );
}

async function readOptions(): Promise<(SandboxOptions & { readonly json: boolean }) | undefined> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4510' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string' },
      'api-key': { type: 'string', multiple: true, default: [] },
      'keys-from-stdin': { type: 'boolean', default: false },
      now: { type: 'string' },
      'grace-hours': { type: 'string' },
      seed: { type: 'string', default: 'none' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535)
    throw new StartError('--port must be 0 to 65535.');
  const handedOver = values['keys-from-stdin'] ? await keysFromStdin() : [];
  const keys = [...handedOver, ...values['api-key']];
  if (!keys.every((key) => /^[\x21-\x7e]+$/.test(key))) {
    throw new StartError('--api-key must be printable ASCII characters without spaces.');
  }
  if (values.seed !== 'demo' && values.seed !== 'none')
    throw new StartError('--seed must be demo or none.');
  const now = values.now === undefined ? undefined : parseTimestamp(values.now)?.ms;
  if (values.now !== undefined && now === undefined)
    throw new StartError('--now must be an ISO 8601 time.');
  const graceHours =
    values['grace-hours'] === undefined ? undefined : Number(values['grace-hours']);
  if (graceHours !== undefined && !(graceHours >= 0 && graceHours < Infinity)) {
    throw new StartError('--grace-hours must be 0 or more.');
  }
  return {
    port,
    host: values.host,
    apiKeys: keys,
    seed: values.seed,
    json: values.json,
    ...(values.data !== undefined && { data: values.data }),
    ...(now !== undefined && { now }),
    ...(graceHours !== undefined && { graceHours }),
    ...(!values.json && { onRequest: (line: string) => console.log(line) }),
  };
}

async function main(): Promise<void> {
  const options = await readOptions();
  if (options === undefined) {
    process.stdout.write(HELP);
    return;
  }
  const sandbox = await startSandbox(options);
  const [apiKey = ''] = sandbox.apiKeys;
  if (options.json) {
    console.log(JSON.stringify({ url: sandbox.url, apiKey, adminUrl: sandbox.adminUrl }));
  } else {
    console.log(`The sandbox is running. Point an integration at it with\n`);
    console.log(`  ORB_BASE_URL=${sandbox.url}\n  ORB_API_KEY=${apiKey}\n`);
  }
  const end = () => void sandbox.stop().then(() => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  // Started by a VS Code window: it ends with the window, even when that is killed.
  process.once('disconnect', end);
}

main().catch((error: unknown) => {
  const known =
    error instanceof StartError ||
    (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  const text =
    error instanceof Error ? (known === true ? error.message : error.stack) : String(error);
  process.stderr.write(`${text ?? ''}\n`);
  process.exitCode = 1;
});
