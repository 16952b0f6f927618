/**
 * Save = amend. In this order: our own rules, a look at what Orb holds now, the user's confirmation, the amendment. Everything but
 * success throws, so that the document keeps its edits; what is wrong is told by the document's status, too.
 */
import * as vscode from 'vscode';
import { decide } from '../../core/amendment.ts';
import type { Connection } from '../../core/connection.ts';
import { sameEvent } from '../../core/eventChanges.ts';
import { amendedJson, readEvent } from '../../core/eventJson.ts';
import { eventText } from '../../core/eventText.ts';
import { isOrbError, mayHaveArrived } from '../../core/errors.ts';
import { lastDays } from '../../core/timeframe.ts';
import type { Status } from '../../protocol/eventEditor.ts';
import { keyOf, type EventAddress, type EventView } from '../events/api.ts';
import type { Services } from '../services.ts';
import type { Bases } from './bases.ts';
import { localErrors } from './localErrors.ts';
import { askConflict, confirmAmendment, conflictSentence } from './questions.ts';
import { saveFailure, type SaveFailure } from './saveFailure.ts';

export interface SaveParts {
  readonly services: Services;
  readonly bases: Bases;
  /** Texts sent whose answers never came, by document. */
  readonly lost: Map<string, Set<string>>;
  /** Shows Orb's messages at the properties they are about. */
  refused(uri: vscode.Uri, error: unknown): void;
  compare(address: EventAddress): void;
}

export interface SaveRequest {
  readonly address: EventAddress;
  readonly uri: vscode.Uri;
  readonly text: string;
  /** The text does not come from an open document: some program wrote the file, so the user is always asked. */
  readonly foreign: boolean;
  /** The user saw the conflict and wants to amend over it. */
  readonly overConflict: boolean;
  readonly signal: AbortSignal;
}

/** A save that did not happen; the message is fit for people. */
export class NotSaved extends Error {
  override readonly name = 'NotSaved';
  constructor(readonly failure: SaveFailure) {
    super(failure.message);
  }
}

/** @throws NotSaved */
export async function save(parts: SaveParts, request: SaveRequest): Promise<void> {
  const { services, bases } = parts;
  const { address, text } = request;
  const connection = services.connections.get(address.connectionId);
  if (connection === undefined) throw noConnection(address);
  await bases.load(address);
  const base = bases.get(address);
  const lost = await lostTexts(parts, address);
  if (base !== undefined && lost.length === 0 && sameEvent(base.text, text)) {
    bases.saved(address, base.base, text, Date.now());
    return;
  }
  const stored = base?.base ?? (await services.events.load(address))?.raw;
  const problem = stored === undefined ? undefined : localErrors(text, readEvent(stored));
  if (problem !== undefined) throw notSaved({ kind: 'idle' }, problem);

  const view = await compareWithOrb(parts, request, connection);
  const decision = decide({ text, base: base?.text, lost, held: view });
  if (view === undefined || decision.kind === 'gone') throw gone(services, address, connection);
  if (decision.kind === 'done') {
    settle(parts, request, view.raw);
    return;
  }
  if (decision.kind === 'conflict' && !request.overConflict) {
    await resolveConflict(parts, request, view, decision.deprecated);
  }
  if (request.foreign || asks(services, connection)) {
    const yes = await confirmAmendment(services, connection, view, text);
    if (!yes) throw cancelled();
  }
  if (request.signal.aborted) throw cancelled();
  if (view.unconfirmed) {
    services.log.info(`Search does not show the last amendment of ${address.eventId} yet.`);
  }
  services.statuses.set(address, { kind: 'sending' });
  await send(parts, request, connection, view);
  // The document first: the store's listeners compare with its base.
  settle(parts, request, amendedJson(view.raw, text));
  services.events.amended(address, text);
}

/** The texts that may still arrive, or have arrived without an answer. */
async function lostTexts(
  { services, lost }: SaveParts,
  address: EventAddress,
): Promise<readonly string[]> {
  const writes = await services.ledger.writes.of(address.connectionId, address.eventId);
  const newest = writes.slice(writes.findLastIndex(({ confirmed }) => confirmed) + 1);
  const pending = newest.flatMap(({ after }) => (after === null ? [] : [after]));
  return [...new Set([...pending, ...(lost.get(keyOf(address)) ?? [])])];
}

async function compareWithOrb(
  { services }: SaveParts,
  { address, signal }: SaveRequest,
  connection: Connection,
): Promise<EventView | undefined> {
  services.statuses.set(address, { kind: 'comparing' });
  try {
    return await services.events.read(address, undefined, signal);
  } catch (error) {
    if (isOrbError(error, 'cancelled')) throw cancelled();
    throw new NotSaved(saveFailure(error, connection, false));
  }
}

/** Returns only when the user amends anyway. */
async function resolveConflict(
  parts: SaveParts,
  { address }: SaveRequest,
  view: EventView,
  deprecated: boolean,
): Promise<void> {
  parts.services.statuses.set(address, { kind: 'conflict', deprecated });
  const base = parts.bases.get(address)?.text;
  const answer = await askConflict(parts.services, view, base, deprecated);
  if (answer === 'amendAnyway') return;
  if (answer === 'compare') parts.compare(address);
  throw notSaved({ kind: 'conflict', deprecated }, conflictSentence(deprecated));
}

/** Records the amendment, sends it, and records what came of it. */
async function send(
  parts: SaveParts,
  { address, uri, text, signal }: SaveRequest,
  connection: Connection,
  view: EventView,
): Promise<void> {
  const { services } = parts;
  const { event } = view;
  const entry = await services.ledger.writes.begin({
    ...address,
    kind: 'amend',
    before: eventText(view.raw),
    after: text,
    customer: event.externalCustomerId ?? event.customerId,
    atMs: services.connections.now(connection.id),
  });
  try {
    const client = await services.connections.client(connection.id);
    await client.events.amend(address.eventId, text, { signal });
  } catch (error) {
    if (mayHaveArrived(error)) {
      const lost = parts.lost.get(keyOf(address)) ?? new Set();
      parts.lost.set(keyOf(address), lost.add(text));
    } else {
      await services.ledger.writes.forget(entry);
      parts.refused(uri, error);
    }
    throw new NotSaved(saveFailure(error, connection, true));
  }
  // Whatever becomes of this, Orb acknowledged the write.
  await services.ledger.writes.confirm(entry);
}

/** Orb holds the text now. */
function settle({ services, bases, lost }: SaveParts, request: SaveRequest, raw: string) {
  const { address, text } = request;
  lost.delete(keyOf(address));
  bases.saved(address, raw, text, Date.now());
  services.statuses.set(address, {
    kind: 'sent',
    atMs: services.connections.now(address.connectionId),
  });
}

function asks({ settings }: Services, { mode }: Connection): boolean {
  const when = settings.get('orb.amend.confirm');
  return when === 'always' || (when === 'live' && mode === 'live');
}

const notSaved = (status: Status, message: string) => new NotSaved({ status, message });

const cancelled = () =>
  notSaved({ kind: 'idle' }, vscode.l10n.t('Cancelled. Nothing was sent; your edits are kept.'));

function noConnection({ connectionId }: EventAddress): NotSaved {
  return new NotSaved({
    status: { kind: 'noConnection' },
    message: vscode.l10n.t(
      'The connection "{0}" was removed. Nothing was sent; your edits are kept.',
      connectionId,
    ),
    nextStep: { title: vscode.l10n.t('Add Connection…'), command: 'orb.connections.add' },
  });
}

function gone(services: Services, { eventId }: EventAddress, connection: Connection): NotSaved {
  const sentence = vscode.l10n.t(
    'Orb does not find this event in {0} now. Nothing was sent; your edits are kept.',
    connection.name,
  );
  const frame = lastDays(30, services.connections.now(connection.id));
  return new NotSaved({
    status: { kind: 'notSent', sentence },
    message: sentence,
    nextStep: {
      title: vscode.l10n.t('Search 30 Days'),
      command: 'orb.events.search',
      args: [{ eventIds: [eventId], connectionId: connection.id, ...frame }],
    },
  });
}
