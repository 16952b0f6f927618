/** Changes one event, unless Orb has another version of it than the one that was compared. */
import { checkConflict } from '../core/amendment.ts';
import type { SearchTurns } from '../ingest/verify.ts';
import type { RepairLine } from './repairLine.ts';

/** What Orb has of an event, as JSON. */
interface HeldEvent {
  readonly raw: string;
}

/** Reads and writes the events of one account. Rejects with an OrbError. */
export interface EventWrites<Held extends HeldEvent> {
  readonly read: (line: RepairLine, signal: AbortSignal) => Promise<Held | undefined>;
  readonly send: (line: RepairLine, held: Held, signal: AbortSignal) => Promise<void>;
}

/** Why an event stays as it is. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
  constructor(readonly reason: 'gone' | 'deprecated' | 'changed') {
    super(reason);
  }
}

/**
 * Sending it again is safe: what Orb has already isn't sent.
 * @throws NotSent, OrbError; AbortError only when nothing was sent
 */
export async function repairEvent<Held extends HeldEvent>(
  { read, send }: EventWrites<Held>,
  line: RepairLine,
  turn: SearchTurns,
  signal: AbortSignal,
): Promise<void> {
  await turn(signal);
  const held = await read(line, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
  if (held === undefined) throw new NotSent('gone');
  if (!isDue(line, held)) return;
  await turn(signal);
  signal.throwIfAborted();
  await send(line, held, signal);
}

/** False when Orb has it already. @throws NotSent */
function isDue({ text, comparedText: base }: RepairLine, held: HeldEvent): boolean {
  const check = checkConflict({ text: text ?? base, base, unanswered: [], held });
  switch (check) {
    case 'send':
      return true;
    case 'held':
      // A deprecation leaves the content as it is.
      return text === null;
    case 'deprecated':
      if (text === null) return false;
      throw new NotSent('deprecated');
    case 'gone':
    case 'changed':
      throw new NotSent(check);
  }
}
