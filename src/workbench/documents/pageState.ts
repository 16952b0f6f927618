/** What stands around the JSON in the event editor's page, from the store, the ledger and the document's status. */
import * as vscode from 'vscode';
import { eventChanges } from '../../core/eventChanges.ts';
import { eventText } from '../../core/eventText.ts';
import { eventEditorTexts } from '../../core/texts/eventEditor.ts';
import type { LedgerWrite } from '../../ledger/writes.ts';
import type {
  HistoryEntry,
  PageState,
  ShownConnection,
  Status,
} from '../../protocol/eventEditor.ts';
import type { EventAddress, EventView } from '../events/api.ts';
import type { Services } from '../services.ts';

/** @param text of the document: what Orb holds is written with the same way of naming the customer */
export async function pageState(
  services: Services,
  address: EventAddress,
  text: string,
  edited: boolean,
): Promise<PageState> {
  const connection = shownConnection(services, address.connectionId);
  const view = await services.events.load(address);
  if (view === undefined) {
    return {
      kind: 'message',
      connection,
      sentence: vscode.l10n.t('This event is not known on this machine.'),
      links: [{ title: vscode.l10n.t('Read from Orb'), action: 'refresh' }],
    };
  }
  const { event } = view;
  const past = await history(services, address);
  return {
    kind: 'event',
    connection: connection ?? { name: address.connectionId, mode: 'live', host: '' },
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
    held: heldText(view, text),
    heldAtMs: view.readMs,
    status: statusOf(services, view, edited),
    history: past,
  };
}

function shownConnection(services: Services, id: string): ShownConnection | undefined {
  const connection = services.connections.get(id);
  if (connection === undefined) return undefined;
  const { name, mode, baseUrl } = connection;
  return { name, mode, host: URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl };
}

function heldText({ raw }: EventView, text: string): string {
  try {
    return eventText(raw, text);
  } catch {
    return eventText(raw);
  }
}

function statusOf(services: Services, view: EventView, edited: boolean): Status {
  if (services.connections.get(view.connectionId) === undefined) return { kind: 'noConnection' };
  const status = services.statuses.get(view);
  if (status.kind !== 'idle' || !view.event.deprecated) return status;
  return edited
    ? { kind: 'conflict', deprecated: true }
    : {
        kind: 'readOnly',
        sentence: eventEditorTexts().readOnlyDeprecated,
      };
}

async function history(
  services: Services,
  address: EventAddress,
): Promise<readonly HistoryEntry[]> {
  const { connectionId, eventId } = address;
  const known = (await services.ledger.histories(connectionId, [eventId])).get(eventId);
  const seen = known?.seen;
  const writes = (known?.writes ?? []).filter(({ confirmed }) => confirmed);
  const opened: readonly HistoryEntry[] =
    seen === undefined ? [] : [{ id: 'opened', kind: 'opened', fields: [], atMs: seen.firstMs }];
  return [...opened, ...writes.map(toEntry)].sort((a, b) => b.atMs - a.atMs);
}

function toEntry(write: LedgerWrite): HistoryEntry {
  return {
    id: `write=${String(write.id)}`,
    kind: write.kind === 'amend' ? 'amended' : 'deprecated',
    fields: write.after === null ? [] : changedFields(write.before, write.after),
    atMs: write.atMs,
  };
}

/** The names without where they stand: `input_tokens`. */
function changedFields(before: string, after: string): readonly string[] {
  try {
    return eventChanges(before, after).map(({ path }) => path.at(-1) ?? '');
  } catch {
    return [];
  }
}
