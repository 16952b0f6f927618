/** The commands on events that the tree, the editor, and the palette share: deprecate and copy. */
import * as vscode from 'vscode';
import { countText } from '../../core/language.ts';
import { isRow } from '../callers.ts';
import { activeAccount } from '../connections/labels.ts';
import { CONFIRMED_MS, confirmInStatusBar } from '../copied.ts';
import type { CommandHandlers } from '../registerCommands.ts';
import type { EventAddress } from '../eventStore.ts';
import { readTargets, type EventTargetRead } from '../events/targets.ts';
import { eventInFront } from '../eventUris.ts';
import { UserError } from '../userError.ts';
import type { EventsView } from './run.ts';

export function eventCommands(parts: EventsView): CommandHandlers {
  const { services } = parts;
  return {
    'orb.event.deprecate': async (first, rows, options) => {
      const targets = await targetsOf(parts, first, rows);
      const asked = targets.length > 0 ? targets : await askForId(parts);
      if (asked.length === 0) return undefined;
      const { deprecateEvents } = await import('./deprecate.ts');
      return deprecateEvents(services, asked, options);
    },
    'orb.event.copyId': async (first, selected) => {
      const nodes = isSelection(first) ? parts.view.selection : [first];
      const missing = nodes.flatMap((node) => missingIn(parts, node));
      const targets = missing.length > 0 ? missing : await targetsOf(parts, first, selected);
      if (targets.length === 0) throw nothingChosen();
      const { copyIds } = await import('./copy.ts');
      const copied = await copyIds(targets);
      const { length } = targets;
      const said =
        length === 1
          ? vscode.l10n.t('Copied 1 event ID')
          : vscode.l10n.t('Copied {0} event IDs', countText(length));
      confirmCopy(parts, isSelection(first) || isRow(first), said);
      return copied;
    },
    'orb.event.copyLink': async (first, selected) => {
      const targets = await targetsOf(parts, first, selected);
      if (targets.length === 0) throw nothingChosen();
      const { copyLinks } = await import('./copy.ts');
      const copied = await copyLinks(services, targets);
      const { length } = targets;
      const said =
        length === 1
          ? vscode.l10n.t('Copied 1 link')
          : vscode.l10n.t('Copied {0} links', countText(length));
      confirmCopy(parts, isRow(first), said);
      return copied;
    },
    'orb.event.copyAs': async (first, how, isFromView) => {
      const [target] = await targetsOf(parts, first);
      if (target === undefined) throw nothingChosen();
      const { copyAs } = await import('./copy.ts');
      const copied = await copyAs(services, target, how);
      if (copied !== undefined) confirmCopy(parts, isFromView, vscode.l10n.t('Copied'));
      return copied;
    },
  };
}

/**
 * The given events; or else all selected rows, if there are several; or else the active event; or
 * else the selected row. The view's keybinding passes `{ selection: true }`: there the row has the
 * focus, whatever editor is active.
 */
async function targetsOf(
  { services, view }: EventsView,
  first: unknown,
  selected?: readonly unknown[],
): Promise<readonly EventTargetRead[]> {
  const rows = view.selection.filter(({ kind }) => kind === 'event' || kind === 'missing');
  if (isSelection(first)) return readTargets(services, rows);
  const given = await readTargets(services, first, selected);
  if (given.length > 0) return given;
  const front = eventInFront();
  const several = view.visible && rows.length > 1;
  return readTargets(services, several || front === undefined ? rows : [front]);
}

/** In the status bar, which screen readers announce; for rows also in the header of their view. */
function confirmCopy({ services, view }: EventsView, isFromView: boolean, words: string): void {
  confirmInStatusBar(words);
  if (!isFromView) return;
  view.description = words;
  setTimeout(() => {
    if (view.description === words) view.description = activeAccount(services.connections.active);
  }, CONFIRMED_MS);
}

/** All IDs below an "n not found" node; none for any other node. */
function missingIn({ searches }: EventsView, node: unknown): readonly EventAddress[] {
  const { kind, searchId } = (node ?? {}) as { readonly kind?: unknown; searchId?: unknown };
  const search = kind === 'notFound' ? searches.get(String(searchId)) : undefined;
  if (search === undefined) return [];
  return search.missing.map((eventId) => ({ connectionId: search.connectionId, eventId }));
}

const isSelection = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'selection' in value && value.selection === true;

async function askForId({ services }: EventsView): Promise<readonly EventTargetRead[]> {
  const { id } = await services.connections.resolve();
  const eventId = await services.dialogs.input({
    title: vscode.l10n.t('Deprecate Event'),
    prompt: vscode.l10n.t('ID of the event'),
  });
  return eventId === undefined || eventId.trim() === ''
    ? []
    : [{ connectionId: id, eventId: eventId.trim() }];
}

/** In a tree, arrow keys move the focus, which VS Code doesn't report to extensions. */
const nothingChosen = () =>
  new UserError(
    vscode.l10n.t('No event is open or selected. Press Enter to select the focused row.'),
  );
