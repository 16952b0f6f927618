// Plays the extension for the usage page: a state to show, and a note of everything that was asked.
import * as l10n from '@vscode/l10n';
import type { Browser } from 'playwright-core';
import { usageTexts } from '../../../src/core/texts/usage.ts';
import { usageSeries, type UsageRow } from '../../../src/core/usage/usageSeries.ts';
import type { ToHost, ToPage, UsageState } from '../../../src/protocol/usage.ts';
import { germanTexts } from '../../helpers/german.ts';
import { connections } from './eventEditorHost.ts';
import { openPage, type OpenOptions, type OpenPage } from './pageHost.ts';

const HOUR_MS = 3_600_000;
export const start = Date.parse('2026-10-25T00:00:00Z');
const at = (time: string) => (Date.parse(`${time}:00Z`) - start) / HOUR_MS;

const models = [
  ['gpt-4.1', 0.42],
  ['gpt-4.1-mini', 0.22],
  ['sonnet-4', 0.13],
  ['o4-mini', 0.09],
  ['gpt-4o', 0.065],
  ['gemini-2.5', 0.045],
  ['haiku-3', 0.02],
  ['o3', 0.006],
  ['', 0.004],
] as const;

/** A quantity that looks like usage: days, a hump, and the same in every run. */
function usual(index: number): number {
  const hour = index % 24;
  const wave = Math.max(0, Math.sin(((hour - 6) / 24) * 2 * Math.PI));
  const noise = 1 + ((index * 7919) % 97) / 900;
  const hump = index >= at('2026-10-28T22:00') && index < at('2026-10-29T10:00') ? 800_000 : 0;
  const gap = index >= at('2026-10-31T10:00') && index < at('2026-10-31T14:00') ? 0 : 1;
  return Math.round((90_000 + 320_000 * wave ** 2 + hump) * noise) * gap;
}

export function usageRows(hours: number, isGrouped: boolean): readonly UsageRow[] {
  return Array.from({ length: hours }, (_, index) => index).flatMap((index): UsageRow[] => {
    const total = usual(index);
    const row = (quantity: number, group?: string): UsageRow => ({
      startMs: start + index * HOUR_MS,
      ...(group !== undefined && { group }),
      quantity: String(quantity),
      amount: (quantity / 100_000).toFixed(5),
    });
    if (total === 0) return [];
    if (!isGrouped) return [row(total)];
    return models.map(([group, share]) => row(Math.round(total * share), group));
  });
}

/** A week of a customer's tokens by model, with a hump and four hours without usage. */
export function usageState(overrides: Partial<UsageState> = {}, hours = 168): UsageState {
  const groupBy = overrides.groupBy === undefined ? 'model' : overrides.groupBy;
  const steps = {
    startMs: start,
    stepMs: HOUR_MS,
    length: hours,
    runningMs: start + hours * HOUR_MS,
  };
  return {
    connection: connections.live,
    connectionId: 'live',
    range: 'week',
    series: usageSeries(steps, usageRows(hours, groupBy !== null), () => true),
    granularity: 'hour',
    customers: [
      { value: 'external:acme-corp', label: 'acme-corp' },
      { value: 'external:globex', label: 'globex' },
    ],
    customer: { value: 'external:acme-corp', label: 'acme-corp' },
    prices: [
      { value: 'price_calls', label: 'API calls' },
      { value: 'price_input', label: 'Input tokens' },
    ],
    priceId: 'price_input',
    isUnitPrice: true,
    metricName: 'Input tokens',
    currency: 'USD',
    properties: ['cached', 'model', 'region'],
    groupBy,
    filter: '',
    filterProblem: null,
    isCut: false,
    problem: null,
    reading: null,
    offline: null,
    failure: null,
    ...overrides,
  };
}

export interface UsageHost extends OpenPage<ToPage> {
  readonly asked: readonly string[];
}

/** @param sent how many IDs are known to have been sent in any hours */
export async function openUsage(
  browser: Browser,
  state: UsageState = usageState(),
  options: Partial<OpenOptions<ToHost>> & {
    readonly sent?: number;
    readonly language?: 'de';
  } = {},
): Promise<UsageHost> {
  const asked: string[] = [];
  const { sent = 1_084, language, ...others } = options;
  l10n.config({ contents: language === undefined ? {} : germanTexts });
  const texts = usageTexts();
  l10n.config({ contents: {} });
  const note =
    (name: string) =>
    (params: unknown): void =>
      void asked.push(params instanceof AbortSignal ? name : `${name} ${JSON.stringify(params)}`);
  const open = await openPage<ToHost, ToPage>({
    ...others,
    browser,
    page: 'usage',
    handlers: {
      open: () => ({ texts, language: language ?? 'en', state }),
      choose: note('choose'),
      granularity: note('granularity'),
      customer: note('customer'),
      price: note('price'),
      groupBy: note('groupBy'),
      filter: note('filter'),
      refresh: note('refresh'),
      retry: note('retry'),
      cancel: note('cancel'),
      export: note('export'),
      sentIds: () => sent,
      searchSentIds: note('searchSentIds'),
      compareWithFile: note('compareWithFile'),
      replaceKey: note('replaceKey'),
    },
  });
  await open.page.locator('.pickers').waitFor();
  return { ...open, asked };
}
