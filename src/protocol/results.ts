/** The page with the results of a search and the extension. The extension searches; the page sorts, filters, and sums. */
import type { GroupedBy } from '../core/results/figures.ts';
import type { ResultTable } from '../core/results/rows.ts';
import type { ResultsTexts } from '../core/texts/results.ts';
import type { ShownConnection } from './eventEditor.ts';

export interface ResultsState {
  readonly connection: ShownConnection;
  readonly searchId: string;
  /** The name of the search. */
  readonly title: string;
  /** Its time frame, as text. */
  readonly range: string;
  /** How many IDs the search has, and how many of them Orb was asked for. */
  readonly total: number;
  readonly asked: number;
  readonly found: number;
  readonly phase: 'reading' | 'done' | 'stopped' | 'failed';
  /** What failed; null unless the phase is `failed`. */
  readonly failure: string | null;
}

/** What the user chose for all searches of the workspace. */
export interface KeptResults {
  /** Anything: the page reads what is valid. */
  readonly layout: unknown;
  /** The property that is summed. */
  readonly sumOf: string | null;
  readonly by: GroupedBy;
}

export interface ColumnChoice {
  readonly id: string;
  readonly title: string;
  /** Such as how many events have it. */
  readonly detail: string;
  readonly isShown: boolean;
}

/** What the page asks the extension. `ids` are event IDs of the search. */
export interface ToHost {
  open(): {
    readonly texts: ResultsTexts;
    readonly language: string;
    readonly nowMs: number;
    readonly state: ResultsState;
    readonly table: ResultTable;
    readonly kept: KeptResults;
  };
  keep(kept: KeptResults): void;
  refresh(): void;
  cancel(): void;
  openEvents(params: { readonly ids: readonly string[] }): void;
  deprecate(params: { readonly ids: readonly string[] }): void;
  edit(params: { readonly ids: readonly string[] }): void;
  copy(params: { readonly text: string }): void;
  /** @param csv the columns that are shown */
  export(params: { readonly csv: string; readonly ids: readonly string[] }): void;
  /** @returns the IDs of the columns to show; null if the user cancels */
  chooseColumns(params: { readonly columns: readonly ColumnChoice[] }): readonly string[] | null;
}

/** What the extension sends to the page. */
export interface ToPage {
  show(state: ResultsState): void;
  /** Separate from the state, since it is large and changes less often. */
  showTable(table: ResultTable): void;
}
