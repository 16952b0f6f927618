// Plays the extension for the Traffic page: a state, recorded requests, and a note of everything that was asked.
import * as l10n from '@vscode/l10n';
import type { Browser } from 'playwright-core';
import { trafficTexts } from '../../../src/core/texts/trafficPage.ts';
import type { TrafficProblem } from '../../../src/core/traffic/problem.ts';
import type { ValidatedCall } from '../../../src/core/traffic/recordedCall.ts';
import { requestDetail } from '../../../src/core/traffic/requestDetail.ts';
import { requestRow } from '../../../src/core/traffic/requestRow.ts';
import { KeptRequests } from '../../../src/core/traffic/keptRequests.ts';
import type { ToHost, ToPage, TrafficState } from '../../../src/protocol/traffic.ts';
import { germanTexts } from '../../helpers/german.ts';
import { openPage, type OpenOptions, type OpenPage } from './pageHost.ts';

const START = Date.parse('2026-11-02T10:31:00Z');

export const problem = (more: Partial<TrafficProblem> = {}): TrafficProblem => ({
  eventId: 'chatcmpl-0',
  severity: 'warning',
  code: 'property-boolean-text',
  message: '"cached" is text. Metrics that look for true or false don\'t count it.',
  path: '$.events[0].properties.cached',
  ...more,
});

const event = (n: number, index: number) => ({
  idempotency_key: `chatcmpl-${n}-${index}`,
  event_name: index % 3 === 2 ? 'embedding' : 'chat_completion',
  external_customer_id: 'acme-corp',
  timestamp: '2026-11-02T10:42:09.411Z',
  properties: { model: 'gpt-4.1', input_tokens: 12_500, cached: 'true' },
});

/** A request of an ingest with some events. */
export function recorded(n: number, more: Partial<ValidatedCall> = {}): ValidatedCall {
  const events = more.events ?? (n * 7) % 25;
  const requestBody = JSON.stringify({
    events: Array.from({ length: events }, (_, index) => event(n, index)),
  });
  return {
    n,
    time: new Date(START + n * 1_737).toISOString(),
    method: 'POST',
    path: '/v1/ingest',
    query: '',
    status: 200,
    ms: 150 + ((n * 37) % 90),
    origin: 'orb',
    requestHeaders: [
      ['Authorization', '[hidden]'],
      ['Content-Type', 'application/json'],
    ],
    responseHeaders: [['Content-Type', 'application/json']],
    requestBody,
    responseBody: '{"validation_failed":[]}',
    requestBytes: requestBody.length,
    responseBytes: 24,
    requestCut: false,
    responseCut: false,
    events,
    problems: [],
    ...more,
  };
}

/** Most without problems, and one of each kind at the end. */
export const someRequests = (count = 40): readonly ValidatedCall[] => [
  ...Array.from({ length: count }, (_, index) =>
    index % 9 === 4
      ? recorded(index + 1, { method: 'GET', path: '/v1/ping', events: 0, requestBody: '' })
      : recorded(index + 1),
  ),
  recorded(count + 1, { events: 3, problems: [problem({ eventId: `chatcmpl-${count + 1}-0` })] }),
  recorded(count + 2, {
    events: 40,
    status: 400,
    problems: [0, 1].map((index) =>
      problem({
        code: 'timestamp-too-old',
        severity: 'error',
        message: 'This timestamp is before the grace period of 12 hours.',
        path: `$.events[${index}].timestamp`,
      }),
    ),
  }),
  recorded(count + 3, {
    events: 1,
    problems: [
      problem({
        code: 'key-conflict',
        severity: 'error',
        message: `Request ${count + 1} used this event ID with different content.`,
        path: '$.events[0].idempotency_key',
        relatedN: count + 1,
      }),
    ],
  }),
  recorded(count + 4, { status: 500, origin: 'fault', ms: 4 }),
];

export function trafficState(overrides: Partial<TrafficState> = {}): TrafficState {
  return {
    connection: { name: 'Acme test', mode: 'test', host: 'api.withorb.com' },
    connectionId: 'test',
    address: 'localhost:4511',
    phase: { kind: 'recording', sinceMs: START },
    variables: { baseUrl: 'http://127.0.0.1:4511/v1', apiKey: 'recorder_3f9c2a71c4e80b56' },
    fault: null,
    unreachableSinceMs: null,
    isInTerminals: false,
    remoteName: null,
    ...overrides,
  };
}

export interface TrafficHost extends OpenPage<ToPage> {
  readonly asked: readonly string[];
  /** Records requests, as the extension passes them on. */
  record(calls: readonly ValidatedCall[]): Promise<void>;
}

export async function openTraffic(
  browser: Browser,
  calls: readonly ValidatedCall[] = someRequests(),
  state: TrafficState = trafficState(),
  options: Partial<OpenOptions<ToHost>> & {
    readonly language?: 'de';
    readonly requests?: number;
  } = {},
): Promise<TrafficHost> {
  const asked: string[] = [];
  const { language, requests = 100_000, ...others } = options;
  l10n.config({ contents: language === undefined ? {} : germanTexts });
  const texts = trafficTexts();
  const kept = new KeptRequests({ requests, bytes: 1e9 });
  for (const call of calls) kept.add(call);
  const rows = kept.all.map(requestRow);
  l10n.config({ contents: {} });
  const note =
    (name: string) =>
    (params: unknown): void =>
      void asked.push(`${name} ${JSON.stringify(params)}`);
  let filter = '';
  const open = await openPage<ToHost, ToPage>({
    ...others,
    browser,
    page: 'traffic',
    handlers: {
      open: () => ({ texts, language: language ?? 'en', state, rows }),
      filter: ({ text }) => {
        filter = text;
        return text === '' ? [] : kept.containing(text);
      },
      request: ({ n }) => {
        const call = kept.get(n);
        return call === undefined ? null : requestDetail(call);
      },
      run: note('run'),
      export: note('export'),
      onRequest: note('onRequest'),
      openEvent: note('openEvent'),
      findInCode: note('findInCode'),
      copy: note('copy'),
    },
  });
  await open.page.locator('.controls').waitFor();
  return {
    ...open,
    asked,
    async record(added) {
      for (const call of added) kept.add(call);
      const matching = filter === '' ? [] : kept.containing(filter);
      await open.channel.remote.add({ rows: added.map(requestRow), first: kept.first, matching });
    },
  };
}
