/**
 * An attempt to amend: compares with what Orb holds now, asks for confirmation, compares again if
 * the user was asked, and sends the request. It changes only Orb; the document handles the result.
 */
import { checkConflict } from '../../core/amendment.ts';
import type { Connection } from '../../core/connection.ts';
import { isOrbError, mayHaveArrived } from '../../core/errors.ts';
import { eventChanges } from '../../core/eventChanges.ts';
import { eventText } from '../../core/eventText.ts';
import { matches } from '../../core/held.ts';
import type { EventAddress, EventView } from '../eventStore.ts';
import type { Services } from '../services.ts';
import { saveFailure, type SaveFailure } from './saveFailure.ts';

export interface AttemptInput {
  readonly address: EventAddress;
  readonly connection: Connection;
  /** Exactly what is sent. */
  readonly text: string;
  /** The text that the edits are based on; undefined if it isn't known. */
  readonly base: string | undefined;
  /** Texts sent earlier without a response. */
  readonly unanswered: readonly string[];
  /** Asks the user; false means Cancel. */
  readonly confirm: ((view: EventView) => Promise<boolean>) | undefined;
  readonly signal: AbortSignal;
  /** @param changes the number of fields about to be sent; undefined while comparing */
  onPhase(phase: 'comparing' | 'sending', changes: number): void;
}

export type AttemptResult =
  /** Orb already holds exactly this text, so nothing was sent. */
  | { readonly kind: 'held'; readonly view: EventView }
  /** Orb acknowledged the amendment of `view`. */
  | { readonly kind: 'sent'; readonly view: EventView; readonly entry: number }
  | { readonly kind: 'changed'; readonly view: EventView; readonly whileAsked: boolean }
  | { readonly kind: 'deprecated'; readonly view: EventView }
  | { readonly kind: 'gone' }
  | { readonly kind: 'cancelled' }
  /**
   * `wasSent`: whether the amendment itself was sent, rather than only the comparison before it.
   */
  | {
      readonly kind: 'failed';
      readonly failure: SaveFailure;
      readonly error: unknown;
      readonly wasSent: boolean;
    };

export async function attemptAmendment(
  services: Services,
  input: AttemptInput,
): Promise<AttemptResult> {
  const { text, signal, confirm } = input;
  const first = await look(services, input);
  if (first.kind !== 'send') return first;
  let { view } = first;
  if (confirm !== undefined) {
    if (!(await confirm(view))) return { kind: 'cancelled' };
    // The confirmation may have been open for an hour.
    const second = await look(services, input);
    if (second.kind !== 'send') {
      return second.kind === 'changed' ? { ...second, whileAsked: true } : second;
    }
    if (!matches(second.view.raw, eventText(view.raw, text))) {
      return { kind: 'changed', view: second.view, whileAsked: true };
    }
    view = second.view;
  }
  if (signal.aborted) return { kind: 'cancelled' };
  return send(services, input, view);
}

type Look =
  | { readonly kind: 'send'; readonly view: EventView }
  | Exclude<AttemptResult, { readonly kind: 'sent' }>;

async function look(services: Services, input: AttemptInput): Promise<Look> {
  const { address, connection, text, base, unanswered, signal } = input;
  input.onPhase('comparing', 0);
  let view: EventView | undefined;
  try {
    view = await services.events.read(address, undefined, signal);
  } catch (error) {
    if (isOrbError(error, 'cancelled') || signal.aborted) return { kind: 'cancelled' };
    const failure = saveFailure(error, connection, false);
    return { kind: 'failed', failure, error, wasSent: false };
  }
  if (signal.aborted) return { kind: 'cancelled' };
  const standing = checkConflict({ text, base, unanswered, held: view });
  if (view === undefined || standing === 'gone') return { kind: 'gone' };
  if (standing === 'changed') return { kind: 'changed', view, whileAsked: false };
  return { kind: standing, view };
}

async function send(
  services: Services,
  input: AttemptInput,
  view: EventView,
): Promise<AttemptResult> {
  const { address, connection, text, signal } = input;
  const { connections, ledger } = services;
  const before = eventText(view.raw, text);
  input.onPhase('sending', eventChanges(before, text).length);
  const { event } = view;
  const record = {
    ...address,
    kind: 'amend' as const,
    before: eventText(view.raw),
    after: text,
    customer: event.externalCustomerId ?? event.customerId,
    atMs: connections.now(connection.id),
  };
  // Recorded before it's sent, so that a lost response leaves a trace.
  const entry = await ledger.writes.begin(record);
  try {
    const client = await connections.client(connection.id);
    await client.events.amend(address.eventId, text, { signal });
    return { kind: 'sent', view, entry };
  } catch (error) {
    if (!mayHaveArrived(error)) await ledger.writes.forget(entry);
    return {
      kind: 'failed',
      failure: saveFailure(error, connection, true),
      error,
      wasSent: true,
    };
  }
}
