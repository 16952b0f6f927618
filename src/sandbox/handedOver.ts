/** What a program hands over on the first line of standard input: arguments and environment of a process can be read by others. */
import { StartError } from './database.ts';
import type { UpstreamOptions } from './upstream.ts';

/** A longer line isn't a list of keys and certificates. */
const MAX_LINE = 1024 * 1024;

export interface HandedOver {
  /** Of the sandbox's accounts, or of the recorder. */
  readonly apiKeys: readonly string[];
  /** Of a recorder: the key of its upstream, and how to reach it. */
  readonly upstream?: Omit<UpstreamOptions, 'url'>;
}

/** @throws StartError */
export async function readHandedOver(): Promise<HandedOver> {
  const line = await firstLine();
  try {
    const { apiKeys, upstream } = JSON.parse(line) as HandedOver;
    const isShort = line.length <= MAX_LINE;
    const areKeys = apiKeys.length > 0 && apiKeys.every((key) => typeof key === 'string');
    const isUpstream = upstream === undefined || typeof upstream.apiKey === 'string';
    if (isShort && areKeys && isUpstream) return { apiKeys, ...(upstream && { upstream }) };
  } catch {
    // Reported below. The line itself isn't repeated: it may contain keys.
  }
  throw new StartError(
    '--keys-from-stdin: the first line of standard input must be JSON such as {"apiKeys":["key"]}.',
  );
}

async function firstLine(): Promise<string> {
  const line = await new Promise<string>((resolve) => {
    let text = '';
    const done = () => resolve(text.split('\n', 1)[0] ?? '');
    process.stdin.setEncoding('utf8').on('end', done).on('error', done);
    process.stdin.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n') || text.length > MAX_LINE) done();
    });
  });
  // The caller may leave the pipe open, which must not keep this process running.
  process.stdin.destroy();
  return line;
}
