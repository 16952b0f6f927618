/**
 * Opens, amends, compares, and restores an event. Each command reads the event first, so that an
 * error has our message.
 */
import * as vscode from 'vscode';
import { EVENT_EDITOR } from '../../contributions.ts';
import type { CommandHandlers } from '../registerCommands.ts';
import type { Services } from '../services.ts';
import { skipsConfirmation } from '../settings.ts';
import { NothingFound, UserError } from '../userError.ts';
import { compareTexts } from './comparing.ts';
import type { EventDocument } from './eventDocument.ts';
import type { EventDocuments } from './eventDocuments.ts';
import { openNewLine } from './newLine.ts';
import { readVersion, readView } from './reading.ts';
import type { SaveOutcome } from './saveOutcome.ts';
import type { Snapshots } from './snapshots.ts';
import { resolveTarget, type ResolvedTarget } from './target.ts';
import { addressOf, eventUri, openDocument } from '../eventUris.ts';
import { versionOf } from './version.ts';

export function documentCommands(
  services: Services,
  documents: EventDocuments,
  snapshots: Snapshots,
): CommandHandlers {
  const open = async (
    target: ResolvedTarget,
    editor: string,
    options: vscode.TextDocumentShowOptions,
  ) => {
    const uri = uriOf(target);
    documents.prepare(await readView(services, target, target.timeframe));
    await vscode.commands.executeCommand('vscode.openWith', uri, editor, options);
    return uri.toString();
  };
  /**
   * Reads the event first if it isn't open, since VS Code's own message for an unreadable file
   * doesn't say why.
   */
  const opened = async (target: ResolvedTarget): Promise<vscode.TextDocument> => {
    const uri = uriOf(target);
    if (openDocument(uri) === undefined) {
      if (services.connections.get(target.connectionId) === undefined) {
        await readVersion(services, target);
      } else {
        documents.prepare(await readView(services, target, target.timeframe));
      }
    }
    return vscode.workspace.openTextDocument(uri);
  };
  return {
    // Without an argument it's for another event than the active one, which is open already.
    'orb.event.open': async (argument, withBilling) => {
      const target = await resolveTarget(services, argument, null);
      const uri = await open(target, EVENT_EDITOR, {});
      if (withBilling) {
        const { showExplanation } = await import('./explainEvent.ts');
        void showExplanation(documents.get(uriOf(target)));
      }
      return uri;
    },
    'orb.event.openText': async (argument) => {
      const viewColumn = columnForText(argument);
      return open(await resolveTarget(services, argument), 'default', { viewColumn });
    },
    'orb.event.amend': async (argument, options) => {
      const target = await resolveTarget(services, argument);
      const { uri } = await opened(target);
      const document = documents.get(uri);
      const skips = skipsConfirmation(services, target.connectionId, options?.confirm);
      const outcome = await document.amend({ skipsConfirmation: skips });
      // The footer of its page shows the outcome.
      if (argument !== undefined || !document.pages.isShown) check(document, outcome);
      return { amended: outcome === undefined };
    },
    'orb.event.newFrom': async (argument) => {
      const target = await resolveTarget(services, argument);
      const own = openDocument(uriOf(target))?.getText();
      const text = own ?? versionOf(await readView(services, target, target.timeframe)).text;
      await openNewLine(text);
    },
    'orb.event.compare': async (argument) => {
      const target = await resolveTarget(services, argument);
      const view = await readView(services, target, target.timeframe);
      const own = openDocument(uriOf(target))?.getText();
      const orb = versionOf(view, own).text;
      await compareTexts(services, snapshots, target, orb, own ?? orb);
    },
    'orb.event.explain': async (argument, isOfDocument) => {
      const { showExplanation, explainEvent } = await import('./explainEvent.ts');
      const target = await resolveTarget(services, argument);
      if (argument !== undefined) return explainEvent(services, target, isOfDocument);
      // No one reads the result, so its page shows it.
      await open(target, EVENT_EDITOR, {});
      return showExplanation(documents.get(uriOf(target)));
    },
    'orb.event.restorePrevious': (argument) => restorePrevious(services, opened, argument),
  };
}

/** @throws UserError if Orb doesn't hold the text */
function check(document: EventDocument, outcome: SaveOutcome): void {
  if (outcome === undefined || outcome.isCancel) return;
  const { message, nextStep } = outcome;
  const retry = {
    title: vscode.l10n.t('Retry'),
    run: async () => check(document, await document.amend()),
  };
  throw new UserError(message, nextStep === 'retry' ? retry : nextStep);
}

/** Next to the page if both should be visible, as when the page opens the text. */
function columnForText(argument: unknown): vscode.ViewColumn {
  const active = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const fromPage = argument === undefined && active instanceof vscode.TabInputCustom;
  return fromPage && addressOf(active.uri) !== undefined
    ? vscode.ViewColumn.Beside
    : vscode.ViewColumn.Active;
}

/** @throws UserError for an ID that a URI can't contain */
function uriOf(target: ResolvedTarget): vscode.Uri {
  try {
    return eventUri(target);
  } catch {
    throw new UserError(
      vscode.l10n.t("This event ID isn't valid Unicode, so VS Code can't open the event."),
    );
  }
}

/**
 * Puts the text from before the last amendment into the document, unsaved. Saving it is a new
 * amendment.
 */
async function restorePrevious(
  services: Services,
  opened: (target: ResolvedTarget) => Promise<vscode.TextDocument>,
  argument: unknown,
): Promise<void> {
  const target = await resolveTarget(services, argument);
  const { connectionId, eventId } = target;
  const writes = await services.ledger.writes.of(connectionId, eventId);
  const amendments = writes.filter(({ kind, confirmed }) => kind === 'amend' && confirmed);
  if (amendments.length === 0) {
    throw new NothingFound(
      vscode.l10n.t(
        'No amendment of this event was sent from here, so there is no earlier version to restore.',
      ),
    );
  }
  const chosen = argument === undefined ? await choose(services, amendments) : amendments.at(-1);
  if (chosen === undefined) throw new vscode.CancellationError();
  const document = await opened(target);
  const everything = new vscode.Range(
    document.positionAt(0),
    document.positionAt(document.getText().length),
  );
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, everything, chosen.before);
  await vscode.commands.executeCommand('vscode.openWith', document.uri, EVENT_EDITOR);
  await vscode.workspace.applyEdit(edit);
}

/** Asks which text to restore if there are several amendments. */
async function choose<T extends { readonly atMs: number; readonly before: string }>(
  { dialogs }: Services,
  amendments: readonly T[],
): Promise<T | undefined> {
  if (amendments.length === 1) return amendments[0];
  const items = amendments.toReversed().map((write) => ({
    label: vscode.l10n.t(
      'Before the amendment of {0} UTC',
      new Date(write.atMs).toISOString().slice(0, 19).replace('T', ' '),
    ),
    write,
  }));
  const picked = await dialogs.pick(items, { title: vscode.l10n.t('Restore Previous Version') });
  return picked?.write;
}
