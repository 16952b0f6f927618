/** Runs whole ingests against a sandbox as the worker does, in a folder that is deleted after the suite. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limitsFor } from '../../src/ingest/rate.ts';
import type { SendOptions } from '../../src/ingest/run.ts';
import type { RunRecord } from '../../src/ingest/journal.ts';
import type { ClientOptions } from '../../src/orb/orbApi.ts';
import type {
  SentMessage,
  FromWorker,
  RunPlan,
  ToWorker,
} from '../../src/ingestWorker/messages.ts';
import { IngestSession } from '../../src/ingestWorker/session.ts';

export interface Told {
  readonly messages: readonly FromWorker[];
  readonly last: FromWorker;
}

/** Handles one message in a session and collects the replies; `onState` may send more messages. */
export async function inSession(
  work: readonly ToWorker[],
  onState: (state: FromWorker, session: IngestSession) => unknown = () => undefined,
): Promise<Told> {
  const messages: FromWorker[] = [];
  await using session: IngestSession = new IngestSession((told) => {
    messages.push(told);
    onState(told, session);
  });
  for (const message of work) await session.handle(message);
  const last = messages.at(-1);
  if (last === undefined) throw new Error('The session told nothing.');
  return { messages, last };
}

export function sentOf({ last }: Told): SentMessage {
  if (last.kind !== 'sent') throw new Error(JSON.stringify(last));
  return last;
}

export interface Job {
  readonly folder: string;
  readonly path: string;
  readonly context: RunRecord['context'];
  readonly options: SendOptions;
  readonly client: ClientOptions;
  readonly plan: RunPlan;
}

export const toValidate = ({ path, context, folder }: Job): ToWorker => ({
  kind: 'validate',
  path,
  context,
  folder,
});
export const toSend = ({ folder, plan, options, client }: Job): ToWorker => ({
  kind: 'send',
  folder,
  plan,
  options,
  client,
});
export const toResume = (
  { folder, options, client, context }: Job,
  nowMs = context.nowMs,
): ToWorker => ({
  kind: 'resume',
  folder,
  nowMs,
  options,
  client,
});

export class Jobs {
  #root: Promise<string> | undefined;
  #count = 0;

  /** A file with this content, and a run for it that hasn't started. */
  async create(
    content: string | Uint8Array,
    about: {
      readonly url: string;
      readonly apiKey: string;
      readonly nowMs: number;
      readonly options?: Partial<SendOptions>;
      readonly backfill?: RunRecord['context']['backfill'];
    },
  ): Promise<Job> {
    const root = await (this.#root ??= mkdtemp(join(tmpdir(), 'orb-ingest-')));
    const runId = `run-${++this.#count}`;
    const folder = join(root, runId);
    await mkdir(folder);
    const path = join(root, `${runId}.ndjson`);
    await writeFile(path, content);
    const { backfillId } = about.options ?? {};
    return {
      folder,
      path,
      context: {
        nowMs: about.nowMs,
        gracePeriodHours: 12,
        ...(about.backfill !== undefined && { backfill: about.backfill }),
      },
      options: {
        batchSize: 10,
        concurrency: 3,
        maxRetries: 4,
        rate: limitsFor('sandbox', 0),
        ...about.options,
      },
      client: { baseUrl: about.url, apiKey: about.apiKey, timeoutMs: 5_000 },
      plan: {
        runId,
        startedMs: about.nowMs,
        connectionId: 'c',
        connectionName: 'Test',
        mode: 'sandbox',
        path,
        uri: `file://${path}`,
        lineOffset: 0,
        beside: path,
        ...(backfillId !== undefined && { backfillId }),
      },
    };
  }

  async end(): Promise<void> {
    if (this.#root !== undefined) await rm(await this.#root, { recursive: true, force: true });
  }
}
