/** Validates and sends lines in memory, and returns all results. */
import assert from 'node:assert/strict';
import type { SendOptions } from '../../src/ingest/run.ts';
import { limitsFor } from '../../src/ingest/rate.ts';
import { send, type Sent } from '../../src/ingest/send.ts';
import { fakeOrb, type Behavior, type FakeOrb } from './fakeOrb.ts';
import {
  collectRejects,
  context,
  validated,
  finish,
  memoryJournal,
  memorySource,
  quickClock,
} from './ingestWorld.ts';

export const defaults: SendOptions = {
  batchSize: 10,
  concurrency: 2,
  maxRetries: 4,
  rate: limitsFor('sandbox', 0),
};

export interface Outcome {
  readonly sent: Sent;
  readonly orb: FakeOrb;
  readonly rejects: readonly string[];
  readonly slept: readonly number[];
  readonly journal: string;
}

/** Validates the lines and sends the valid ones to a fake Orb. */
export async function ingest(
  lines: readonly string[],
  behavior: Behavior = {},
  options: Partial<SendOptions> = {},
  signal = new AbortController().signal,
): Promise<Outcome> {
  const content = lines.join('\n');
  const orb = fakeOrb(behavior);
  const rejects = collectRejects();
  const clock = quickClock();
  const journal = memoryJournal();
  const found = await validated(content);
  const ports = { source: memorySource(content), sink: orb, journal, rejects, clock };
  const sent = await finish(
    send(ports, { validated: found, context }, { ...defaults, ...options }, signal),
  );
  assert.equal(sent.accepted + sent.duplicates + sent.rejected + sent.notTried, sent.lines);
  return {
    sent,
    orb,
    rejects: rejects.lines
      .toSorted((a, b) => a.line - b.line)
      .map(
        ({ line, idempotencyKey, reasons }) =>
          `${line} ${idempotencyKey ?? '-'}: ${reasons.join(' ')}`,
      ),
    slept: clock.slept,
    journal: journal.text,
  };
}

/** Lines, accepted, duplicates, rejected, not tried. */
export const counts = ({ lines, accepted, duplicates, rejected: refused, notTried }: Sent) => [
  lines,
  accepted,
  duplicates,
  refused,
  notTried,
];
