/** The page of one ingest and the extension. The extension runs the ingest and keeps its state; the page draws and asks. */
import type { OutcomesByTime, RejectionGroup } from '../core/ingestReport.ts';
import type { IngestRunTexts } from '../core/texts/ingestRun.ts';
import type { ShownConnection } from './eventEditor.ts';

export type RunPhase =
  /** Nothing is sent before the file was checked again. */
  | { readonly kind: 'checking'; readonly lines: number }
  /** `left`: how much longer it takes, as text; null while that isn't known. */
  | { readonly kind: 'sending'; readonly left: string | null }
  | { readonly kind: 'ended'; readonly atMs: number }
  | { readonly kind: 'stopped'; readonly atMs: number; readonly why: StopReason }
  /** Its process ended before the run did. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'fileChanged'; readonly atMs: number }
  | { readonly kind: 'verifying'; readonly done: number; readonly of: number };

/** `other`: a sentence says why. */
export type StopReason =
  | { readonly kind: 'stopped' | 'keyRejected' | 'noResponse' | 'fileChanged' }
  | { readonly kind: 'closed' | 'other'; readonly sentence: string };

/** What a comparison of the accepted lines with Orb found. */
interface RunVerified {
  readonly atMs: number;
  readonly found: number;
  readonly missing: number;
  readonly different: number;
  /**
   * Which versions Orb has of the different ones, as text; null if it has them with the same
   * timestamp.
   */
  readonly versions: string | null;
}

export interface IngestRunState {
  readonly runId: string;
  readonly connection: ShownConnection;
  readonly fileName: string;
  readonly phase: RunPhase;
  /** Lines that aren't blank: the sum of the next four. */
  readonly lines: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly notSent: number;
  /** Of the duplicates, those that Orb already had. */
  readonly known: number;
  /** Lines that were sent without getting a response; they count as not sent. */
  readonly unanswered: number;
  /** Null for a run that was recorded without them. */
  readonly requests: {
    readonly count: number;
    readonly retried: number;
    readonly took: string;
  } | null;
  readonly customers: number | null;
  readonly gracePeriodHours: number;
  /** Rejected lines were saved to a file. */
  readonly hasRejectedFile: boolean;
  readonly verified: RunVerified | null;
  /** Where the events went, when not into the account itself. */
  readonly backfill: { readonly name: string; readonly isOpen: boolean } | null;
  /** What else there is to know, one sentence each. */
  readonly notes: readonly string[];
}

export type RunAction =
  | 'stop'
  | 'verify'
  | 'showEvents'
  | 'showMissing'
  | 'showDifferent'
  | 'compare'
  | 'openFile'
  | 'openRejected'
  | 'resume'
  | 'ingestAgain'
  | 'backfill'
  | 'closeBackfill'
  | 'replaceKey'
  | 'showLog';

/** All that the page shows. */
export interface ShownIngest {
  readonly state: IngestRunState;
  readonly groups: readonly RejectionGroup[];
  /** Null when there is no chart to draw. */
  readonly byTime: OutcomesByTime | null;
}

/** What the page asks the extension. */
export interface ToHost {
  open(): ShownIngest & { readonly texts: IngestRunTexts; readonly language: string };
  run(params: { readonly action: RunAction }): void;
  /** @param line from 1, in the text that was sent */
  openLine(params: { readonly line: number }): void;
  copy(params: { readonly text: string }): void;
}

/** What the extension sends to the page. */
export interface ToPage {
  show(state: IngestRunState): void;
  /** Separate from the state, since they are large and change less often. */
  showGroups(groups: readonly RejectionGroup[]): void;
  /** Null when there is no chart to draw. */
  showByTime(byTime: OutcomesByTime | null): void;
}
