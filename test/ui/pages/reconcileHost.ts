// Plays the extension for the page of a comparison: a file of 14,212 lines, most of them as in Orb.
import type { Browser } from 'playwright-core';
import type { OutcomesByTime } from '../../../src/core/ingestReport.ts';
import { reconcilePageTexts } from '../../../src/core/texts/reconcilePage.ts';
import type {
  ReconcileState,
  RowSelection,
  ShownGroup,
  ShownRow,
  ToHost,
  ToPage,
} from '../../../src/protocol/reconcile.ts';
import { connections } from './eventEditorHost.ts';
import { openPage, type OpenOptions, type OpenPage } from './pageHost.ts';

const HOUR_MS = 3_600_000;
const startMs = Date.parse('2026-10-25T00:00:00Z');
const at = (text: string) => Date.parse(`2026-${text}Z`);

const TEXT = 'properties.cached:type';
export const groups: readonly ShownGroup[] = [
  {
    ...{ outcome: 'missing', kind: 'grace:inside', label: 'Inside the grace period' },
    ...{ count: 390, repaired: 0 },
    span: { firstMs: at('10-31T09:14:41.913'), lastMs: at('10-31T13:59:00') },
  },
  {
    ...{ outcome: 'missing', kind: 'grace:past', label: 'Past the grace period' },
    ...{ count: 12, repaired: 0 },
    span: { firstMs: at('10-31T09:05:04.001'), lastMs: at('10-31T09:14:00') },
  },
  {
    ...{ outcome: 'different', kind: TEXT, label: 'properties.cached is text in Orb' },
    ...{ count: 812, repaired: 0 },
    span: { firstMs: at('10-28T22:00:10.412'), lastMs: at('10-29T09:59:00') },
  },
  {
    ...{
      outcome: 'different',
      kind: 'properties.region:value',
      label: 'properties.region differs',
    },
    ...{ count: 44, repaired: 0 },
    span: { firstMs: at('10-30T16:00:00'), lastMs: at('10-30T17:59:00') },
  },
  {
    outcome: 'deprecated',
    kind: null,
    label: 'Deprecated in Orb',
    count: 3,
    repaired: 0,
    span: null,
  },
  { outcome: 'invalid', kind: 'json', label: 'Not JSON', count: 1, repaired: 0, span: null },
];

const byTime: OutcomesByTime = {
  startMs,
  stepMs: HOUR_MS,
  rows: Array.from({ length: 168 }, (_, hour) => {
    const lines = Math.round(95 + 50 * Math.sin(hour / 4));
    if (hour >= 94 && hour < 106) return [25, 0, lines - 25, 0, 0, 0, 0];
    if (hour >= 153 && hour < 158) return [0, lines, 0, 0, 0, 0, 0];
    return [lines, 0, 0, hour === 40 ? 3 : 0, 0, 0, 0];
  }),
};

export function reconcileState(overrides: Partial<ReconcileState> = {}): ReconcileState {
  return {
    reconcileId: '20261102091400-1234abcd',
    connection: connections.live,
    fileName: 'sent-25-31-oct.orb.ndjson',
    status: { icon: 'git-compare', text: 'Compared at 09:14 UTC' },
    counts: {
      ...{ same: 12_950, missing: 402, different: 856, deprecated: 3, invalid: 1 },
      ...{ duplicates: 0, notCompared: 0 },
    },
    lines: 14_212,
    customers: 2,
    isWorking: false,
    progress: null,
    step: 'ended',
    footer: {
      icon: 'git-compare',
      sentence: '1,262 differences. Select a group or some rows to repair them.',
      buttons: [
        { action: 'openLines', label: 'Open as Event File' },
        { action: 'pickRepair', label: 'Repair…' },
      ],
    },
    message: null,
    grace: { nowMs: at('11-02T09:14:00'), gracePeriodHours: 48 },
    ...overrides,
  };
}

/** The row at a place of a selection. */
function rowAt({ outcome, kind }: RowSelection, index: number): ShownRow {
  const line = index + 1;
  const isDifferent = outcome === 'different' || outcome === null;
  return {
    line,
    eventId: `chatcmpl-${(line * 7919).toString(16).padStart(8, '0')}-5b0e-4c0a-8a57`,
    outcome: outcome ?? 'different',
    kind: kind ?? (isDifferent ? TEXT : null),
    ms: (isDifferent ? groups[2]! : groups[1]!).span!.firstMs + index * 41_000,
    changes: isDifferent ? [{ path: 'properties.cached', orb: '"true"', file: 'true' }] : [],
  };
}

export interface ReconcileHost extends OpenPage<ToPage> {
  readonly asked: readonly string[];
}

/** @param totalOf how many rows a selection has */
export async function openReconcile(
  browser: Browser,
  state: ReconcileState = reconcileState(),
  shown: readonly ShownGroup[] = groups,
  options: Partial<OpenOptions<ToHost>> & {
    readonly totalOf?: (selection: RowSelection) => number;
    readonly byTime?: OutcomesByTime | null;
  } = {},
): Promise<ReconcileHost> {
  const asked: string[] = [];
  const { totalOf = () => 25, byTime: chart = byTime, ...others } = options;
  const open = await openPage<ToHost, ToPage>({
    ...others,
    browser,
    page: 'reconcile',
    handlers: {
      open: () => ({
        texts: reconcilePageTexts(),
        language: 'en',
        state,
        groups: shown,
        byTime: chart,
      }),
      select: ({ outcome, kind, span, lines }) =>
        void asked.push(`select ${JSON.stringify({ outcome, kind, span, lines })}`),
      rows: ({ selection, offset, limit }) => ({
        total: totalOf(selection),
        rows: Array.from({ length: limit }, (_, index) => rowAt(selection, offset + index)),
      }),
      detail: ({ line }) =>
        line === 3
          ? null
          : [
              { mark: ' ', text: '"output_tokens": 655' },
              { mark: '-', text: '"cached": "true"' },
              { mark: '+', text: '"cached": true' },
              { mark: ' ', text: '"latency_ms": 702.25' },
            ],
      run: ({ action }) => void asked.push(action),
      openLine: ({ line }) => void asked.push(`line ${line}`),
      openEvent: ({ eventId }) => void asked.push(`event ${eventId}`),
      copy: ({ text }) => void asked.push(`copy ${text}`),
    },
  });
  await open.page.getByRole('heading', { name: state.fileName }).waitFor();
  return { ...open, asked };
}
