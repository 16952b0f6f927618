/** Random bytes as event files, through the editor's validation and through the ingest. */
import { basename } from 'node:path';
import { fileProblemTexts } from '../../src/core/texts/eventFile.ts';
import type { FromWorker } from '../../src/ingestWorker/messages.ts';
import { Jobs, toValidate, toSend } from '../helpers/ingestSession.ts';
import { NOW_MS } from '../helpers/ingestWorld.ts';
import { brokenFile } from './brokenFile.ts';
import { HostProcess } from './hostProcess.ts';
import type { Checked } from './hostMessages.ts';
import { RecordingOrb } from './recordingOrb.ts';
import { toldIn } from './reckoning.ts';
import { rounds, type Round, type Scenario } from './scenario.ts';

/** Bytes that an editor doesn't show unchanged; it marks their lines. */
const BINARY: ReadonlySet<string> = new Set(['gzip', 'zip', 'packed', 'utf16', 'nuls']);
const apiKey = 'key-of-the-chaos';

export const files: Scenario = async (random, options) => {
  using host = new HostProcess();
  const jobs = new Jobs();
  let lines: readonly string[] = [];
  let known: ReadonlySet<string> = new Set();
  const taken: string[] = [];
  const strange: string[] = [];
  await using orb = await RecordingOrb.start(
    () => known,
    (ingest) => {
      if (ingest.lines === undefined) strange.push('a request that the file has no lines for');
      if (ingest.apiKey !== apiKey) strange.push('a request with another key');
      taken.push(...(ingest.lines ?? []).map(({ text }) => text));
      ingest.response.setHeader('content-type', 'application/json').end('{"validation_failed":[]}');
    },
  );
  try {
    return await rounds(random, options, async (round) => {
      const content = brokenFile(round.random, 'k');
      lines = linesOf(content);
      known = new Set(lines);
      taken.length = 0;
      strange.length = 0;
      const job = await jobs.create(content, {
        ...{ url: orb.url, apiKey, nowMs: NOW_MS },
        options: { batchSize: round.random.int(1, 100), concurrency: 2 },
      });
      round.counts.events += lines.length;
      const { path } = job;
      const checked = await host.ask<'check'>(round, { kind: 'check', path, nowMs: NOW_MS });
      const work = [toValidate(job), toSend(job)];
      const last = await host.ask<'ingest'>(round, { kind: 'ingest', work });
      for (const what of strange) round.fault('altered', `${basename(path)}: ${what}`);
      if (last === undefined || checked === undefined) return;
      const accepted = [...((await toldIn(job.folder)) ?? [])].filter(
        ([, word]) => word === 'accepted',
      );
      compareSent(
        round,
        accepted.map(([line]) => lines[line - 1] ?? ''),
        taken,
      );
      compareVerdicts(round, checked, last, new Set(accepted.map(([line]) => line)));
    });
  } finally {
    await jobs.end();
  }
};

/** By the definition of a line in src/core/lines.ts, byte for byte. */
function linesOf(content: Buffer): readonly string[] {
  const text = content.toString('latin1');
  const mark = text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0;
  return text
    .slice(mark)
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
}

/** What is reported as accepted was sent once and unchanged, and nothing else was sent. */
function compareSent(round: Round, accepted: readonly string[], taken: readonly string[]): void {
  const times = new Map<string, number>();
  for (const line of taken) times.set(line, (times.get(line) ?? 0) + 1);
  for (const line of accepted) {
    if (!times.has(line)) round.fault('lost', `not sent: ${line.slice(0, 200)}`);
  }
  for (const [line, count] of times) {
    if (count > 1) round.fault('doubled', line.slice(0, 200));
    if (!accepted.includes(line)) round.fault('wrongAccounts', `sent: ${line.slice(0, 200)}`);
  }
}

/** The editor and the ingest give the same messages for the file and for each line. */
function compareVerdicts(
  round: Round,
  { whole, wrong, isAbridged }: Checked,
  last: FromWorker,
  accepted: ReadonlySet<number>,
): void {
  if (last.kind === 'failed') {
    const { name, wrongKind = '' } = last;
    const hasWords = name === 'SourceRefused' && wrongKind in fileProblemTexts();
    if (!hasWords) round.fault('crashes', JSON.stringify(last));
    else if (whole === 'lines' && !BINARY.has(wrongKind)) {
      round.fault('wrongAccounts', `the editor shows no ${wrongKind}`);
    }
    return;
  }
  if (last.kind !== 'sent') {
    round.fault('crashes', `ended with ${last.kind}`);
    return;
  }
  if (whole !== 'lines') {
    round.fault('wrongAccounts', `the editor says ${whole}, and it is sent`);
    return;
  }
  const { lines, accepted: count, duplicates, rejected, notTried } = last.sent;
  if (count + duplicates + rejected + notTried !== lines) {
    round.fault('wrongAccounts', JSON.stringify(last.sent));
  }
  const marked = wrong.find((line) => accepted.has(line));
  if (marked !== undefined) round.fault('wrongAccounts', `line ${marked} is marked, and sent`);
  if (!isAbridged && wrong.length !== rejected) {
    round.fault('wrongAccounts', `${wrong.length} lines are marked, ${rejected} are rejected`);
  }
}
