/** Extremely large requests, sent piece by piece to a sandbox in its own process. */
import { existsSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { residentBytes } from '../bench/load.ts';
import type { Emulator } from '../host/emulator.ts';

export const MIB = 1024 * 1024;
/** The sandbox's default limit. */
export const LARGEST = 64 * MIB;

export interface LargeRequest {
  readonly method?: string;
  readonly path?: string;
  /** Undefined to send none. */
  readonly apiKey: string | undefined;
  /** The body: `begin`, then `fill` repeated, then `end`; LARGEST bytes in total. */
  readonly begin?: string;
  readonly fill: string | Buffer;
  readonly end?: string;
  /** Awaited between pieces of 4 MiB. */
  readonly between?: () => Promise<unknown>;
}

export interface LargeAnswer {
  readonly status: number;
  readonly text: string;
}

/** Sends the whole body, even if the response comes earlier. @throws if there's no response */
export async function sendLarge(to: Emulator, large: LargeRequest): Promise<LargeAnswer> {
  const { method = 'POST', path = '/v1/ingest', apiKey, between } = large;
  const { hostname, port } = new URL(to.url);
  // A kept-alive connection continues to send after an early response, as other clients do.
  const agent = new Agent({ keepAlive: true });
  const outgoing = request({
    ...{ method, path, hostname, port, agent },
    headers: {
      'content-length': LARGEST,
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
    },
  });
  const answer = new Promise<LargeAnswer>((resolve, reject) => {
    outgoing.on('error', reject).on('response', (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }));
    });
  });
  // Whatever awaits it reports the failure.
  answer.catch(() => undefined);
  for (const piece of piecesOf(large)) {
    await between?.();
    if (outgoing.destroyed) break;
    await new Promise<void>((resolve) => outgoing.write(piece, () => resolve()));
  }
  outgoing.end();
  return answer.finally(() => agent.destroy());
}

function* piecesOf({ begin = '', fill, end = '' }: LargeRequest): Generator<Buffer> {
  const unit = Buffer.from(fill);
  const piece = Buffer.alloc(Math.floor((4 * MIB) / unit.length) * unit.length, unit);
  const [first, last] = [Buffer.from(begin), Buffer.from(end)];
  if (first.length > 0) yield first;
  let left = LARGEST - first.length - last.length;
  for (; left >= piece.length; left -= piece.length) yield piece;
  const rest = Math.floor(left / unit.length) * unit.length;
  yield piece.subarray(0, rest);
  // White space pads it to exactly the announced length.
  yield Buffer.concat([Buffer.alloc(left - rest, ' '), last]);
}

/**
 * The peak memory of a process in bytes, or its current memory if the system doesn't report the
 * peak.
 */
export function peakBytes(pid: number): number {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return residentBytes(pid);
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(status, 'utf8'))?.[1]) * 1024;
}
