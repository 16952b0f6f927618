/** A request to the recorder: injected faults, the way to the upstream and back, and the record of it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account } from './account.ts';
import type { Reply } from './call.ts';
import { faultAnswer } from './faults.ts';
import { forward } from './forward.ts';
import { headerPairs, type HeaderList } from './headers.ts';
import type { KeyGuard } from './keyGuard.ts';
import { PassedBody } from './passedBody.ts';
import { problemReply, type Asked } from './perform.ts';
import { serverError, urlNotFound, type Problem } from './problems.ts';
import { MAX_BODY, type LoggedBody, type ResponseOrigin } from './requestLog.ts';
import type { Upstream } from './upstream.ts';

/** How much of an ingest is copied, so that all of its events can be validated: 500 of 16 KiB. */
const MAX_INGEST = 8 * 1024 * 1024;
/** How much is read from the caller before the upstream takes it. */
const READ_AHEAD = 64 * 1024;

/** What a request to the recorder ended with. */
export interface Outcome {
  /** 0: the connection was cut. */
  readonly status: number;
  readonly responseHeaders: HeaderList;
  readonly request: LoggedBody;
  readonly response: LoggedBody;
  readonly notes: readonly string[];
  readonly origin: ResponseOrigin;
}

export interface RelayOptions {
  readonly upstream: Upstream;
  readonly guard: KeyGuard;
  readonly account: Account;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly asked: Omit<Asked, 'body'>;
  /** Responds without the upstream. */
  readonly send: (reply: Reply) => void;
  /** Called before the caller sees the end of the response. */
  readonly record: (outcome: Outcome) => void;
}

export async function relay(options: RelayOptions): Promise<void> {
  const { account, asked, request, response } = options;
  const isIngest = asked.method === 'POST' && asked.path === '/v1/ingest';
  const needsBody = account.faults.dependsOnBody(asked);
  const maxCopied = isIngest || needsBody ? MAX_INGEST : MAX_BODY;
  const readAhead = needsBody ? maxCopied : READ_AHEAD;
  const body = new PassedBody(request, { maxCopied, readAhead });
  try {
    await relayBody(options, body, needsBody);
  } finally {
    body.copy.release();
    if (!request.complete && response.destroyed) request.destroy();
  }
}

async function relayBody(
  options: RelayOptions,
  body: PassedBody,
  needsBody: boolean,
): Promise<void> {
  const { upstream, guard, account, request, response, asked } = options;
  if (!asked.path.startsWith('/v1/')) {
    await answer(options, body, urlNotFound(asked.method, asked.path));
    return;
  }
  if (needsBody) await body.start();
  const fault = account.faults.take({ ...asked, body: needsBody ? body.copy.packed : NOTHING });
  if (fault?.delayMs !== undefined) await delay(fault.delayMs);
  if (fault?.drop === 'before') {
    await body.finish();
    await record(options, body, { status: 0, ...INJECTED });
    request.socket.destroy();
    return;
  }
  const scripted = fault && faultAnswer(fault);
  if (scripted !== undefined) {
    await answer(options, body, scripted, INJECTED);
    return;
  }
  const passed = await forward({ upstream, guard, request, response, body, fault });
  if (passed.end === 'unreachable') {
    body.drop();
    const why = guard.text(passed.why);
    const problem = serverError(`The recorder can't reach ${upstream.host} (${why}).`, 502);
    await answer(options, body, problem, { notes: [], origin: 'unreachable' });
    return;
  }
  await record(options, body, {
    status: fault?.drop === 'after' ? 0 : passed.status,
    responseHeaders: passed.headers,
    response: await passed.body.content(passed.headers),
    origin: fault === undefined ? 'orb' : 'fault',
    notes: [
      ...(fault === undefined ? [] : INJECTED.notes),
      ...(passed.end === 'cut' ? [`The response is incomplete: ${passed.why}`] : []),
    ],
  });
  passed.finish();
}

const NOTHING = Buffer.alloc(0);
const INJECTED = {
  origin: 'fault',
  notes: ['An injected fault replaced or changed this response.'],
} as const;
const AS_IT_IS = { origin: 'orb', notes: [] } as const;

/** Responds without the upstream, once the caller has sent everything. */
async function answer(
  options: RelayOptions,
  body: PassedBody,
  reply: Problem | Reply,
  from: Pick<Outcome, 'notes' | 'origin'> = AS_IT_IS,
): Promise<void> {
  await body.finish();
  const { status, body: text, headers } = reply instanceof Error ? problemReply(reply) : reply;
  await record(options, body, {
    status,
    responseHeaders: Object.entries(headers ?? {}),
    response: { content: Buffer.from(text) },
    ...from,
  });
  options.send({ status, body: text, ...(headers && { headers }) });
}

async function record(
  options: RelayOptions,
  body: PassedBody,
  outcome: Partial<Outcome> & Pick<Outcome, 'status' | 'notes' | 'origin'>,
): Promise<void> {
  const request = await body.copy.content(headerPairs(options.request.rawHeaders));
  options.record({ responseHeaders: [], response: { content: NOTHING }, ...outcome, request });
}

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
