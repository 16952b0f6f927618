/** The commands that search, and those that work on the searches in the view. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { lastDaysWindow, type SearchWindow } from '../../core/search/window.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { ReadArguments } from '../commandArguments.ts';
import type { CommandHandlers } from '../registerCommands.ts';
import { NothingFound, UserError } from '../userError.ts';
import { whyMissing } from './missingItem.ts';
import { asNode, searchIdOf } from './nodes.ts';
import type { Search } from './searches.ts';
import { idReader } from './idReader.ts';
import { labelOf } from './labels.ts';
import {
  askAgain,
  runSearch,
  searchMeant,
  shownInRows,
  type EventsView,
  type SearchResult,
} from './run.ts';

export function searchCommands(parts: EventsView): CommandHandlers {
  const { services, searches } = parts;
  return {
    'orb.events.search': (asked) => search(parts, asked),
    'orb.events.searchSelection': (resource) => searchSelection(parts, resource),
    // A view's title passes the focused row, but its buttons apply to the whole view.
    'orb.events.refresh': () => refresh(parts),
    'orb.events.clear': (options) => searches.removeAll(options?.pinned === true),
    'orb.events.searchAgain': async (value) => {
      await askAgain(parts, searchMeant(parts, asNode(value)).id);
    },
    'orb.events.removeSearch': (value) => searches.remove(searchMeant(parts, asNode(value)).id),
    'orb.search.rename': (value, options) => rename(parts, value, options?.name),
    'orb.search.pin': (value, options) => {
      const { id } = searchNamed(parts, value);
      if (options?.name !== undefined) searches.rename(id, options.name);
      searches.togglePin(id);
    },
    'orb.search.leftOut': (value) => addLeftOut(parts, value),
    'orb.events.stop': (value) => {
      const node = asNode(value);
      if (node !== undefined) searches.stop(searchIdOf(node));
      else for (const { id } of searches.all) searches.stop(id);
    },
    'orb.events.search30Days': (value) => searchWider(parts, value, 30),
    'orb.events.search90Days': (value) => searchWider(parts, value, 90),
    'orb.events.searchElsewhere': (value) => searchElsewhere(parts, value),
    'orb.catalog.learn': async (given) => {
      const { learnCatalog } = await import('../catalog/learnCatalog.ts');
      const searched = () => searches.views(searchMeant(parts, undefined)).map(({ raw }) => raw);
      return learnCatalog({ services, searched }, given);
    },
    'orb.events.export': async (value) => {
      const { exportResults } = await import('../exportEvents.ts');
      const target = value instanceof vscode.Uri ? value : undefined;
      const found = searchMeant(parts, asNode(value));
      await exportResults(services, searches.views(found), target);
    },
  };
}

async function search(
  parts: EventsView,
  asked: ReadArguments<'orb.events.search'>[0],
): Promise<SearchResult | undefined> {
  const { services } = parts;
  const { eventIds, timeframeStart, timeframeEnd } = asked ?? {};
  const exact: SearchWindow | undefined =
    timeframeStart === undefined && timeframeEnd === undefined
      ? undefined
      : {
          kind: 'exact',
          ...(timeframeStart === undefined ? {} : { timeframeStart }),
          ...(timeframeEnd === undefined ? {} : { timeframeEnd }),
        };
  if (eventIds === undefined) return askAndSearch(parts, asked?.connectionId, exact);
  const connection = await services.connections.resolve(asked?.connectionId);
  const window = exact ?? lastDaysWindow(services.settings.get('orb.search.windowDays'));
  return runSearch(parts, { connectionId: connection.id, eventIds, window });
}

async function askAndSearch(
  parts: EventsView,
  connectionId: string | undefined,
  given: SearchWindow | undefined,
): Promise<SearchResult | undefined> {
  const { services } = parts;
  const connection = await services.connections.resolve(connectionId);
  const { askSearch } = await import('./questions.ts');
  const read = idReader(services, connection.id);
  const answers = await askSearch(services, connection, read, given);
  if (answers === undefined) return undefined;
  const { chosen, window } = answers;
  return runSearch(parts, { ...chosen, connectionId: connection.id, window });
}

async function searchSelection(parts: EventsView, resource?: vscode.Uri): Promise<void> {
  const { services } = parts;
  const connection = await services.connections.resolve();
  const [{ idsAtHand }, { chosenOf }, { askLeftOut }] = await Promise.all([
    import('./sources.ts'),
    import('./askIds.ts'),
    import('./leftOut.ts'),
  ]);
  // An editor's own menu passes its file, too; there the selection takes precedence.
  const active = vscode.window.activeTextEditor?.document.uri.toString();
  const file = resource?.toString() === active ? undefined : resource;
  const { reading, name } = await idsAtHand(file, idReader(services, connection.id));
  const added = reading.ids.length > 0 ? [] : await askLeftOut(services, reading);
  if (added === undefined) return;
  const chosen = chosenOf(reading, added);
  if (chosen.eventIds.length === 0) return;
  const days = services.settings.get('orb.search.windowDays');
  await runSearch(parts, {
    ...chosen,
    label: labelOf(chosen.eventIds, name),
    connectionId: connection.id,
    window: lastDaysWindow(days),
  });
}

/** All searches that ran in this window. Those from before a reload wait until they are opened. */
async function refresh(parts: EventsView): Promise<void> {
  const { searches } = parts;
  const meant = searches.all.filter(({ state }) => state.kind !== 'idle');
  const answers = await Promise.allSettled(meant.map(({ id }) => askAgain(parts, id)));
  for (const each of answers) if (each.status === 'rejected') throw each.reason;
}

/** In place: what was found stays, and only the rest is searched for. */
async function searchWider(parts: EventsView, value: unknown, days: 30 | 90): Promise<void> {
  const { searches } = parts;
  const search = searchMeant(parts, asNode(value));
  const window = lastDaysWindow(days);
  // If nothing is missing, the time frame may still have been too narrow, because an amended
  // version is outside it.
  if (search.missing.length > 0) {
    await shownInRows(parts, search.id, searches.widen(search.id, window));
  } else {
    searches.setWindow(search.id, window);
    await askAgain(parts, search.id);
  }
}

/** The search of a row or an ID; else the selected or newest one. @throws UserError if there's none */
export function searchNamed(parts: EventsView, value: string | object | undefined): Search {
  if (typeof value !== 'string') return searchMeant(parts, asNode(value));
  const search = parts.searches.get(value);
  if (search === undefined) throw new UserError(vscode.l10n.t('There\'s no search "{0}".', value));
  return search;
}

async function rename(
  parts: EventsView,
  value: string | object | undefined,
  given: string | undefined,
): Promise<void> {
  const { id, label } = searchNamed(parts, value);
  const name =
    given ??
    (await parts.services.dialogs.input({
      title: vscode.l10n.t('Rename Search'),
      value: label,
      validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Enter a name.') : undefined),
    }));
  if (name !== undefined && name.trim() !== '') parts.searches.rename(id, name.trim());
}

/**
 * Asks which of the pieces that were left out are event IDs after all, and searches for those, too.
 */
async function addLeftOut(parts: EventsView, value: unknown): Promise<void> {
  const { services, searches } = parts;
  const { id, eventIds, leftOut = [] } = searchMeant(parts, asNode(value));
  if (leftOut.length === 0) {
    throw new NothingFound(vscode.l10n.t('Nothing was left out of this search.'));
  }
  const { askLeftOut } = await import('./leftOut.ts');
  const reading = { ids: eventIds, fields: [], leftOut, leftOutCount: leftOut.length };
  const added = await askLeftOut(services, reading);
  if (added === undefined || added.length === 0) return;
  searches.extend(id, added);
  await askAgain(parts, id);
}

/**
 * Searches for what wasn't found in another connection: the one in which it was seen, or else the
 * user's choice.
 */
async function searchElsewhere(parts: EventsView, value: unknown): Promise<void> {
  const { services } = parts;
  const node = asNode(value);
  const found = searchMeant(parts, node);
  const eventIds = node?.kind === 'missing' ? [node.eventId] : found.missing;
  if (eventIds.length === 0)
    throw new NothingFound(vscode.l10n.t('All IDs of this search were found.'));
  const others = services.connections.all.filter(({ id }) => id !== found.connectionId);
  const reason = node?.kind === 'missing' ? whyMissing(node.eventId, found, services) : undefined;
  const seen =
    reason?.kind === 'elsewhere'
      ? others.filter(({ name }) => reason.connections.includes(name))
      : [];
  const connection = await pickConnection(services.dialogs, seen.length > 0 ? seen : others);
  if (connection === undefined) return;
  await runSearch(parts, { connectionId: connection.id, eventIds, window: found.window });
}

async function pickConnection(
  dialogs: EventsView['services']['dialogs'],
  choices: readonly Connection[],
): Promise<Connection | undefined> {
  const [only] = choices;
  if (only === undefined) {
    throw new UserError(vscode.l10n.t("There's no other connection to search in."), {
      title: vscode.l10n.t('Add Connection…'),
      command: 'orb.connections.add',
    });
  }
  if (choices.length === 1) return only;
  const items = choices.map((connection) => ({ label: nameAndMode(connection), connection }));
  const title = vscode.l10n.t('Search in Another Connection');
  return (await dialogs.pick(items, { title }))?.connection;
}
