// Plays the extension for the page with results: a table to show, and a note of everything that was asked.
import * as l10n from '@vscode/l10n';
import type { Browser } from 'playwright-core';
import { parseJson } from '../../../src/core/json.ts';
import type { UsageEvent } from '../../../src/core/event.ts';
import { tableOf, type MissingId, type ResultTable } from '../../../src/core/results/rows.ts';
import { resultsTexts } from '../../../src/core/texts/results.ts';
import type { KeptResults, ResultsState, ToHost, ToPage } from '../../../src/protocol/results.ts';
import { germanTexts } from '../../helpers/german.ts';
import { connections } from './eventEditorHost.ts';
import { openPage, type OpenOptions, type OpenPage } from './pageHost.ts';

const nowMs = Date.parse('2026-11-01T09:00:00Z');

/** An event whose properties are given as JSON. */
export function view(
  id: string,
  properties: string,
  changes: Partial<UsageEvent> = {},
  amendments = 0,
) {
  const event: UsageEvent = {
    id,
    eventName: 'chat_completion',
    timestamp: '2026-10-28T22:00:10.412Z',
    customerId: null,
    externalCustomerId: 'acme-corp',
    properties: parseJson(properties) as UsageEvent['properties'],
    deprecated: false,
    ...changes,
  };
  return { event, amendments };
}

const customers = ['acme-corp', 'globex', 'initech', 'acme-corp'] as const;

/** Events of some customers, of which a few have text where there should be a number. */
export function manyEvents(count: number, missing: readonly MissingId[] = []): ResultTable {
  const views = Array.from({ length: count }, (_, index) => {
    const tokens = (index * 7919) % 20_000;
    const written = index % 200 === 4 ? `"${tokens}"` : String(tokens);
    return view(
      `chatcmpl-${String(index).padStart(5, '0')}-4e0a-8a57`,
      `{"model":"${index % 3 === 0 ? 'gpt-4.1-mini' : 'gpt-4.1'}","input_tokens":${written},"cached":${index % 5 === 0 ? '"true"' : 'false'}}`,
      {
        timestamp: new Date(Date.parse('2026-10-28T22:00:10.412Z') + index * 26_167).toISOString(),
        externalCustomerId: customers[index % 4] ?? '',
        deprecated: index % 90 === 9,
      },
      index % 50 === 6 ? 1 : 0,
    );
  });
  return tableOf(views, missing);
}

export function resultsState(
  table: ResultTable,
  changes: Partial<ResultsState> = {},
): ResultsState {
  const found = table.rows.filter(({ state }) => state !== 'notFound').length;
  return {
    connection: connections.live,
    searchId: 'search-1',
    title: 'Acme dispute',
    range: '7 days',
    total: table.rows.length,
    asked: table.rows.length,
    found,
    phase: 'done',
    failure: null,
    ...changes,
  };
}

export interface ResultsHost extends OpenPage<ToPage> {
  /** Names and parameters of what the page asked for. */
  readonly asked: readonly string[];
  /** What was copied or exported last. */
  readonly texts: readonly string[];
  readonly keptViews: readonly KeptResults[];
}

/** @param chosen the columns that the user picks */
export async function openResults(
  browser: Browser,
  table: ResultTable,
  options: Partial<OpenOptions<ToHost>> & {
    readonly state?: Partial<ResultsState>;
    readonly view?: KeptResults;
    readonly chosen?: readonly string[];
    readonly language?: 'de';
  } = {},
): Promise<ResultsHost> {
  const asked: string[] = [];
  const written: string[] = [];
  const keptViews: KeptResults[] = [];
  const { state, view: keptView, chosen, language, ...others } = options;
  l10n.config({ contents: language === undefined ? {} : germanTexts });
  const texts = resultsTexts();
  l10n.config({ contents: {} });
  const note =
    (name: string) =>
    (params: unknown): void =>
      void asked.push(params instanceof AbortSignal ? name : `${name} ${JSON.stringify(params)}`);
  const open = await openPage<ToHost, ToPage>({
    ...others,
    browser,
    page: 'results',
    handlers: {
      open: () => ({
        ...{ texts, nowMs, table },
        language: language ?? 'en',
        state: resultsState(table, state),
        kept: keptView ?? { layout: {}, sumOf: null, by: 'customer' },
      }),
      keep: (kept) => void keptViews.push(kept),
      refresh: note('refresh'),
      cancel: note('cancel'),
      openEvents: note('open'),
      deprecate: note('deprecate'),
      edit: note('edit'),
      copy: ({ text }) => void written.push(text),
      export({ csv, ids }) {
        written.push(csv);
        asked.push(`export ${ids.length}`);
      },
      chooseColumns: ({ columns }) => {
        asked.push(`columns ${columns.map(({ id, detail }) => `${id} ${detail}`).join(', ')}`);
        return chosen ?? null;
      },
    },
  });
  await open.page.getByRole('grid').waitFor();
  return { ...open, asked, texts: written, keptViews };
}
