/**
 * Converts between an event's address and its URI. The ID is percent-encoded in the path, so that
 * any ID is a single segment.
 *
 * Breadcrumbs, tooltips, and tab titles that would be the same show the path. It includes the
 * connection's ID, which starts with its name: a `resourceLabelFormatters` contribution is fixed
 * text for a whole scheme, so it could only leave the account out, and the same event ID in a test
 * and in a live account would look alike.
 */
import * as vscode from 'vscode';
import { REMOTE_SCHEME, SCHEME } from '../contributions.ts';
import type { EventAddress } from './eventStore.ts';

const EXTENSION = '.orbevent';
const PATH = /^\/([A-Za-z0-9-]+)\/([^/]+)\.orbevent$/;

/**
 * The document of an event; with `REMOTE_SCHEME`, what Orb holds now. Built from parts, since
 * parsing a concatenation would decode the ID.
 * @throws URIError for an ID that isn't valid Unicode, which a URI can't contain
 */
export function eventUri(
  { connectionId, eventId }: EventAddress,
  scheme: typeof SCHEME | typeof REMOTE_SCHEME = SCHEME,
): vscode.Uri {
  const path = `/${connectionId}/${encodeURIComponent(eventId)}${EXTENSION}`;
  return vscode.Uri.from({ scheme, path });
}

/** Like `eventUri`; undefined for an ID that isn't valid Unicode, which a URI can't contain. */
export function tryEventUri(address: EventAddress): vscode.Uri | undefined {
  try {
    return eventUri(address);
  } catch {
    return undefined;
  }
}

/** Undefined for a URI that isn't an event's, such as one that was typed by hand. */
export function addressOf(uri: vscode.Uri): EventAddress | undefined {
  if (uri.scheme !== SCHEME && uri.scheme !== REMOTE_SCHEME) return undefined;
  const [, connectionId, encoded] = PATH.exec(uri.path) ?? [];
  if (connectionId === undefined || encoded === undefined) return undefined;
  try {
    return { connectionId, eventId: decodeURIComponent(encoded) };
  } catch {
    return undefined;
  }
}

/** The open document of a URI. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === wanted);
}

/** The events whose documents are open. */
export function openEvents(): readonly EventAddress[] {
  return vscode.workspace.textDocuments.flatMap(({ uri }) => {
    const address = uri.scheme === SCHEME ? addressOf(uri) : undefined;
    return address === undefined ? [] : [address];
  });
}

/** The event in the active tab: in either editor, or in a comparison. */
export function eventInFront(): EventAddress | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputTextDiff) return addressOf(input.modified);
  const isDocument = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText;
  return isDocument ? addressOf(input.uri) : undefined;
}
