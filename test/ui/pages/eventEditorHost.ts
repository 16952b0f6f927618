// Simulates the extension for the event editor's page: a document that accepts edits, problems, and
// commands that are only recorded.
import type { Browser } from 'playwright-core';
import { editsFor } from '../../../src/core/edits.ts';
import { readJson } from '../../../src/core/jsonTree.ts';
import { eventEditorTexts, type EventEditorTexts } from '../../../src/core/texts/eventEditor.ts';
import type {
  Conflict,
  EventState,
  MergeState,
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

/** A text with a mistake, and the host's problem for it. */
export const wrongTime = held.replace('04.250Z', '04Z');
export const timestampProblem = {
  on: '"2026-08-20T03:12:04Z"',
  severity: 'error',
  message: "An event's timestamp can't be amended.",
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
    merge: null,
    status: { kind: 'idle' },
    history: [
      { id: '3', kind: 'amended', fields: ['input_tokens'], atMs: at('08:14:00') },
      { id: '2', kind: 'amended', fields: ['model', 'region'], atMs: at('07:50:00') },
      { id: '1', kind: 'opened', fields: [], atMs: at('07:48:00') },
    ],
    ...overrides,
  };
}

/**
 * Someone changed the region and the tokens, and added a tier, while the tokens and `cached_tokens`
 * were edited here: the text, what Orb holds, and what the extension sends about it.
 */
export const merged = {
  text: held
    .replace('us-east-1', 'us-west-2')
    .replace('1200', '1500')
    .replace('"cached_tokens": 0', '"cached_tokens": 7')
    .replace('"plan": "scale"', '"plan": "scale",\n    "tier": "gold"'),
  held: held
    .replace('us-east-1', 'us-west-2')
    .replace('1200', '1300')
    .replace('"plan": "scale"', '"plan": "scale",\n    "tier": "gold"'),
  merge: {
    conflicts: [conflict('input_tokens', '1200', '1500', '1300')],
    merged: [
      { path: ['properties', 'region'], before: '"us-east-1"', after: '"us-west-2"' },
      { path: ['properties', 'tier'], before: null, after: '"gold"' },
    ],
  },
  status: { kind: 'merged' },
} as const satisfies Partial<EventState> & { readonly text: string };

/** A property's change; values are JSON. */
export function conflict(
  name: string,
  was: string | null | undefined,
  yours: string | null,
  orbs: string | null,
): Conflict {
  const path = ['properties', name];
  return { path, ...(was === undefined ? {} : { was }), yours, orbs, choice: null };
}

export function mergedState(overrides: Partial<EventState> = {}): EventState {
  const { held: orbs, merge, status } = merged;
  return eventState({ held: orbs, merge, status, ...overrides });
}

export interface EditorHost extends OpenPage<ToPage> {
  /** The document's current text. */
  text(): string;
  /**
   * Everything that the page requested, except for edits, in order: `run amend`, `copy acme-corp`.
   */
  readonly asked: readonly string[];
  /** The texts that came with `run amend` and `run retry`. */
  readonly sent: readonly (string | undefined)[];
  show(state: PageState): Promise<void>;
  /** Someone else changes the document. */
  change(start: number, end: number, text: string): Promise<void>;
  /** Finds each one by the text it underlines. */
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
  readonly texts?: EventEditorTexts;
  readonly language?: string;
  readonly overrides?: Partial<OpenOptions<ToHost>['handlers']>;
}

const nowMs = at('09:14:30');

export async function openEventEditor(
  browser: Browser,
  options: EditorOptions = {},
): Promise<EditorHost> {
  let text = options.text ?? held;
  let version = 1;
  let state = options.state ?? eventState();
  const asked: string[] = [];
  const sent: (string | undefined)[] = [];
  const apply = (changes: readonly TextChange[]) => {
    version += 1;
    for (const { start, end, text: put } of changes.toReversed()) {
      text = text.slice(0, start) + put + text.slice(end);
    }
  };
  const note = (line: string) => {
    asked.push(line);
  };
  const changed = (changes: readonly TextChange[]) => {
    apply(changes);
    return open.channel.remote.changed({ version, changes });
  };
  const show = (next: PageState) => {
    state = next;
    return open.channel.remote.show({ state, nowMs });
  };
  /** Sets a field's value; null removes it. */
  const setField = async (path: readonly string[], json: string | null) => {
    const root = readJson(text);
    const edit = (kind: 'replace' | 'add') =>
      editsFor(text, root, { kind, path, json: json ?? '' });
    const [replaced, added] = [edit('replace'), edit('add')];
    const put = replaced.length > 0 ? replaced : added;
    await changed(json === null ? editsFor(text, root, { kind: 'remove', path }) : put);
  };
  const showMerge = (change: (merge: MergeState) => MergeState) =>
    state.kind === 'event' && state.merge !== null
      ? show({ ...state, merge: change(state.merge) })
      : Promise.resolve();
  const open = await openPage<ToHost, ToPage>({
    ...options,
    browser,
    page: 'eventEditor',
    handlers: {
      open: () => ({
        texts: options.texts ?? eventEditorTexts(),
        language: options.language ?? 'en',
        state,
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
      run: ({ action, text: shown }) => {
        note(`run ${action}`);
        if (action === 'amend' || action === 'retry') sent.push(shown);
      },
      async choose({ path, side }) {
        note(`choose ${path?.join('.') ?? 'all'} ${side}`);
        const conflicts = state.kind === 'event' ? (state.merge?.conflicts ?? []) : [];
        const isMeant = (each: Conflict) => path === null || each.path.join() === path.join();
        for (const each of conflicts.filter(isMeant)) await setField(each.path, each[side]);
        await showMerge((merge) => ({
          ...merge,
          conflicts: merge.conflicts.map((each) =>
            isMeant(each) ? { ...each, choice: side } : each,
          ),
        }));
      },
      async takeOut({ path }) {
        note(`takeOut ${path.join('.')}`);
        const all = state.kind === 'event' ? (state.merge?.merged ?? []) : [];
        const change = all.find((each) => each.path.join() === path.join());
        if (change !== undefined) await setField(path, change.before);
        if (state.kind === 'event') await show({ ...state, status: { kind: 'idle' } });
      },
      fix: ({ problem, index }) => note(`fix ${problem} ${index}`),
      openStep: ({ id }) => note(`openStep ${id}`),
      copy: ({ text: copied }) => note(`copy ${copied}`),
      metric: ({ metricId }) => {
        note(`metric ${metricId}`);
        return { sql: `SELECT COUNT(*) FROM events -- ${metricId}` };
      },
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
    sent,
    show,
    change: (start, end, put) => changed([{ start, end, text: put }]),
    problems: (...found) => {
      const problems = found.map(({ on, fixes, severity, message }): Problem => {
        const start = text.indexOf(on);
        return { id: on, severity, message, start, end: start + on.length, fixes: fixes ?? [] };
      });
      return open.channel.remote.problems({ version, problems });
    },
  };
}
