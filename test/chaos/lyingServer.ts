/**
 * Two accounts ingest at a server that responds in every wrong way, and finally correctly. What a
 * run may report depends on its responses.
 */
import { Jobs, toValidate, toResume, toSend, type Job } from '../helpers/ingestSession.ts';
import { NOW_MS } from '../helpers/ingestWorld.ts';
import { badAnswers } from './badAnswers.ts';
import { OWNERS, type Owner } from './chaosSandbox.ts';
import { eventFile, type EventFile } from './eventFile.ts';
import { HostProcess } from './hostProcess.ts';
import type { Random } from './random.ts';
import { RecordingOrb, type Ingest, type SentLine } from './recordingOrb.ts';
import { reckonEnd, reckonSums, toldIn, toldNow, type Told } from './reckoning.ts';
import { rounds, type Round, type Scenario } from './scenario.ts';

/** How long a run may wait for a server that asks it to, before it is canceled. */
const CANCEL_MS = 3_000;
const TRIES = 8;
const latin1 = (text: string) => Buffer.from(text).toString('latin1');

/** What the server stores for an account, and what it has reported for each event ID. */
class Books {
  readonly held = new Map<string, string>();
  /** Reported as accepted in a readable response. */
  readonly taken = new Set<string>();
  /** Named in a rejection, or in a batch that was rejected or that made the server fail. */
  readonly refused = new Set<string>();
  /** Reported as accepted, but not stored. */
  readonly lied = new Set<string>();
  isLying = true;

  constructor(
    readonly round: Round,
    readonly owner: Owner,
    readonly random: Random,
    /** The event IDs that are accepted in the journal. */
    private readonly accepted: () => ReadonlySet<string>,
  ) {}

  answer(ingest: Ingest): void {
    const { round, owner, random } = this;
    const { lines, response } = ingest;
    if (lines === undefined) {
      round.fault('altered', `${owner} sent what isn't in its file`);
      response.writeHead(500).end();
      return;
    }
    // What the run has recorded counts, since a response may come too late.
    const noted = this.accepted();
    for (const { key } of lines) {
      if (noted.has(key)) round.fault('doubled', `${owner} ${key} was sent again`);
    }
    if (!this.isLying || random.chance(0.3)) this.#take(lines, response);
    else random.pick(LIES)(this, ingest, lines);
  }

  keep(lines: readonly SentLine[]): void {
    for (const { key, text } of lines) if (!this.held.has(key)) this.held.set(key, text);
  }

  #take(lines: readonly SentLine[], response: Ingest['response']): void {
    this.keep(lines);
    this.say(response, lines, []);
  }

  /** A readable response that rejects some events and so accepts the others. */
  say(response: Ingest['response'], lines: readonly SentLine[], refused: readonly string[]): void {
    const failed = refused.map((key) => ({ idempotency_key: key, validation_errors: ['No.'] }));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ validation_failed: failed }));
    for (const { key } of lines) {
      if (refused.includes(key)) this.refused.add(key);
      else this.taken.add(key);
    }
  }
}

type Lie = (books: Books, ingest: Ingest, lines: readonly SentLine[]) => void;

const LIES: readonly Lie[] = [
  // Every response that can't be read, with the work done or not.
  ...Array.from({ length: 6 }, (): Lie => (books, { response }, lines) => {
    const { random } = books;
    if (random.chance(0.5)) books.keep(lines);
    for (const { key } of lines) books.refused.add(key);
    random.pick(Object.values(badAnswers))({ random, response, body: '{"validation_failed":[]}' });
  }),
  // Some are rejected by name.
  (books, { response }, lines) => {
    const refused = lines.filter(() => books.random.chance(0.2)).map(({ key }) => key);
    books.keep(lines.filter(({ key }) => !refused.includes(key)));
    books.say(response, lines, refused);
  },
  // It reports all as accepted, but stores none.
  (books, { response }, lines) => {
    for (const { key } of lines) if (!books.held.has(key)) books.lied.add(key);
    books.say(response, lines, []);
  },
  // It rejects events that weren't sent, as in a response to another request.
  (_, { response }) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      '{"validation_failed":[{"idempotency_key":"nobody\'s","validation_errors":["No."]}]}',
    );
  },
  // It reports fewer events as accepted than were sent, and doesn't mention the others.
  (books, { response }, lines) => {
    const half = lines.slice(0, Math.floor(lines.length / 2));
    books.keep(half);
    const told = { duplicate: [], ingested: half.map(({ key }) => key) };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ validation_failed: [], debug: told }));
    for (const { key } of half) books.taken.add(key);
  },
  // Rejected as a whole, naming some events, other events, or none.
  (books, { response }, lines) => {
    const names = books.random.pick([
      ['nobody'],
      [],
      lines.map(({ key }) => key),
      ['', '__proto__'],
    ]);
    const failed = names.map((key) => ({
      idempotency_key: key,
      validation_errors: ['No.', 7, null],
    }));
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ status: 400, validation_errors: ['No.'], validation_failed: failed }),
    );
    for (const { key } of lines) books.refused.add(key);
  },
  (books, { response }, lines) => {
    response.writeHead(books.random.pick([401, 403, 404, 413, 422])).end('{}');
    for (const { key } of lines) books.refused.add(key);
  },
  ({ random }, { response }) => {
    const status = random.pick([301, 302, 303, 307, 308]);
    response.writeHead(status, { location: `/v1/elsewhere/ingest` }).end();
  },
  // The end of the connection is the end of the response, as in HTTP/1.0.
  (books, { response }, lines) => {
    books.keep(lines);
    for (const { key } of lines) books.taken.add(key);
    response.socket?.end('HTTP/1.0 200 OK\r\n\r\n{"validation_failed":[]}');
  },
];

export const lyingServer: Scenario = async (random, options) => {
  using host = new HostProcess();
  const jobs = new Jobs();
  try {
    return await rounds(random, options, (round) => playRound(round, host, jobs));
  } finally {
    await jobs.end();
  }
};

interface Run {
  readonly owner: Owner;
  readonly file: EventFile;
  readonly books: Books;
  readonly job: Job;
}

const keyOf = (owner: Owner) => `chaos-key-of-account-${owner}`;

async function playRound(round: Round, host: HostProcess, jobs: Jobs): Promise<void> {
  const { random, counts } = round;
  const all = OWNERS.map((owner) => ({
    owner,
    file: eventFile(random, { count: random.int(5, 120), prefix: 'k', owner, onlyGood: true }),
    random: random.fork(),
  }));
  const books = new Map<string, Books>();
  const known = new Set(
    all.flatMap(({ file }) => [...file.events.values()].map(({ line }) => latin1(line))),
  );
  await using orb = await RecordingOrb.start(
    () => known,
    (ingest) => {
      const one = books.get(ingest.apiKey);
      if (one === undefined) round.fault('wrongAccounts', "a request with nobody's key");
      else one.answer(ingest);
    },
  );
  for (const { owner, file, random: chance } of all) {
    counts.events += file.events.size;
    const created = await jobs.create(file.content, {
      ...{ url: orb.url, apiKey: keyOf(owner), nowMs: NOW_MS },
      options: {
        batchSize: random.int(1, 30),
        concurrency: random.int(1, 4),
        maxRetries: random.int(0, 2),
      },
    });
    const job = {
      ...created,
      client: { ...created.client, timeoutMs: 300, maxAnswerBytes: 1 << 22 },
    };
    const own = new Books(round, owner, chance, () => acceptedIn(job.folder, file));
    books.set(keyOf(owner), own);
    await playRun({ owner, file, books: own, job }, round, host);
  }
}

function acceptedIn(folder: string, { events }: EventFile): ReadonlySet<string> {
  const told = toldNow(folder) ?? [];
  return new Set(
    [...told].flatMap(([line, word]) => (word === 'accepted' ? [events.get(line)?.key ?? ''] : [])),
  );
}

async function playRun(run: Run, round: Round, host: HostProcess): Promise<void> {
  const { job, books, owner, file } = run;
  for (let leg = round.random.int(1, 2); leg > 0; leg--) {
    if (!(await play(run, round, host))) return;
  }
  books.isLying = false;
  for (let tries = 0; tries < TRIES; tries++) {
    const sent = await play(run, round, host);
    if (sent === undefined) return;
    if (sent.notTried > 0) continue;
    const told = (await toldIn(job.folder)) ?? new Map();
    reckonEnd(round, { file, owner, told, mayBeRefused: true });
    return;
  }
  round.fault('lost', `${owner} still has lines that weren't tried`);
}

/** A part of the run, and its counts; undefined if it has none. */
async function play({ job, books, owner, file }: Run, round: Round, host: HostProcess) {
  const isBegun = (await toldIn(job.folder)) !== undefined;
  const work = isBegun ? [toResume(job)] : [toValidate(job), toSend(job)];
  const last = await host.ask<'ingest'>(round, { kind: 'ingest', work, cancelMs: CANCEL_MS });
  if (last === undefined) return undefined;
  if (last.kind !== 'sent') {
    round.fault('crashes', `${owner} ended with ${JSON.stringify(last)}`);
    return undefined;
  }
  const told: Told = (await toldIn(job.folder)) ?? new Map();
  reckonSums(round, file, told, last.sent);
  for (const [number, { key, line }] of file.events) {
    const word = told.get(number);
    const held = books.held.get(key);
    if (word === 'accepted' && !books.taken.has(key)) {
      round.fault('lost', `${owner} ${key} counts as accepted, and nobody said so`);
    }
    if (word === 'accepted' && held === undefined && !books.lied.has(key)) {
      round.fault('lost', `${owner} ${key} counts as accepted, and isn't held`);
    }
    if (word === 'refused' && !books.refused.has(key)) {
      round.fault('wrongAccounts', `${owner} ${key} counts as refused, and nobody said so`);
    }
    if (held !== undefined && held !== latin1(line)) round.fault('altered', `${owner} ${held}`);
  }
  return last.sent;
}
