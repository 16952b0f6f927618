/** Changes events one by one, several at once, and records what became of each. */
import { isOrbError } from '../core/errors.ts';
import { JournalFailed } from '../ingest/run.ts';
import type { RepairState } from './repairJournal.ts';
import type { RepairLine } from './repairLine.ts';

/** What a failure means for the rest. */
export interface Failure {
  readonly message: string;
  /** A resume tries the line again. */
  readonly again: boolean;
  /** It would happen to all others, too, so none of them is tried. */
  readonly isOver: boolean;
}

export interface RepairPorts {
  readonly write: (line: RepairLine, signal: AbortSignal) => Promise<void>;
  readonly describe: (error: unknown, line: RepairLine) => Failure;
  readonly onProgress: (tried: number) => void;
}

/** Enough for the documented rate of 50 requests a second while each takes 300 ms. */
const CONCURRENCY = 16;

/**
 * Tries the lines that are left.
 * @throws JournalFailed when an outcome can't be recorded: nothing more is sent, and a resume finds out what became of the line
 */
export async function repairEach(
  state: RepairState,
  { write, describe, onProgress }: RepairPorts,
  signal: AbortSignal,
): Promise<void> {
  const { left } = state;
  let next = 0;
  let isOver = false;
  const sender = async () => {
    for (let line; !isOver && !signal.aborted && (line = left[next]) !== undefined;) {
      next++;
      try {
        const failure = await tryOne(line);
        isOver ||= failure?.isOver === true;
      } catch (error) {
        isOver = true;
        throw error;
      }
      onProgress(next);
    }
  };
  const tryOne = async (line: RepairLine): Promise<Failure | undefined> => {
    let failure: Failure | undefined;
    try {
      await write(line, signal);
    } catch (error) {
      // Stopped before it was sent: it counts as not tried.
      if (signal.aborted && !isOrbError(error)) return undefined;
      failure = describe(error, line);
    }
    const { message = '', again = false } = failure ?? {};
    try {
      state.note(
        failure === undefined
          ? { kind: 'done', line: line.line }
          : { kind: 'failed', line: line.line, message, again },
      );
    } catch (cause) {
      throw new JournalFailed(cause instanceof Error ? cause.message : '', { cause });
    }
    return failure;
  };
  // All have ended when this does, so that nothing is sent after it.
  const ended = await Promise.allSettled(Array.from({ length: CONCURRENCY }, sender));
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
}
