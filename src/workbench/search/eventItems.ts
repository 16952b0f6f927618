/** The rows of an event and of its properties. */
import * as vscode from 'vscode';
import { customerOf, stateOf } from '../../core/search/arrange.ts';
import { looksLike } from '../../core/rules/textTypes.ts';
import { warningsOf, type SharedByRows } from '../../core/search/rows.ts';
import { shortTime, spokenTime } from '../../core/timeText.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { visible } from '../../std/visible.ts';
import { commandFor } from '../callers.ts';
import type { EventView } from '../eventStore.ts';
import type { PropertyNode } from './nodes.ts';
import { decorate, warningCount } from './rowDecorations.ts';

/** Longer values are cut off in the row; the event's document shows them in full. */
const MAX_SHOWN = 200;

interface Around {
  readonly nowMs: number;
  /** Shared by all rows of the search, which shows it. */
  readonly shared: SharedByRows;
  /** The mode of the event's connection if it isn't the active one. */
  readonly elsewhere: string | undefined;
  readonly isLiveElsewhere: boolean;
}

export function eventItem(
  view: EventView,
  { nowMs, shared, elsewhere, isLiveElsewhere }: Around,
): vscode.TreeItem {
  const { event, connectionId, eventId } = view;
  const name = visible(event.eventName, MAX_SHOWN);
  const customer = visible(customerOf(event), MAX_SHOWN);
  const state = stateOf(view);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = [
    elsewhere ?? '',
    shortTime(event.timestamp, nowMs, shared.day !== undefined),
    visible(shared.shortIds.get(eventId) ?? eventId, MAX_SHOWN),
    shared.customer === undefined ? customer : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
  const warnings = warningsOf(event);
  decorate(item, { warnings, isLiveElsewhere });
  item.iconPath = icons[state]();
  item.contextValue = state === 'deprecated' ? 'orbEventDeprecated' : 'orbEvent';
  item.tooltip = tooltip(view);
  const target = { eventId, connectionId };
  item.command = commandFor(vscode.l10n.t('Open Event'), 'orb.event.open', target);
  item.accessibilityInformation = {
    label: [
      ...(elsewhere === undefined ? [] : [elsewhere]),
      name,
      stateWords(view),
      ...(warnings === 0 ? [] : [warningCount(warnings)]),
      visible(eventId, MAX_SHOWN),
      spokenTime(event.timestamp),
      spokenCustomer(customer),
    ].join(', '),
  };
  return item;
}

// `symbol-event` has its own color (orange), which would look like a warning.
const icons = {
  active: () => new vscode.ThemeIcon('symbol-event', new vscode.ThemeColor('icon.foreground')),
  amended: () =>
    new vscode.ThemeIcon('edit', new vscode.ThemeColor('gitDecoration.modifiedResourceForeground')),
  deprecated: () =>
    new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground')),
};

export const isNot = {
  number: () => vscode.l10n.t('text, not a number'),
  boolean: () => vscode.l10n.t('text, not true or false'),
};

export function stateWords(view: EventView): string {
  const { amendments, unconfirmed } = view;
  const words = {
    active: () => vscode.l10n.t('active'),
    amended: () =>
      amendments === 1
        ? vscode.l10n.t('amended once')
        : vscode.l10n.t('amended {0} times', amendments),
    deprecated: () => vscode.l10n.t('deprecated'),
  }[stateOf(view)]();
  return unconfirmed ? vscode.l10n.t('{0}, not yet in search', words) : words;
}

const spokenCustomer = (customer: string) =>
  customer === '' ? vscode.l10n.t('no customer') : vscode.l10n.t('customer {0}', customer);

/** Plain text, so that nothing in an event is treated as markup. */
function tooltip(view: EventView): string {
  const { event } = view;
  const ms = parseTimestamp(event.timestamp)?.ms;
  const local = ms === undefined ? undefined : new Date(ms).toLocaleString(vscode.env.language);
  const lines = [
    visible(event.eventName, MAX_SHOWN),
    vscode.l10n.t('Event ID: {0}', visible(event.id, MAX_SHOWN)),
    vscode.l10n.t('Timestamp: {0}', spokenTime(event.timestamp)),
    local === undefined ? undefined : vscode.l10n.t('Local time: {0}', local),
    event.externalCustomerId === null
      ? undefined
      : vscode.l10n.t('External customer ID: {0}', visible(event.externalCustomerId, MAX_SHOWN)),
    event.customerId === null
      ? undefined
      : vscode.l10n.t('Customer ID: {0}', visible(event.customerId, MAX_SHOWN)),
    vscode.l10n.t('State: {0}', stateWords(view)),
    ...Object.entries(event.properties).flatMap(([key, value]) => {
      const kind = looksLike(value);
      return kind === undefined ? [] : [`${visible(key, MAX_SHOWN)}: ${isNot[kind]()}`];
    }),
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

export function propertyItem({ index, name, json }: PropertyNode): vscode.TreeItem {
  if (index === -1) {
    const id = visible(JSON.parse(json) as string, MAX_SHOWN);
    const item = new vscode.TreeItem(vscode.l10n.t('Event ID'));
    item.description = id;
    item.iconPath = new vscode.ThemeIcon('key');
    item.tooltip = id;
    item.contextValue = 'orbEventId';
    // Without it, only the tooltip is spoken.
    item.accessibilityInformation = { label: `${vscode.l10n.t('Event ID')}, ${id}` };
    return item;
  }
  const label = visible(name, MAX_SHOWN);
  const shown = visible(json, MAX_SHOWN);
  const item = new vscode.TreeItem(label === '' ? '""' : label);
  const kind = json.startsWith('"') ? looksLike(JSON.parse(json) as string) : undefined;
  item.description = kind === undefined ? shown : `${shown} · ${isNot[kind]()}`;
  if (kind !== undefined) {
    item.iconPath = new vscode.ThemeIcon(
      'warning',
      new vscode.ThemeColor('list.warningForeground'),
    );
  }
  item.tooltip = `${label}: ${visible(json, 2_000)}`;
  item.contextValue = 'orbProperty';
  item.accessibilityInformation = {
    label:
      kind === undefined
        ? `${label}, ${shown}`
        : vscode.l10n.t('Warning: {0}, {1}, {2}', label, shown, isNot[kind]()),
  };
  return item;
}
