/** The commands that sort, group, and filter the Events view. */
import * as vscode from 'vscode';
import { byProperty, propertyNames, type Grouping, type Order } from '../../core/search/arrange.ts';
import { visible } from '../../std/visible.ts';
import type { CommandHandlers } from '../registerCommands.ts';
import { NothingFound } from '../userError.ts';
import { asNode, type MoreNode } from './nodes.ts';
import { searchMeant, type EventsView } from './run.ts';

export function arrangeCommands(parts: EventsView): CommandHandlers {
  const { lists, services, tree } = parts;
  const { dialogs } = services;
  const choose = async <T extends string>(
    title: string,
    labels: Readonly<Partial<Record<T, string>>>,
    current: T,
    given: T | undefined,
  ): Promise<T | undefined> => {
    if (given !== undefined) return given;
    const items = (Object.entries(labels) as [T, string][]).map(([value, label]) => ({
      label,
      value,
      ...(value === current ? { description: vscode.l10n.t('current') } : {}),
    }));
    return (await dialogs.pick(items, { title }))?.value;
  };
  return {
    'orb.events.sort': async (given) => {
      const labels: Partial<Record<Order, string>> = {
        asked: vscode.l10n.t('In search order'),
        newest: vscode.l10n.t('Newest first'),
        oldest: vscode.l10n.t('Oldest first'),
        id: vscode.l10n.t('By event ID'),
        eventName: vscode.l10n.t('By event name'),
        customer: vscode.l10n.t('By customer'),
        state: vscode.l10n.t('By state'),
        ...propertyLabels(parts),
      };
      const title = vscode.l10n.t('Sort Events');
      const order = await choose(title, labels, lists.arrangement.order, given);
      if (order !== undefined) lists.arrange({ order });
    },
    'orb.events.group': async (given) => {
      const labels: Record<Grouping, string> = {
        none: vscode.l10n.t('No groups'),
        eventName: vscode.l10n.t('By event name'),
        customer: vscode.l10n.t('By customer'),
        state: vscode.l10n.t('By state'),
      };
      const title = vscode.l10n.t('Group Events');
      const grouping = await choose(title, labels, lists.arrangement.grouping, given);
      if (grouping !== undefined) lists.arrange({ grouping });
    },
    'orb.events.filter': async (given) => {
      const filter =
        given ??
        (await dialogs.input({
          title: vscode.l10n.t('Filter Events'),
          value: lists.arrangement.filter,
          prompt: vscode.l10n.t(
            'Shows the events with this text in their ID, name, customer, time, state, or properties (tokens=120).',
          ),
        }));
      if (filter !== undefined) lists.arrange({ filter: filter.trim() });
    },
    'orb.events.clearFilter': () => lists.arrange({ filter: '' }),
    'orb.events.loadMore': (value) => {
      const node = asNode(value);
      const more = node?.kind === 'more' ? node : firstMore(parts, searchMeant(parts, node).id);
      if (more === undefined) {
        throw new NothingFound(vscode.l10n.t('All results of this search are shown.'));
      }
      tree.loadMore(more);
    },
  };
}

/** Enough for any list that people read. */
const MAX_PROPERTIES = 100;

/** The properties of the events in the view, the most frequent ones first. */
function propertyLabels({ searches }: EventsView): Partial<Record<Order, string>> {
  const names = propertyNames(searches.all.flatMap((search) => searches.views(search)));
  return Object.fromEntries(
    names
      .slice(0, MAX_PROPERTIES)
      .map((name) => [byProperty(name), vscode.l10n.t('By property {0}', visible(name, 100))]),
  );
}

/** The first Load More row of a search. */
function firstMore({ tree }: EventsView, searchId: string): MoreNode | undefined {
  const rows = tree.getChildren(tree.searchNode(searchId));
  const below = rows.filter(({ kind }) => kind === 'group' || kind === 'notFound');
  return [...rows, ...below.flatMap((row) => tree.getChildren(row))].find(
    (row) => row.kind === 'more',
  );
}
