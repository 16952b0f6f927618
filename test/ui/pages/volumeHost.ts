// Plays the extension for the volume page: a state to show, and a record of everything that was
// requested.
import type { Browser } from 'playwright-core';
import { volumeTexts } from '../../../src/core/texts/volume.ts';
import type { ToHost, ToPage, VolumeState } from '../../../src/protocol/volume.ts';
import { connections } from './eventEditorHost.ts';
import { openPage, type OpenOptions, type OpenPage } from './pageHost.ts';

const HOUR_MS = 3_600_000;
export const start = Date.parse('2026-08-13T10:00:00Z');

/** A count that looks like usage, with days and weekends, and is the same in every run. */
function usual(ms: number): number {
  const date = new Date(ms);
  const weekend = date.getUTCDay() % 6 === 0 ? 0.5 : 1;
  const wave = Math.max(0, Math.sin(((date.getUTCHours() - 6) / 24) * 2 * Math.PI));
  const noise = 1 + (((ms / HOUR_MS) * 7919) % 97) / 900;
  return Math.round((3_200 + 9_000 * wave ** 2) * weekend * noise);
}

/** A week with five hours without events, whose last hour hasn't ended. */
export function volumeState(overrides: Partial<VolumeState> = {}, hours = 168): VolumeState {
  const at = (index: number) => start + index * HOUR_MS;
  const counts = Array.from({ length: hours }, (_, index) => usual(at(index)));
  const zeroFrom = (Date.parse('2026-08-19T02:00:00Z') - start) / HOUR_MS;
  if (hours === 168) {
    counts.fill(0, zeroFrom, zeroFrom + 5);
    counts[zeroFrom - 1] = 1493;
    counts[zeroFrom + 5] = 8214;
    counts[(Date.parse('2026-08-18T14:00:00Z') - start) / HOUR_MS] = 14_212;
    counts[hours - 1] = 1600;
  }
  const sent = counts.map(() => 0);
  if (hours === 168) [sent[125], sent[165], sent[166]] = [40, 12, 7];
  return {
    connection: connections.live,
    connectionId: 'live',
    range: 'week',
    series: {
      startMs: start,
      stepMs: HOUR_MS,
      counts,
      before: counts.map((_, index) => Math.round(usual(at(index) - 168 * HOUR_MS) * 0.98)),
      sent,
      runningMs: at(hours - 1),
    },
    compare: true,
    backfills: [
      {
        startMs: Date.parse('2026-08-17T00:00:00Z'),
        endMs: Date.parse('2026-08-18T00:00:00Z'),
        scope: 'acme-corp',
      },
    ],
    reading: null,
    offline: null,
    failure: null,
    ...overrides,
  };
}

export interface VolumeHost extends OpenPage<ToPage> {
  readonly asked: readonly string[];
}

export async function openVolume(
  browser: Browser,
  state: VolumeState = volumeState(),
  options: Partial<OpenOptions<ToHost>> = {},
): Promise<VolumeHost> {
  const asked: string[] = [];
  const note =
    (name: string) =>
    (params: unknown): void =>
      void asked.push(params instanceof AbortSignal ? name : `${name} ${JSON.stringify(params)}`);
  const open = await openPage<ToHost, ToPage>({
    ...options,
    browser,
    page: 'volume',
    handlers: {
      open: () => ({ texts: volumeTexts(), language: 'en', state }),
      choose: note('choose'),
      compare: note('compare'),
      refresh: note('refresh'),
      retry: note('retry'),
      cancel: note('cancel'),
      export: note('export'),
      usage: note('usage'),
      search: note('search'),
      backfill: note('backfill'),
    },
  });
  await open.page.locator('.rows .row').first().waitFor();
  return { ...open, asked };
}
