/** The steps of an event's history: what this editor saw, what it sent, and what it saw others do. Orb keeps no such list. */
import { changesElsewhere, type ChangeElsewhere } from '../../core/changesElsewhere.ts';
import { eventChanges } from '../../core/eventChanges.ts';
import type { EventHistory } from '../../ledger/messages.ts';
import type { LedgerWrite } from '../../ledger/writes.ts';
import type { HistoryEntry } from '../../protocol/eventEditor.ts';

export interface HistoryStep {
  readonly entry: HistoryEntry;
  /** The texts before and after, of a step that changed something. */
  readonly texts?: { readonly before: string; readonly after: string };
}

/** Each of them is read whole. */
const MAX_SHOWN = 20;

/** @returns newest first */
export function stepsOf({ seen, earlier, writes }: EventHistory): readonly HistoryStep[] {
  if (seen === undefined) return writes.map((write) => ownStep(write, writes)).reverse();
  const opened: HistoryEntry = { id: 'opened', kind: 'opened', fields: [], atMs: seen.firstMs };
  const shown = [...earlier, { raw: seen.raw, untilMs: 0 }].map(({ raw }, index) => ({
    raw,
    seenMs: earlier[index - 1]?.untilMs ?? seen.firstMs,
  }));
  const steps = [
    { entry: opened },
    ...writes.map((write) => ownStep(write, writes)),
    ...changesElsewhere(shown.slice(-MAX_SHOWN), writes).map(stepElsewhere),
  ];
  return steps.sort((a, b) => b.entry.atMs - a.entry.atMs);
}

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

/** The names without where they stand: `input_tokens`. */
function changedFields(before: string, after: string): readonly string[] {
  try {
    return eventChanges(before, after).map(({ path }) => path.at(-1) ?? '');
  } catch {
    return [];
  }
}
