/**
 * The steps of an event's history: what this editor saw, what it sent, and what it noticed that
 * others did. Orb doesn't keep a history.
 */
import {
  changesElsewhere,
  type ChangeElsewhere,
  type ShownVersion,
} from '../../core/changesElsewhere.ts';
import { eventChanges } from '../../core/eventChanges.ts';
import type { EventHistory } from '../../ledger/messages.ts';
import type { SeenEvent } from '../../ledger/seenEvents.ts';
import type { LedgerWrite } from '../../ledger/writes.ts';
import type { HistoryEntry } from '../../protocol/eventEditor.ts';

export interface HistoryStep {
  readonly entry: HistoryEntry;
  /** The texts before and after a step that changed something. */
  readonly texts?: { readonly before: string; readonly after: string };
}

/** Each of them is read completely. */
const MAX_SHOWN = 20;

/** @returns newest first */
export function stepsOf({ seen, earlier, writes }: EventHistory): readonly HistoryStep[] {
  const steps = [
    ...(seen === undefined ? [] : [openedStep(seen)]),
    ...writes.map((write) => ownStep(write, writes)),
    ...changesElsewhere(shownVersions(seen, earlier).slice(-MAX_SHOWN), writes).map(stepElsewhere),
  ];
  return steps.sort((a, b) => b.entry.atMs - a.entry.atMs);
}

/** Each one counts as first seen when the one before it was last seen. */
function shownVersions(
  seen: EventHistory['seen'],
  earlier: EventHistory['earlier'],
): readonly ShownVersion[] {
  if (seen === undefined) return [];
  const times = [seen.firstMs, ...earlier.map(({ untilMs }) => untilMs)];
  return [...earlier, seen].map(({ raw }, index) => ({
    raw,
    seenMs: times[index] ?? seen.firstMs,
  }));
}

const openedStep = ({ firstMs }: SeenEvent): HistoryStep => ({
  entry: { id: 'opened', kind: 'opened', fields: [], atMs: firstMs },
});

function ownStep(write: LedgerWrite, all: readonly LedgerWrite[]): HistoryStep {
  const { id, kind, atMs, before, confirmed, answered } = write;
  const after = write.after ?? before;
  const common = { id: `write-${id}`, fields: changedFields(before, after), atMs };
  const texts = { before, after };
  if (answered) {
    return { entry: { ...common, kind: kind === 'amend' ? 'amended' : 'deprecated' }, texts };
  }
  const wasSentAgain = all.some((other) => other.id > id && other.after === write.after);
  const became = confirmed ? 'arrived' : wasSentAgain ? 'sentAgain' : 'unknown';
  return { entry: { ...common, kind: 'noResponse', became }, texts };
}

function stepElsewhere({ kind, before, after, seenMs }: ChangeElsewhere): HistoryStep {
  const entry: HistoryEntry = {
    id: `${kind}-${seenMs}`,
    kind: kind === 'amend' ? 'amendedElsewhere' : 'deprecatedElsewhere',
    fields: changedFields(before, after),
    atMs: seenMs,
  };
  return { entry, texts: { before, after } };
}

/** The names without their path: `input_tokens`. */
function changedFields(before: string, after: string): readonly string[] {
  try {
    return eventChanges(before, after).map(({ path }) => path.at(-1) ?? '');
  } catch {
    return [];
  }
}
