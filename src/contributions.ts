/**
 * Every ID that package.json contributes, in one place. test/unit/manifest.test.ts checks that both
 * agree. IDs are a contract: users' keybindings and other extensions rely on them.
 */
import type { ExplanationResult } from './core/billing/explanation.ts';
import type { EventJson, IngestSummary } from './core/commandResults.ts';
import type { Backfill, NewBackfill } from './core/backfill.ts';
import type { ConnectionEdit, NewConnection } from './core/connection.ts';
import type {
  ItemRequest,
  ReconcileItems,
  ReconcileSummary,
  RepairRequest,
  RepairResult,
  ReportRequest,
} from './core/reconciliation/results.ts';
import type { Timeframe } from './core/timeframe.ts';
import type { UsageQuery, UsageResult } from './core/usage/usageCommand.ts';
import type { VolumeHour } from './core/volume.ts';

export const SCHEME = 'orb';
/** VS Code's own language ID for NDJSON files. */
export const JSON_LINES = 'jsonl';
/** Read-only: what Orb holds now, the left side of comparisons. */
export const REMOTE_SCHEME = 'orb-remote';
/** One line of an event file as a document of its own; saving writes it back to its line. */
export const LINE_SCHEME = 'orb-line';
/** Not for files: a page whose extension host has ended finds the next one by it. */
export const PAGE_SCHEME = 'orb-page';
export const EVENT_LANGUAGE = 'orb-event';
/** The source of problems, as the Problems view shows it. */
export const DIAGNOSTIC_SOURCE = 'orb';
export const EVENT_EDITOR = 'orb.eventEditor';
/** The types by which the editor restores pages after a reload. */
export const VOLUME_PAGE = 'orb.volume';
export const USAGE_PAGE = 'orb.usage';
export const TRAFFIC_PAGE = 'orb.traffic';
export const INGEST_RUN_PAGE = 'orb.ingestRun';
export const RESULTS_PAGE = 'orb.results';
export const RECONCILE_PAGE = 'orb.reconcile';
export const views = { events: 'orb.events', backfills: 'orb.backfills' } as const;
export const STATUS_BAR_ITEM = 'orb.connection';

/** Tools for language models. */
export const languageModelTools = [
  'orb_search_events',
  'orb_explain_event',
  'orb_validate_events',
  'orb_volume',
  'orb_usage',
  'orb_reconcile_file',
  'orb_draft_amendment',
] as const;
export type LanguageModelToolName = (typeof languageModelTools)[number];

export type { EventJson, IngestSummary };

interface BackfillTarget {
  readonly backfillId: string;
  readonly uri?: string;
  readonly connectionId?: string;
  readonly confirm?: boolean;
}
interface Confirm {
  readonly confirm?: boolean;
}
export type CopyFormat = 'curl' | 'node' | 'python' | 'go' | 'line';
export type CopyOperation = 'search' | 'amend' | 'deprecate' | 'ingest';

/** The types of a command's arguments and result; the value itself is empty. */
export interface CommandType<Args extends readonly unknown[], Result> {
  readonly args?: Args;
  readonly result?: Result;
}
// Marked, so that activation doesn't load the list of commands, of which only types are used.
const command = /* @__NO_SIDE_EFFECTS__ */ <
  Args extends readonly unknown[] = [],
  Result = void,
>(): CommandType<Args, Result> => ({});

/** `unknown` arguments come from menus and keybindings too (tree items, URIs): each handler reads them carefully. */
export const commands = {
  'orb.connections.add': command<[NewConnection?], string | undefined>(),
  'orb.connections.switch': command<[string?]>(),
  'orb.connections.remove': command<[string?]>(),
  'orb.connections.check': command<
    [string?],
    { readonly ok: boolean; readonly status?: number; readonly message?: string }
  >(),
  'orb.connections.edit': command<[ConnectionEdit?]>(),
  'orb.connections.replaceKey':
    command<[{ readonly connectionId: string; readonly apiKey?: string }?]>(),
  'orb.events.search': command<
    [
      (
        | ({
            readonly eventIds: readonly string[];
            readonly connectionId?: string;
          } & Partial<Timeframe>)
        | undefined
      )?,
    ],
    { readonly events: readonly EventJson[]; readonly missing: readonly string[] } | undefined
  >(),
  'orb.events.searchSelection': command<[unknown?]>(),
  'orb.events.refresh': command(),
  /** Keeps pinned searches unless `pinned` is true. */
  'orb.events.clear': command<[{ readonly pinned?: boolean }?]>(),
  'orb.events.searchAgain': command<[unknown?]>(),
  'orb.events.removeSearch': command<[unknown?]>(),
  'orb.events.export': command<[unknown?]>(),
  'orb.events.stop': command<[unknown?]>(),
  'orb.events.search30Days': command<[unknown?]>(),
  'orb.events.search90Days': command<[unknown?]>(),
  'orb.events.searchElsewhere': command<[unknown?]>(),
  'orb.events.loadMore': command<[unknown?]>(),
  /**
   * `asked`, `newest`, `oldest`, `id`, `eventName`, `customer`, `state` or `property:name`; asks if
   * absent.
   */
  'orb.events.sort': command<[unknown?]>(),
  /** `none`, `eventName`, `customer` or `state`; asks if absent. */
  'orb.events.group': command<[unknown?]>(),
  /** The text to filter by; asks if absent. */
  'orb.events.filter': command<[unknown?]>(),
  'orb.events.clearFilter': command(),
  /** The row or its search's ID; asks for the name if it's absent. */
  'orb.search.rename': command<[unknown?, unknown?]>(),
  /** Pins it, or unpins it; a name renames it as well. */
  'orb.search.pin': command<[unknown?, unknown?]>(),
  /** The row or its search's ID; by default the selected or newest search. */
  'orb.results.show': command<[unknown?]>(),
  /** The row of the search or of what was left out of it. */
  'orb.search.leftOut': command<[unknown?]>(),
  /** With `billing: true` in the target, Orb is also asked how it bills the event. */
  'orb.event.open': command<[unknown?], string | undefined>(),
  'orb.event.openText': command<[unknown?], string | undefined>(),
  /** Does what Ctrl+S does. */
  'orb.event.amend': command<[unknown?, Confirm?], { readonly amended: boolean } | undefined>(),
  'orb.event.compare': command<[unknown?]>(),
  /** With `document: true` in the target, of the edited text instead of Orb's version. */
  'orb.event.explain': command<[unknown?], ExplanationResult | undefined>(),
  'orb.event.newFrom': command<[unknown?]>(),
  'orb.event.restorePrevious': command<[unknown?]>(),
  'orb.event.deprecate': command<
    [unknown?, unknown?],
    | {
        readonly deprecated: readonly string[];
        readonly failed: readonly { readonly id: string; readonly message: string }[];
      }
    | undefined
  >(),
  'orb.event.copyId': command<[unknown?, unknown?], string | undefined>(),
  /** Copies a link that opens the event; several are copied line by line. */
  'orb.event.copyLink': command<[unknown?, unknown?], string | undefined>(),
  'orb.event.copyAs': command<[unknown?], string | undefined>(),
  'orb.ingest.file': command<[unknown?, unknown?], IngestSummary | undefined>(),
  'orb.ingest.validate': command<
    [unknown?, unknown?],
    | {
        readonly lines: number;
        readonly valid: number;
        readonly invalid: number;
        readonly duplicates: number;
        readonly conflicts: number;
      }
    | undefined
  >(),
  'orb.ingest.selection': command<[unknown?], IngestSummary | undefined>(),
  'orb.ingest.resume': command<
    [
      (
        | string
        | {
            readonly runId?: string;
            /** For the rest of an ingest whose own backfill no longer accepts events. */
            readonly backfillId?: string;
            readonly confirm?: boolean;
          }
      )?,
    ],
    IngestSummary | undefined
  >(),
  'orb.ingest.verify': command<
    [string?],
    | {
        readonly found: number;
        readonly missing: readonly string[];
        readonly different: readonly string[];
      }
    | undefined
  >(),
  'orb.ingest.showEvents': command<[string?]>(),
  'orb.ingest.showRun': command<[string?]>(),
  /** Converts a JSON array, a request body, or pretty-printed events to lines in a new document. */
  'orb.ingest.convertArray': command<[unknown?]>(),
  'orb.reconcile.file': command<[unknown?, unknown?], ReconcileSummary | undefined>(),
  'orb.reconcile.resume': command<[string?], ReconcileSummary | undefined>(),
  'orb.reconcile.again': command<[string?], ReconcileSummary | undefined>(),
  'orb.reconcile.show': command<[string?]>(),
  /** Offset 0 and a limit of 1,000 by default. Asks without arguments, and opens the line. */
  'orb.reconcile.items': command<[ItemRequest?], ReconcileItems | undefined>(),
  /** Asks without arguments. */
  'orb.reconcile.repair': command<[RepairRequest?], RepairResult | undefined>(),
  /** Asks without arguments, and opens the text. */
  'orb.reconcile.export': command<[ReportRequest?], string | undefined>(),
  'orb.ingest.newFile': command(),
  'orb.ndjson.openLine': command<[unknown?, unknown?]>(),
  /** The file of dead letters, and the line (from 0) of a single event. */
  'orb.ndjson.findEvents': command<[unknown?, unknown?]>(),
  /** The file of dead letters, and a line (from 0) with the reason; asks if absent. */
  'orb.ndjson.groupByReason': command<[unknown?, unknown?]>(),
  'orb.data.delete': command<[Confirm?]>(),
  'orb.backfills.create': command<
    [(Partial<NewBackfill> & { readonly connectionId?: string } & Confirm)?],
    Backfill | undefined
  >(),
  'orb.backfills.ingest': command<[(BackfillTarget | undefined)?], IngestSummary | undefined>(),
  'orb.backfills.close': command<[(BackfillTarget | undefined)?], Backfill | undefined>(),
  'orb.backfills.revert': command<[(BackfillTarget | undefined)?], Backfill | undefined>(),
  'orb.backfills.fetch': command<[(BackfillTarget | undefined)?], Backfill | undefined>(),
  'orb.backfills.list': command<
    [{ readonly connectionId?: string }?],
    readonly Backfill[] | undefined
  >(),
  'orb.volume.show': command<
    [((Partial<Timeframe> & { readonly connectionId?: string }) | undefined)?],
    { readonly hours: readonly VolumeHour[] } | undefined
  >(),
  /** Without a customer, the page asks for one and there is no result. */
  'orb.usage.show': command<[(UsageQuery | undefined)?], UsageResult | undefined>(),
  'orb.sandbox.start': command<
    [{ readonly port?: number; readonly seed?: 'demo' | 'none' }?],
    { readonly url: string; readonly apiKey: string; readonly connectionId: string }
  >(),
  'orb.sandbox.stop': command(),
  'orb.sandbox.reset': command<[{ readonly confirm?: boolean }?]>(),
  'orb.sandbox.setClock': command<[(string | null)?]>(),
  'orb.sandbox.openTerminal': command(),
  'orb.recorder.start': command<
    [{ readonly connectionId?: string; readonly port?: number }?],
    { readonly url: string; readonly apiKey: string; readonly adminUrl: string }
  >(),
  'orb.recorder.stop': command(),
  /** The Traffic page of the recorder that runs. */
  'orb.recorder.show': command(),
  'orb.recorder.openTerminal': command(),
  'orb.recorder.clear': command(),
  /** For `${command:orb.recorder.url}` in a launch configuration, which is passed along. Without arguments, the text is copied. */
  'orb.recorder.url': command<[unknown?], string>(),
  'orb.recorder.apiKey': command<[unknown?], string>(),
  'orb.recorder.export': command<
    [{ readonly format: 'har' | 'events'; readonly uri?: unknown }?],
    string | undefined
  >(),
  /** Merges into the catalog that is there, and shows a diff. `examples` writes values of properties. */
  'orb.catalog.learn': command<
    [
      {
        readonly from?: 'search' | 'file' | 'traffic';
        readonly uri?: unknown;
        readonly target?: unknown;
        readonly examples?: boolean;
      }?,
    ],
    string | undefined
  >(),
  'orb.log.show': command(),
} as const;

/**
 * Commands in menus of rows that aren't in the title of a view. Called without a row, they end:
 * only a title may have no row to pass.
 */
export const rowCommands = /^orb\.event\.|^orb\.events\.(searchAgain|removeSearch)$|^orb\.search\./;

/** Commands in the menu of a text editor, which passes only its file. */
export const editorMenuCommands: ReadonlySet<string> = new Set<CommandId>([
  'orb.events.searchSelection',
  'orb.ndjson.openLine',
  'orb.ingest.selection',
]);

export type CommandId = keyof typeof commands;
type TypeOf<K extends CommandId> =
  (typeof commands)[K] extends CommandType<infer Args, infer Result> ? [Args, Result] : never;
export type CommandArgs<K extends CommandId> = TypeOf<K>[0];
export type CommandResult<K extends CommandId> = TypeOf<K>[1];

const whole = (minimum: number, maximum: number, value: number) =>
  ({ type: 'integer', minimum, maximum, default: value }) as const;
const word = <const T extends string>(value: T, ...others: readonly T[]) =>
  ({ type: 'string', enum: [value, ...others], default: value }) as const;

/** Every setting with its JSON schema, as in the manifest. */
export const settings = {
  'orb.amend.confirm': word('live', 'always', 'never'),
  'orb.amend.showCost': { type: 'boolean', default: true },
  'orb.confirm.allowSkip': word('notLive', 'always'),
  'orb.search.windowDays': whole(1, 3650, 7),
  'orb.ingest.batchSize': whole(1, 500, 500),
  'orb.ingest.concurrency': whole(1, 32, 4),
  'orb.ingest.maxEventsPerMinute': whole(0, 10_000_000, 0),
  'orb.ndjson.files': { type: 'array', items: { type: 'string' }, default: [] as string[] },
  'orb.hover.enabled': { type: 'boolean', default: true },
  'orb.hover.patterns': { type: 'array', items: { type: 'string' }, default: [] as string[] },
  'orb.http.timeoutSeconds': whole(1, 600, 60),
  'orb.http.maxRetries': whole(0, 20, 4),
  'orb.sandbox.port': whole(0, 65_535, 4510),
  'orb.recorder.port': whole(0, 65_535, 4511),
  'orb.recorder.maxRequests': whole(100, 50_000, 2_000),
  'orb.recorder.maxMegabytes': whole(1, 1_024, 32),
  'orb.catalog.file': { type: 'string', default: '.orb/events.schema.json' },
} as const;

export type SettingId = keyof typeof settings;
/** The type of a setting's value, from its schema. */
type ValueOf<S> = S extends { readonly enum: readonly (infer T)[] }
  ? T
  : S extends { readonly type: 'array' }
    ? readonly string[]
    : S extends { readonly type: 'string' }
      ? string
      : S extends { readonly type: 'boolean' }
        ? boolean
        : number;
export type SettingValue<K extends SettingId> = ValueOf<(typeof settings)[K]>;

/** Keys for `when` clauses, all set by workbench/contextKeys.ts. */
export const contextKeys = [
  'orb.activated',
  'orb.connected',
  'orb.hasConnections',
  'orb.keyMissing',
  'orb.hasSearches',
  'orb.noBackfills',
  'orb.filtered',
  'orb.sandboxRunning',
  'orb.eventFile',
  'orb.didSearch',
  'orb.didAmend',
  'orb.didIngest',
  'orb.didBackfill',
] as const;
export type ContextKeyId = (typeof contextKeys)[number];
