/** Reads the arguments of each command. Menus pass what was clicked; commands that are for something else ignore it. */
import * as vscode from 'vscode';
import type { CommandId } from '../contributions.ts';
import { outcomes } from '../core/reconciliation/outcomes.ts';
import { repairActions } from '../core/reconciliation/repairs.ts';
import { orderNames, readOrder, type Order } from '../core/search/arrange.ts';
import { isRow, type Call } from './callers.ts';
import { target, type EventTarget } from './readTarget.ts';
import * as read from './argumentReaders.ts';
import type { Reader } from './argumentReaders.ts';
import { UserError } from './userError.ts';

const { text, flag, number, natural, file, object, oneOf } = read;

type Read<Args extends readonly unknown[]> = (call: Call) => Args;

const nothing: Read<[]> = () => [];

/** Whatever is passed: a launch configuration passes itself. */
const anything: Read<[unknown?]> = ({ args: [value] }) => (value == null ? [] : [value]);

/** An argument that no menu passes. */
const given =
  <T>(name: string, reader: Reader<T>): Read<[T?]> =>
  ({ args: [value], isFromMenu }) =>
    isFromMenu || value == null ? [] : [reader(value, name)];

/** An argument, or what was clicked. */
const clicked =
  <T>(name: string, reader: Reader<T>): Read<[T?]> =>
  ({ args: [value] }) =>
    value == null ? [] : [reader(value, name)];

/** A file of the Explorer or an editor. The title of a view passes a row, which is ignored. */
const clickedFile: Read<[vscode.Uri?]> = ({ args: [value] }) =>
  value == null || isRow(value) ? [] : [file(value, 'uri')];

const row: Reader<object> = (value, name) => {
  if (isRow(value)) return value;
  throw new UserError(vscode.l10n.t('"{0}" must be a row of a view.', name));
};

const newRepair = object(
  { action: oneOf(...repairActions) },
  {
    reconcileId: text,
    outcome: oneOf(...outcomes),
    kind: text,
    lines: read.naturals,
    suffix: text,
    confirm: flag,
  },
);
const begunRepair = object({ repairId: text }, {});
const repairRequest: Reader<ReturnType<typeof newRepair> | ReturnType<typeof begunRepair>> = (
  value,
  name,
) => (read.isObject(value) && 'repairId' in value ? begunRepair : newRepair)(value, name);

const nameOption = object({}, { name: text });

/**
 * A row or the ID of a search, and a name for it. Keys and menus don't pass a name; a key without a
 * row means the selection.
 */
const searchAndName: Read<
  [string | object | undefined, { readonly name?: string } | undefined]
> = ({ args: [search, options], isFromMenu }) => {
  const name = isFromMenu || options == null ? undefined : nameOption(options, 'options');
  if (search == null || (isFromMenu && !isRow(search))) return [undefined, name];
  return [isRow(search) ? search : text(search, 'search'), name];
};

/** The value itself, or an object with it as this member. */
const orMember =
  <T>(member: string, whole: Reader<T>): Reader<T> =>
  (value) =>
    whole(read.isObject(value) ? value : { [member]: value }, member);

const lineOf: Read<[vscode.Uri | undefined, number | undefined]> = ({
  args: [uri, line],
  isFromMenu,
}) => [
  uri == null ? undefined : file(uri, 'uri'),
  isFromMenu || line == null ? undefined : number(line, 'line'),
];

const confirm = object({}, { confirm: flag });
const opened = object({}, { billing: flag });
const explained = object({}, { document: flag });
const copyAs = object(
  {},
  {
    format: oneOf('curl', 'node', 'python', 'go', 'line'),
    operation: oneOf('search', 'amend', 'deprecate', 'ingest'),
  },
);
const order: Reader<Order> = (value, name) => {
  const read = readOrder(value);
  if (read !== undefined) return read;
  const names = orderNames.join(', ');
  throw new UserError(vscode.l10n.t('"{0}" must be one of: {1}.', name, names));
};
const mode = oneOf('live', 'test', 'sandbox');
const frame = { timeframeStart: text, timeframeEnd: text, connectionId: text };
const fileWith = orMember(
  'uri',
  object({}, { uri: file, connectionId: text, backfillId: text, confirm: flag }),
);
const comparedFile = orMember('uri', object({}, { uri: file, connectionId: text }));
const backfill = orMember(
  'backfillId',
  object({ backfillId: text }, { uri: file, connectionId: text, confirm: flag }),
);

/** A single event, or undefined. */
const event = (value: unknown): EventTarget | undefined =>
  value == null ? undefined : target(value, 'target');

const confirmOf = (value: unknown) => (value == null ? undefined : confirm(value, 'options'));

/** The `(row, rows)` of a tree are passed on, since its feature knows which rows are events. */
const events = ({
  args: [first, rows],
  isFromMenu,
}: Call): readonly [unknown, readonly unknown[] | undefined] => {
  if (isFromMenu) return [first, Array.isArray(rows) ? (rows as unknown[]) : undefined];
  const one = Array.isArray(first) ? first.map((each) => target(each, 'target')) : event(first);
  return [one, undefined];
};

export const readArguments = {
  'orb.connections.add': given(
    'connection',
    object(
      { name: read.anyText, mode, apiKey: read.anyText },
      { baseUrl: text, gracePeriodHours: number },
    ),
  ),
  'orb.connections.switch': given('connectionId', text),
  'orb.connections.remove': given('connectionId', text),
  'orb.connections.check': given('connectionId', text),
  'orb.connections.edit': given(
    'connection',
    object({ connectionId: text }, { name: read.anyText, mode, gracePeriodHours: number }),
  ),
  'orb.connections.replaceKey': given(
    'connection',
    object({ connectionId: text }, { apiKey: read.anyText }),
  ),
  'orb.events.search': given('search', object({}, { eventIds: read.texts, ...frame })),
  'orb.events.searchSelection': clickedFile,
  'orb.events.refresh': nothing,
  'orb.events.clear': given('options', object({}, { pinned: flag })),
  'orb.events.searchAgain': clicked('row', row),
  'orb.events.removeSearch': clicked('row', row),
  'orb.events.export': clicked('uri', (value, name) => (isRow(value) ? value : file(value, name))),
  'orb.events.stop': clicked('row', row),
  'orb.events.search30Days': clicked('row', row),
  'orb.events.search90Days': clicked('row', row),
  'orb.events.searchElsewhere': clicked('row', row),
  'orb.events.loadMore': clicked('row', row),
  'orb.events.sort': given('order', order),
  'orb.events.group': given('grouping', oneOf('none', 'eventName', 'customer', 'state')),
  'orb.search.rename': searchAndName,
  'orb.search.pin': searchAndName,
  'orb.results.show': searchAndName,
  'orb.search.leftOut': clicked('row', row),
  'orb.events.filter': given('filter', read.anyText),
  'orb.events.clearFilter': nothing,
  'orb.event.open': ({ args: [first] }: Call) => {
    const { billing = false } = read.isObject(first) ? opened(first, 'target') : {};
    return [event(first), billing] as const;
  },
  'orb.event.openText': clicked('target', target),
  'orb.event.amend': ({ args: [first, options] }: Call) =>
    [event(first), confirmOf(options)] as const,
  'orb.event.compare': clicked('target', target),
  'orb.event.explain': ({ args: [first] }: Call) => {
    const { document = false } = read.isObject(first) ? explained(first, 'target') : {};
    return [event(first), document] as const;
  },
  'orb.event.newFrom': clicked('target', target),
  'orb.event.restorePrevious': clicked('target', target),
  'orb.event.deprecate': (call: Call) => {
    const [first, rows] = events(call);
    return [first, rows, call.isFromMenu ? undefined : confirmOf(call.args[1])] as const;
  },
  'orb.event.copyId': events,
  'orb.event.copyLink': events,
  'orb.event.copyAs': ({ args: [first] }: Call) => {
    const asked = read.isObject(first) ? copyAs(first, 'target') : {};
    return [event(first), asked, isRow(first)] as const;
  },
  'orb.ingest.file': ({ args: [first, others], isFromMenu }: Call) =>
    [
      first == null ? undefined : fileWith(first, 'uri'),
      isFromMenu && Array.isArray(others) ? others.length : 1,
    ] as const,
  'orb.ingest.validate': clicked('uri', fileWith),
  'orb.ingest.selection': nothing,
  'orb.ingest.resume': given(
    'runId',
    orMember('runId', object({}, { runId: text, backfillId: text, confirm: flag })),
  ),
  'orb.ingest.verify': given('runId', text),
  'orb.ingest.showEvents': given('runId', text),
  'orb.ingest.showRun': given('runId', text),
  'orb.ingest.convertArray': clicked('uri', fileWith),
  'orb.reconcile.file': clicked('uri', comparedFile),
  'orb.reconcile.resume': given('reconcileId', text),
  'orb.reconcile.again': given('reconcileId', text),
  'orb.reconcile.show': given('reconcileId', text),
  'orb.reconcile.items': given(
    'items',
    object(
      {},
      {
        reconcileId: text,
        outcome: oneOf(...outcomes),
        kind: text,
        offset: natural,
        limit: natural,
      },
    ),
  ),
  'orb.reconcile.repair': given('repair', repairRequest),
  'orb.reconcile.export': given(
    'report',
    object({ format: oneOf('csv', 'markdown') }, { reconcileId: text, uri: file }),
  ),
  'orb.ingest.newFile': nothing,
  'orb.ndjson.openLine': lineOf,
  'orb.ndjson.findEvents': lineOf,
  'orb.ndjson.groupByReason': lineOf,
  'orb.data.delete': given('options', confirm),
  'orb.backfills.create': given(
    'backfill',
    object(
      {},
      {
        ...frame,
        replaceExistingEvents: flag,
        customerId: text,
        externalCustomerId: text,
        closeTime: text,
        deprecationFilter: text,
        confirm: flag,
      },
    ),
  ),
  'orb.backfills.ingest': clicked('backfillId', backfill),
  'orb.backfills.close': clicked('backfillId', backfill),
  'orb.backfills.revert': clicked('backfillId', backfill),
  'orb.backfills.fetch': clicked('backfillId', backfill),
  'orb.backfills.list': given('options', object({}, { connectionId: text })),
  'orb.volume.show': given('options', object({}, frame)),
  'orb.usage.show': given(
    'options',
    object(
      {},
      {
        ...frame,
        customerId: text,
        externalCustomerId: text,
        priceId: text,
        groupBy: text,
        filter: read.anyText,
        granularity: oneOf('hour', 'day'),
      },
    ),
  ),
  'orb.sandbox.start': given('options', object({}, { port: number, seed: oneOf('demo', 'none') })),
  'orb.sandbox.stop': nothing,
  'orb.sandbox.reset': given('options', confirm),
  /** Null means the real time. */
  'orb.sandbox.setClock': ({ args: [now], isFromMenu }: Call): [(string | null)?] =>
    isFromMenu || now === undefined ? [] : [now === null ? null : text(now, 'now')],
  'orb.sandbox.openTerminal': nothing,
  'orb.recorder.start': given('options', object({}, { connectionId: text, port: number })),
  'orb.recorder.stop': nothing,
  'orb.recorder.show': nothing,
  'orb.recorder.openTerminal': nothing,
  'orb.recorder.clear': nothing,
  'orb.recorder.url': anything,
  'orb.recorder.apiKey': anything,
  'orb.recorder.export': given(
    'options',
    object({ format: oneOf('har', 'events') }, { uri: file }),
  ),
  'orb.catalog.learn': given(
    'options',
    object(
      {},
      { from: oneOf('search', 'file', 'traffic'), uri: file, target: file, examples: flag },
    ),
  ),
  'orb.log.show': nothing,
} satisfies Readonly<Record<CommandId, Read<readonly unknown[]>>>;

/** The arguments of a command's handler. */
export type ReadArguments<K extends CommandId> = ReturnType<(typeof readArguments)[K]>;
