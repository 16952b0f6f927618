// Plays the extension for the page of an ingest: a state to show, and a record of everything that
// was requested.
import type { Browser } from 'playwright-core';
import type {
  OutcomesByTime,
  RejectedRow,
  RejectionGroup,
} from '../../../src/core/ingestReport.ts';
import { ingestRunTexts } from '../../../src/core/texts/ingestRun.ts';
import type { IngestRunState, ToHost, ToPage } from '../../../src/protocol/ingestRun.ts';
import { connections } from './eventEditorHost.ts';
import { openPage, type OpenOptions, type OpenPage } from './pageHost.ts';

/** Now, so that the page shows the time without the day. */
const endedMs = Date.now();
const lateMs = Date.parse('2026-10-30T18:00:04.118Z');

const customers = ['initech', 'acme-corp', 'globex'];
const row = (line: number, reason: string): RejectedRow => ({
  line,
  id: `chatcmpl-${(line * 7919).toString(16).padStart(8, '0')}-01bb-4543-d6fb`,
  timestamp: new Date(lateMs + line * 91_000).toISOString(),
  customer: customers[line % 3]!,
  reasons: [reason],
});
const rows = (first: number, count: number, reason: string) =>
  Array.from({ length: count }, (_, index) => row(first + index, reason));

const tooLate = 'timestamp 2026-10-30T18:00:04.118Z is outside of the grace period';
const twoCustomers = 'Give one customer ID, not both.';

export const groups: readonly RejectionGroup[] = [
  {
    id: 0,
    byOrb: true,
    isLate: true,
    reason: '',
    count: 361,
    firstLine: 1,
    lastLine: 361,
    span: { firstMs: lateMs, lastMs: lateMs + 361 * 91_000 },
    rows: rows(1, 361, tooLate),
  },
  {
    id: 1,
    byOrb: false,
    isLate: false,
    reason: twoCustomers,
    count: 21,
    firstLine: 1_902,
    lastLine: 3_377,
    rows: rows(1_902, 21, twoCustomers),
  },
];

/** Rejected lines in the first fifteen of sixty hours. */
const hours: OutcomesByTime = {
  startMs: Date.parse('2026-10-30T18:00:00Z'),
  stepMs: 3_600_000,
  rows: Array.from({ length: 60 }, (_, hour) => {
    const lines = Math.round(85 + 40 * Math.sin(hour / 4));
    return hour < 15 ? [0, 0, 24, 0] : [lines, hour === 20 ? 24 : 0, hour === 42 ? 8 : 0, 0];
  }),
};

/** Of 3,648 lines, 382 are rejected. */
export function runState(overrides: Partial<IngestRunState> = {}): IngestRunState {
  return {
    runId: '20261102091640-1234abcd',
    connection: connections.live,
    fileName: 'usage-30-oct-2-nov.orb.ndjson',
    phase: { kind: 'ended', atMs: endedMs },
    lines: 3_648,
    accepted: 3_242,
    duplicates: 24,
    rejected: 382,
    notSent: 0,
    known: 4,
    unanswered: 0,
    requests: { count: 9, retried: 1, took: '4 s' },
    customers: 3,
    gracePeriodHours: 48,
    hasRejectedFile: true,
    verified: null,
    backfill: null,
    notes: [],
    ...overrides,
  };
}

/** All lines accepted. */
export const quietState = (overrides: Partial<IngestRunState> = {}): IngestRunState =>
  runState({
    lines: 3_223,
    accepted: 3_223,
    duplicates: 0,
    rejected: 0,
    known: 0,
    hasRejectedFile: false,
    ...overrides,
  });

export interface IngestRunHost extends OpenPage<ToPage> {
  readonly asked: readonly string[];
}

export async function openIngestRun(
  browser: Browser,
  state: IngestRunState = runState(),
  shown: readonly RejectionGroup[] = state.rejected > 0 ? groups : [],
  options: Partial<OpenOptions<ToHost>> = {},
  byTime: OutcomesByTime | null = hours,
): Promise<IngestRunHost> {
  const asked: string[] = [];
  const open = await openPage<ToHost, ToPage>({
    ...options,
    browser,
    page: 'ingestRun',
    handlers: {
      open: () => ({ texts: ingestRunTexts(), language: 'en', state, groups: shown, byTime }),
      run: ({ action }) => void asked.push(action),
      openLine: ({ line }) => void asked.push(`line ${line}`),
      copy: ({ text }) => void asked.push(`copy ${text}`),
    },
  });
  await open.page.getByRole('heading', { name: state.fileName }).waitFor();
  return { ...open, asked };
}
