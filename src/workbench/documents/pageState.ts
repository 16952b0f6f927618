/** What the event editor's page shows around the JSON, from the event's document and the store. */
import * as vscode from 'vscode';
import { hostOf } from '../../core/connection.ts';
import type { MergeRecord } from '../../core/mergeRecord.ts';
import { eventEditorTexts } from '../../core/texts/eventEditor.ts';
import type { MergeState, PageState, ShownConnection, Status } from '../../protocol/eventEditor.ts';
import type { Services } from '../services.ts';
import type { EventDocument } from './eventDocument.ts';
import { heldText } from './heldText.ts';
import { versionOf } from './version.ts';

export function pageState(services: Services, document: EventDocument): PageState {
  const { connectionId } = document.address;
  const connection = shownConnection(services, connectionId);
  const view = services.events.get(document.address);
  if (view === undefined) {
    return {
      kind: 'message',
      connection,
      sentence: vscode.l10n.t("There's no copy of this event on this machine."),
      links: [{ title: vscode.l10n.t('Read from Orb'), action: 'refresh' }],
    };
  }
  const { event } = view;
  const held = document.file.loaded ?? versionOf(view);
  return {
    kind: 'event',
    connection: connection ?? { name: connectionId, mode: 'live', host: '' },
    event: {
      id: event.id,
      name: event.eventName,
      customerId: event.customerId,
      externalCustomerId: event.externalCustomerId,
      timestamp: event.timestamp,
      state: event.deprecated ? 'deprecated' : view.amendments > 0 ? 'amended' : 'active',
      amendments: view.amendments,
      unconfirmed: view.unconfirmed,
    },
    held: heldText(services, document.address, document.file) ?? held.text,
    heldAtMs: Math.max(held.readMs, view.raw === held.raw ? view.readMs : 0),
    merge: mergeState(document.merge),
    status: shownStatus(document),
    ...(document.billing && { billing: document.billing.state }),
    history: document.history.map(({ entry }) => entry),
  };
}

/** The status of a document; for a read-only one, the reason. */
function shownStatus(document: EventDocument): Status {
  const { status } = document;
  return status.kind === 'idle' && document.isReadOnly
    ? { kind: 'readOnly', sentence: eventEditorTexts().readOnlyDeprecated }
    : status;
}

function shownConnection(services: Services, id: string): ShownConnection | undefined {
  const connection = services.connections.get(id);
  if (connection === undefined) return undefined;
  const { name, mode } = connection;
  return { name, mode, host: hostOf(connection) };
}

/** How the page shows changes made elsewhere. */
export function mergeState(merge: MergeRecord): MergeState | null {
  if (merge.isEmpty) return null;
  return {
    conflicts: merge.conflicts.map(({ was, ...conflict }) => ({
      ...conflict,
      ...(was !== undefined && { was }),
    })),
    merged: merge.merged,
  };
}
