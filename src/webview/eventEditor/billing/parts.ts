/** What the section Billing shows, as data: drawn by draw.ts, spoken by a screen reader, compared to see whether it has changed. */
import type { Fix } from '../../../core/issue.ts';
import type { Action } from '../../../protocol/eventEditor.ts';

/** What a link or a row does. */
export type BillingAct =
  | { readonly kind: 'run'; readonly action: Action }
  | { readonly kind: 'fix'; readonly fix: Fix }
  /** Unfolds or folds what has this ID; `metricId` names what to read for it. */
  | { readonly kind: 'toggle'; readonly id: string; readonly metricId?: string | null }
  | { readonly kind: 'goTo'; readonly offset: number }
  | { readonly kind: 'copy'; readonly text: string };

export type BillingPart =
  | string
  /** A name or an expression of the user's, in the font of data. */
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'link';
      readonly text: string;
      readonly act: BillingAct;
      readonly title?: string;
    };

/** One or more lines with an icon before them. */
export interface BillingMessage {
  readonly icon?: 'warning' | 'info' | 'lock' | 'loading' | 'history';
  readonly sentence: readonly BillingPart[];
  /** Below it, muted. */
  readonly second?: readonly BillingPart[];
  /** Below that: a link of its own line. */
  readonly third?: readonly BillingPart[];
}

export interface BillingFact {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
}

/** A figure, or how it changes with the edits. */
export interface Figure {
  readonly before?: string;
  readonly text: string;
  /** All digits. */
  readonly title?: string;
}

export interface PriceDetail {
  readonly sql: string | undefined;
  /** In place of the SQL while there is none. */
  readonly note: string | undefined;
  readonly filter: string | undefined;
  readonly rate: string;
}

export interface PriceRow {
  readonly kind: 'price';
  readonly id: string;
  readonly metricId: string | null;
  readonly name: string;
  readonly spoken: string;
  /** In place of figures. */
  readonly status?: { readonly text: string; readonly isWarning: boolean };
  readonly quantity?: Figure;
  readonly amount?: Figure;
  /** Undefined while it is folded. */
  readonly detail: PriceDetail | undefined;
}

export interface ReasonRow {
  readonly kind: 'reason';
  readonly id: string;
  readonly spoken: string;
  readonly sentence: readonly BillingPart[];
  readonly cost?: string;
  /** The line, and the fix as a link. */
  readonly last: readonly BillingPart[];
  readonly act: BillingAct | undefined;
}

/** Shows more rows. */
export interface FoldRow {
  readonly kind: 'fold';
  readonly id: string;
  readonly text: string;
  readonly isOpen: boolean;
}

export type BillingRow = PriceRow | ReasonRow | FoldRow;

export interface BillingView {
  /** At the right of the head. */
  readonly side: BillingPart | undefined;
  readonly refresh: 'none' | 'ready' | 'turning';
  /** The answer is about other texts than those of now. */
  readonly isStale: boolean;
  readonly facts: readonly BillingFact[];
  readonly message?: BillingMessage;
  readonly rows: readonly BillingRow[];
  /** One for each currency. */
  readonly totals: readonly Figure[];
  readonly notes: readonly string[];
  /** Below everything. */
  readonly end?: BillingMessage;
  /** Announced when an answer has come. */
  readonly announced: string;
}
