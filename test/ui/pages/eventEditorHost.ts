// Plays the extension for the event editor's page: a document that takes edits, problems, commands that are only noted.
import type { Browser } from 'playwright-core';
import { eventEditorTexts } from '../../../src/core/texts/eventEditor.ts';
import type {
  EventState,
  PageState,
  Problem,
  TextChange,
  ToHost,
  ToPage,
} from '../../../src/protocol/eventEditor.ts';
import { openPage, type OpenOptions, type OpenPage } from './pageHost.ts';

export const held = `{
  "event_name": "chat_completion",
  "timestamp": "2026-08-20T03:12:04.250Z",
  "external_customer_id": "acme-corp",
  "properties": {
    "request_id": "chatcmpl-9f2c41d7",
    "model": "gpt-4.1",
    "region": "us-east-1",
    "input_tokens": 1200,
    "output_tokens": 412,
    "cached_tokens": 0,
    "latency_ms": 1840.5,
    "streamed": true,
    "plan": "scale"
  }
}
`;

/** A text with one mistake, and what the host says of it. */
export const wrongTime = held.replace('04.250Z', '04Z');
export const timestampProblem = {
  on: '"2026-08-20T03:12:04Z"',
  severity: 'error',
  message: "The timestamp of an event can't be amended.",
  fixes: ['Restore'],
} as const;

export const connections = {
  test: { name: 'Acme test', mode: 'test', host: 'api.withorb.com' },
  live: { name: 'Acme production', mode: 'live', host: 'api.withorb.com' },
  sandbox: { name: 'Sandbox', mode: 'sandbox', host: '127.0.0.1:4510' },
} as const;

const at = (time: string) => Date.parse(`2026-08-20T${time}Z`);

export function eventState(overrides: Partial<EventState> = {}): EventState {
  return {
    kind: 'event',
    connection: connections.test,
    event: {
      id: 'chatcmpl-9f2c41d7-5b0e-4c0a-8a57-6a1f0d1c2e93',
      name: 'chat_completion',
      customerId: 'Hd6nPq2xWc4LrT8s',
      externalCustomerId: 'acme-corp',
      timestamp: '2026-08-20T03:12:04.250Z',
      state: 'amended',
      amendments: 2,
      unconfirmed: false,
    },
    held,
    heldAtMs: at('09:14:22'),
    status: { kind: 'idle' },
    history: [
      { id: '3', kind: 'amended', fields: ['input_tokens'], atMs: at('08:14:00') },
      { id: '2', kind: 'amended', fields: ['model', 'region'], atMs: at('07:50:00') },
      { id: '1', kind: 'opened', fields: [], atMs: at('07:48:00') },
    ],
    ...overrides,
  };
}

export interface EditorHost extends OpenPage<ToPage> {
  /** The document as it stands. */
  text(): string;
  /** Everything the page asked for besides edits, in order: `run amend`, `copy acme-corp`. */
  readonly asked: readonly string[];
  show(state: PageState): Promise<void>;
  /** Somebody else changes the document. */
  change(start: number, end: number, text: string): Promise<void>;
  /** Finds each by the text it underlines. */
  problems(
    ...found: readonly (Pick<Problem, 'severity' | 'message'> & {
      readonly on: string;
      readonly fixes?: readonly string[];
    })[]
  ): Promise<void>;
}

export interface EditorOptions extends Partial<Omit<OpenOptions<ToHost>, 'browser'>> {
  readonly state?: PageState;
  readonly text?: string;
  readonly overrides?: Partial<OpenOptions<ToHost>['handlers']>;
}

const nowMs = at('09:14:30');

export async function openEventEditor(
  browser: Browser,
  options: EditorOptions = {},
): Promise<EditorHost> {
  let text = options.text ?? held;
  let version = 1;
  const asked: string[] = [];
  const apply = (changes: readonly TextChange[]) => {
    version += 1;
    for (const { start, end, text: put } of changes.toReversed()) {
      text = text.slice(0, start) + put + text.slice(end);
    }
  };
  const note = (line: string) => {
    asked.push(line);
  };
  const open = await openPage<ToHost, ToPage>({
    ...options,
    browser,
    page: 'eventEditor',
    handlers: {
      open: () => ({
        texts: eventEditorTexts(),
        language: 'en',
        state: options.state ?? eventState(),
        nowMs,
        document: { version, text },
      }),
      ping: () => undefined,
      edit: (edit) => {
        const applied = edit.version === version;
        if (applied) apply(edit.changes);
        return { applied };
      },
      history: ({ step }) => note(`history ${step}`),
      run: ({ action }) => note(`run ${action}`),
      fix: ({ problem, index }) => note(`fix ${problem} ${index}`),
      openStep: ({ id }) => note(`openStep ${id}`),
      copy: ({ text: copied }) => note(`copy ${copied}`),
      complete: () => undefined,
      hover: () => undefined,
      ...options.overrides,
    },
  });
  await open.page.locator('.mode-row').waitFor();
  return {
    ...open,
    text: () => text,
    asked,
    show: (state) => open.channel.remote.show({ state, nowMs }),
    change: (start, end, put) => {
      const changes = [{ start, end, text: put }];
      apply(changes);
      return open.channel.remote.changed({ version, changes });
    },
    problems: (...found) => {
      const problems = found.map(({ on, fixes, severity, message }): Problem => {
        const start = text.indexOf(on);
        return { id: on, severity, message, start, end: start + on.length, fixes: fixes ?? [] };
      });
      return open.channel.remote.problems({ version, problems });
    },
  };
}
