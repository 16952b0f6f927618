/** What the extension and the ingest worker tell each other. Plain data; the API key travels in a message only. */
import { isOrbError, type ErrorAnswer, type OrbErrorKind } from '../core/errors.ts';
import type { ValidatingProgress, FileTotals } from '../ingest/validateFile.ts';
import type { MovedRecord, RunRecord } from '../ingest/journal.ts';
import type { SendOptions } from '../ingest/run.ts';
import type { Sending, Sent } from '../ingest/send.ts';
import type { ClientOptions, RequestRecord } from '../orb/api.ts';

/** What the user chose, before it is examined. */
export interface Chosen {
  /** Absolute path of the lines. */
  readonly path: string;
  /** What the user chose, as a URI. */
  readonly uri: string;
  /** The number of lines before the first one, for a selection. */
  readonly lineOffset: number;
  /** Beside which file rejected lines go; absent for what is not on this disk. */
  readonly beside?: string;
}

export type RunPlan = Omit<RunRecord, 'kind' | 'version' | 'fingerprint' | 'lines' | 'context'>;

export type ToWorker =
  | {
      readonly kind: 'validate';
      readonly path: string;
      readonly context: RunRecord['context'];
      /** Exists and is the run's own; also for what does not fit into memory. */
      readonly folder: string;
    }
  /** After `examined`, with the same folder. */
  | {
      readonly kind: 'send';
      readonly folder: string;
      readonly plan: RunPlan;
      readonly options: SendOptions;
      readonly client: ClientOptions;
    }
  | {
      readonly kind: 'resume';
      readonly folder: string;
      /** Another backfill for the rest. */
      readonly into?: Omit<MovedRecord, 'kind'>;
      readonly nowMs: number;
      readonly options: SendOptions;
      readonly client: ClientOptions;
    }
  | {
      readonly kind: 'verify';
      readonly folder: string;
      readonly client: ClientOptions;
      readonly searchesPerSecond: number;
    }
  /** Which events a run sent: the first ones, for a search. */
  | { readonly kind: 'list'; readonly folder: string; readonly most: number }
  /** Whether somebody sends a run just now. */
  | { readonly kind: 'checkLock'; readonly folder: string }
  /** All runs below a folder, or none of them. */
  | { readonly kind: 'deleteRuns'; readonly root: string }
  /** Those below a folder that the retention does not keep. */
  | { readonly kind: 'prune'; readonly root: string; readonly nowMs: number }
  /** What to do with lines that were sent into a backfill without an answer. */
  | { readonly kind: 'decide'; readonly sendAgain: boolean }
  | { readonly kind: 'cancel' };

/** A rejected line as Problems and the summary show it. */
export interface Rejection {
  readonly line: number;
  readonly idempotencyKey?: string;
  readonly reasons: readonly string[];
}

export const toRejection = ({ line, idempotencyKey, reasons }: Rejection): Rejection => ({
  line,
  reasons,
  ...(idempotencyKey !== undefined && { idempotencyKey }),
});

export interface ValidatedMessage {
  readonly kind: 'validated';
  readonly totals: FileTotals;
  /** The first thousand. */
  readonly rejected: readonly Rejection[];
}

export interface SentMessage {
  readonly kind: 'sent';
  readonly runId: string;
  readonly sent: Sent;
  readonly rejectedFile?: string;
  /** So many rejected lines are not in those files: a cancel did not wait for them, or they could not be written. */
  readonly rejectsLeft: number;
  /** Bytes that were added to the file after it was examined. */
  readonly grownBy: number;
  /** Why the files of rejected lines could not be written. */
  readonly rejectsProblem?: string;
  /** The first thousand. */
  readonly rejected: readonly Rejection[];
}

export interface VerifiedMessage {
  readonly kind: 'verified';
  readonly found: number;
  readonly missing: readonly string[];
  readonly different: readonly {
    readonly id: string;
    /** The timestamp of what Orb holds, where it isn't the one that was sent. */
    readonly heldAt?: string;
  }[];
}

interface ListedMessage {
  readonly kind: 'listed';
  readonly ids: readonly string[];
  readonly total: number;
  /** Of the listed ones. */
  readonly firstMs: number;
  readonly lastMs: number;
}

export type FromWorker =
  | ValidatingProgress
  | ValidatedMessage
  | Sending
  | { readonly kind: 'verifying'; readonly done: number; readonly of: number }
  | SentMessage
  | VerifiedMessage
  | ListedMessage
  | { readonly kind: 'lockChecked'; readonly locked: boolean }
  | { readonly kind: 'runsDeleted' }
  | { readonly kind: 'pruned'; readonly removed: number }
  /** `decide` answers it. */
  | { readonly kind: 'unanswered'; readonly events: number }
  /** Hour → events accepted since the last one. */
  | { readonly kind: 'hours'; readonly hours: readonly (readonly [number, number])[] }
  | { readonly kind: 'request'; readonly record: RequestRecord }
  | {
      readonly kind: 'failed';
      readonly name: string;
      readonly message: string;
      /** Of Node, such as ENOENT. */
      readonly code?: string;
      /** Of SourceRefused. */
      readonly wrongKind?: string;
      readonly orb?: { readonly kind: OrbErrorKind; readonly answer?: ErrorAnswer };
    };

/** An error as plain data; the extension puts it into words. */
export function toFailure(error: unknown): Extract<FromWorker, { kind: 'failed' }> {
  if (!(error instanceof Error)) return toFailure(new Error(String(error)));
  const { name, message } = error;
  const code = (error as NodeJS.ErrnoException).code;
  const wrongKind = name === 'SourceRefused' && 'kind' in error ? String(error.kind) : undefined;
  return {
    kind: 'failed',
    name,
    message,
    ...(typeof code === 'string' && { code }),
    ...(wrongKind !== undefined && { wrongKind }),
    ...(isOrbError(error) && {
      orb: { kind: error.kind, ...(error.answer !== undefined && { answer: error.answer }) },
    }),
  };
}
