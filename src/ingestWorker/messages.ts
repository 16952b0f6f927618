/** The messages between the extension and the ingest worker, as plain data. The API key is passed only in a message, never stored. */
import { isOrbError, type ErrorAnswer, type OrbErrorKind } from '../core/errors.ts';
import type { OutcomesByTime, RejectionGroup } from '../core/ingestReport.ts';
import type { ValidatingProgress, FileTotals } from '../ingest/validateFile.ts';
import type { MovedRecord, RunRecord } from '../ingest/journal.ts';
import type { SendOptions } from '../ingest/run.ts';
import type { Sending, Sent } from '../ingest/send.ts';
import type { ClientOptions, RequestRecord } from '../orb/orbApi.ts';
import type { FromReconcile, OwnHistoryMessage, ToReconcile } from './reconcileMessages.ts';

/** The `workerData` of the ingest worker. */
export interface WorkerLanguage {
  /** `vscode.env.language` */
  readonly language: string;
  /** `vscode.l10n.bundle`; absent in English. */
  readonly contents?: Readonly<Record<string, string | { message: string; comment: string[] }>>;
}

/** What the user chose, before validation. */
export interface Chosen {
  /** Absolute path of the lines. */
  readonly path: string;
  /** What the user chose, as a URI. */
  readonly uri: string;
  /** For a selection: the number of lines before the first one. */
  readonly lineOffset: number;
  /** The file that rejected lines are saved next to; absent for what isn't on this disk. */
  readonly beside?: string;
}

export type RunPlan = Omit<RunRecord, 'kind' | 'version' | 'fingerprint' | 'lines' | 'context'>;

/** A customer's events in a time frame, end exclusive. */
export interface SentWithin {
  readonly startMs: number;
  readonly endMs: number;
  readonly externalCustomerId: string | null;
  readonly customerId: string | null;
}

export type ToWorker =
  | {
      readonly kind: 'validate';
      readonly path: string;
      readonly context: RunRecord['context'];
      /** The run's own folder, which exists; also used for what doesn't fit in memory. */
      readonly folder: string;
    }
  /** After `validated`, with the same folder. */
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
      /** Another backfill for the remaining lines. */
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
  /** Lists the first events that a run sent, for a search: all of them, or those of a customer in a time frame. */
  | {
      readonly kind: 'list';
      readonly folder: string;
      readonly most: number;
      readonly within?: SentWithin;
    }
  /** Whether a run is being sent right now, in any window. */
  | { readonly kind: 'checkLock'; readonly folder: string }
  /** Deletes all runs below a folder, or none of them. */
  | { readonly kind: 'deleteRuns'; readonly root: string }
  /** Deletes the runs below a folder that are past the retention. */
  | { readonly kind: 'prune'; readonly root: string; readonly nowMs: number }
  /** Whether to send lines again that were sent into a backfill without a response. */
  | { readonly kind: 'decide'; readonly sendAgain: boolean }
  | ToReconcile
  | OwnHistoryMessage
  | { readonly kind: 'cancel' };

/** A rejected line, for Problems and the summary. */
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

/** What became of a run's lines. Recorded in the run's folder, so that the page can be opened again. */
export interface RunReport {
  readonly sent: Sent;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly endedMs: number;
  /** Of the duplicates, those that Orb already had. */
  readonly known: number;
  /** Lines that were sent without getting a response; they count as not tried. */
  readonly unanswered: number;
  /** Different customers of the valid lines. */
  readonly customers: number;
  readonly groups: readonly RejectionGroup[];
  /** Absent when they are all of about the same time. */
  readonly byTime?: OutcomesByTime;
  readonly rejectedFile?: string;
  /** How many rejected lines aren't in those files, because a cancel didn't wait for them or they couldn't be written. */
  readonly rejectsLeft: number;
  /** How many bytes were added to the file after validation. */
  readonly grownBy: number;
  /** Why the files of rejected lines couldn't be written. */
  readonly rejectsProblem?: string;
}

export interface SentMessage extends RunReport {
  readonly kind: 'sent';
  /** The first thousand. */
  readonly rejected: readonly Rejection[];
}

export interface VerifiedMessage {
  readonly kind: 'verified';
  readonly found: number;
  readonly missing: readonly string[];
  readonly different: readonly {
    readonly id: string;
    /** The timestamp of the event in Orb, when it isn't the one that was sent. */
    readonly heldAt?: string;
  }[];
}

interface ListedMessage {
  readonly kind: 'listed';
  readonly ids: readonly string[];
  readonly total: number;
  /** Milliseconds since 1970, over the listed events. */
  readonly firstMs: number;
  readonly lastMs: number;
}

export type FromWorker =
  | FromReconcile
  | ValidatingProgress
  | ValidatedMessage
  | Sending
  | { readonly kind: 'byTime'; readonly byTime: OutcomesByTime }
  /** The rejected lines so far, with few rows of each group. */
  | { readonly kind: 'groups'; readonly groups: readonly RejectionGroup[] }
  | { readonly kind: 'verifying'; readonly done: number; readonly of: number }
  | SentMessage
  | VerifiedMessage
  | ListedMessage
  | { readonly kind: 'lockChecked'; readonly locked: boolean }
  | { readonly kind: 'runsDeleted' }
  | { readonly kind: 'pruned'; readonly removed: number }
  /** Waits for `decide`. */
  | { readonly kind: 'unanswered'; readonly events: number }
  /** [start of the hour in milliseconds since 1970, events accepted since the last message]. */
  | { readonly kind: 'hours'; readonly hours: readonly (readonly [number, number])[] }
  | { readonly kind: 'request'; readonly record: RequestRecord }
  | {
      readonly kind: 'failed';
      readonly name: string;
      readonly message: string;
      /** Node's error code, such as ENOENT. */
      readonly code?: string;
      /** The kind of a SourceRefused. */
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
