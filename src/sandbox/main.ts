/** The sandbox on the command line: `node dist/sandbox.js --help`. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseTimestamp } from '../core/timestamp.ts';
import { EventCatalog } from '../core/catalog/eventCatalog.ts';
import { StartError } from './database.ts';
import { readHandedOver } from './handedOver.ts';
import { defaultLogLimits, MAX_BODY } from './requestLog.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from './serve.ts';
import type { UpstreamOptions } from './upstream.ts';

const HELP = `Emulates Orb's Events API on this computer, or records what a service sends to Orb.

  --port 4510         the port; 0 picks a free one
  --host 127.0.0.1    the address to listen on
  --data FILE         stores everything in this file; without it, in memory
  --api-key KEY       the key of an account, can be repeated; without it, a random one
  --keys-from-stdin   for programs: the first line of standard input is JSON, {"apiKeys":["…"]}; unlike with --api-key, the keys don't show in
                      the list of processes
  --now ISO           freezes the clock at this time
  --grace-hours 12    how far back events are accepted
  --catalog FILE      an event catalog, a JSON Schema: GET /sandbox/problems lists the events that differ from it; nothing is rejected for that
  --seed demo|none    demo: a new account starts with example events; default none
  --end-alone SECONDS  for programs: ends when GET /sandbox/presence hasn't been open for this long, or at once by POST /sandbox/stop
  --json              prints one line of JSON when it is ready, and nothing else

  --upstream URL      records: forwards every request to this base URL, which ends in /v1, and emulates nothing. The key of that
                      account is read from ORB_UPSTREAM_API_KEY. A key doesn't say whether it is live: what your service sends
                      with a live key is billed as always
  --max-calls 2000    how many requests are kept; the oldest leave first
  --max-bytes 33554432  how many bytes of their bodies are kept; of each body at most ${MAX_BODY}
`;

/** @throws StartError */
function wholeNumber(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,11}$/.test(text))
    throw new StartError(`--${flag} must be a whole number from 1.`);
  return Number(text);
}

/** @throws StartError */
function readCatalog(file: string): EventCatalog {
  try {
    return EventCatalog.read(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`--catalog can't be used. ${reason}`);
  }
}

/** Undefined without --upstream. @throws StartError */
function upstreamOf(
  values: { readonly upstream?: string; readonly data?: string; readonly seed: string },
  handedOver: Omit<UpstreamOptions, 'url'> | undefined,
): UpstreamOptions | undefined {
  const fromEnvironment = process.env['ORB_UPSTREAM_API_KEY'];
  // Not for what this process may start.
  delete process.env['ORB_UPSTREAM_API_KEY'];
  if (values.upstream === undefined) return undefined;
  if (values.data !== undefined || values.seed !== 'none') {
    throw new StartError("--upstream can't be combined with --data or --seed.");
  }
  const apiKey = handedOver?.apiKey ?? fromEnvironment ?? '';
  if (apiKey === '') throw new StartError('--upstream needs its API key in ORB_UPSTREAM_API_KEY.');
  return { ...handedOver, url: values.upstream, apiKey };
}

interface Options extends Omit<SandboxOptions, 'alone'> {
  readonly json: boolean;
  readonly endAlone: number | undefined;
}

async function readOptions(): Promise<Options | undefined> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4510' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string' },
      'api-key': { type: 'string', multiple: true, default: [] },
      'keys-from-stdin': { type: 'boolean', default: false },
      now: { type: 'string' },
      'grace-hours': { type: 'string' },
      catalog: { type: 'string' },
      seed: { type: 'string', default: 'none' },
      json: { type: 'boolean', default: false },
      upstream: { type: 'string' },
      'max-calls': { type: 'string' },
      'max-bytes': { type: 'string' },
      'end-alone': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535)
    throw new StartError('--port must be 0 to 65535.');
  const handedOver = values['keys-from-stdin'] ? await readHandedOver() : { apiKeys: [] };
  const keys = [...handedOver.apiKeys, ...values['api-key']];
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
  const upstream = upstreamOf(values, handedOver.upstream);
  return {
    port,
    host: values.host,
    apiKeys: keys,
    seed: values.seed,
    json: values.json,
    endAlone: wholeNumber('end-alone', values['end-alone']),
    logLimits: {
      calls: wholeNumber('max-calls', values['max-calls']) ?? defaultLogLimits.calls,
      bytes: wholeNumber('max-bytes', values['max-bytes']) ?? defaultLogLimits.bytes,
    },
    ...(upstream && { upstream }),
    ...(values.data !== undefined && { data: values.data }),
    ...(now !== undefined && { now }),
    ...(graceHours !== undefined && { graceHours }),
    ...(values.catalog !== undefined && { catalog: readCatalog(values.catalog) }),
    ...(!values.json && { onRequest: (line: string) => console.log(line) }),
  };
}

async function main(): Promise<void> {
  const options = await readOptions();
  if (options === undefined) {
    process.stdout.write(HELP);
    return;
  }
  const { endAlone } = options;
  const end = () => void running.then((each) => each.stop()).then(() => process.exit(0));
  const running: Promise<Sandbox> = startSandbox({
    ...options,
    ...(endAlone !== undefined && { alone: { ms: endAlone * 1_000, end } }),
  });
  const sandbox = await running;
  const [apiKey = ''] = sandbox.apiKeys;
  if (options.json) {
    console.log(JSON.stringify({ url: sandbox.url, apiKey, adminUrl: sandbox.adminUrl }));
  } else {
    const subject = options.upstream === undefined ? 'The sandbox' : 'The recorder';
    console.log(`${subject} is running. Point an integration at it with\n`);
    console.log(`  ORB_BASE_URL=${sandbox.url}\n  ORB_API_KEY=${apiKey}\n`);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  // Started by a VS Code window: it ends with the window, even when that is killed.
  if (endAlone === undefined) process.once('disconnect', end);
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
