/** The rows of an event and of its properties. */
import * as vscode from 'vscode';
import { looksNumeric } from '../../core/rules/numbers.ts';
import { customerOf, stateOf } from '../../core/search/arrange.ts';
import { shortTime, spokenTime } from '../../core/timeText.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { visible } from '../../std/visible.ts';
import { commandFor } from '../callers.ts';
import type { EventView } from '../eventStore.ts';
import type { PropertyNode } from './nodes.ts';

/** Longer values are cut in the row; the event's document shows them whole. */
const MAX_SHOWN = 200;

export function eventItem(view: EventView, nowMs: number, oneDay: boolean): vscode.TreeItem {
  const { event, connectionId, eventId } = view;
  const name = visible(event.eventName, MAX_SHOWN);
  const customer = visible(customerOf(event), MAX_SHOWN);
  const state = stateOf(view);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = [shortTime(event.timestamp, nowMs, oneDay), customer]
    .filter((part) => part !== '')
    .join(' · ');
  item.iconPath = icons[state]();
  item.contextValue = state === 'deprecated' ? 'orbEventDeprecated' : 'orbEvent';
  item.tooltip = tooltip(view);
  const target = { eventId, connectionId };
  item.command = commandFor(vscode.l10n.t('Open Event'), 'orb.event.open', target);
  item.accessibilityInformation = {
    label: [name, stateWords(view), spokenTime(event.timestamp), spokenCustomer(customer)].join(
      ', ',
    ),
  };
  return item;
}

// `symbol-event` has a colour of its own (orange), which would say more than is meant.
const icons = {
  active: () => new vscode.ThemeIcon('symbol-event', new vscode.ThemeColor('icon.foreground')),
  amended: () =>
    new vscode.ThemeIcon('edit', new vscode.ThemeColor('gitDecoration.modifiedResourceForeground')),
  deprecated: () =>
    new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground')),
};

function stateWords(view: EventView): string {
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

/** Plain text, so that nothing in an event is read as markup. */
function tooltip(view: EventView): string {
  const { event } = view;
  const ms = parseTimestamp(event.timestamp)?.ms;
  const local = ms === undefined ? undefined : new Date(ms).toLocaleString(vscode.env.language);
  const lines = [
    visible(event.eventName, MAX_SHOWN),
    vscode.l10n.t('Event id: {0}', visible(event.id, MAX_SHOWN)),
    vscode.l10n.t('Timestamp: {0}', spokenTime(event.timestamp)),
    local === undefined ? undefined : vscode.l10n.t('Local time: {0}', local),
    event.externalCustomerId === null
      ? undefined
      : vscode.l10n.t('External customer id: {0}', visible(event.externalCustomerId, MAX_SHOWN)),
    event.customerId === null
      ? undefined
      : vscode.l10n.t('Customer id: {0}', visible(event.customerId, MAX_SHOWN)),
    vscode.l10n.t('State: {0}', stateWords(view)),
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
    // Without it the tooltip alone is spoken.
    item.accessibilityInformation = { label: `${vscode.l10n.t('Event ID')}, ${id}` };
    return item;
  }
  const label = visible(name, MAX_SHOWN);
  const shown = visible(json, MAX_SHOWN);
  const item = new vscode.TreeItem(label === '' ? '""' : label);
  const isNumericText = json.startsWith('"') && looksNumeric(JSON.parse(json) as string);
  item.description = isNumericText ? vscode.l10n.t('{0} · text, not a number', shown) : shown;
  if (isNumericText) {
    item.iconPath = new vscode.ThemeIcon(
      'warning',
      new vscode.ThemeColor('list.warningForeground'),
    );
  }
  item.tooltip = `${label}: ${visible(json, 2_000)}`;
  item.contextValue = 'orbProperty';
  item.accessibilityInformation = {
    label: isNumericText
      ? vscode.l10n.t('Warning: {0}, {1}, text, not a number', label, shown)
      : `${label}, ${shown}`,
  };
  return item;
}
