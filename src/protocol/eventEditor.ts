/**
 * The event editor's page and the extension. The document belongs to the editor; the page shows it and proposes edits.
 *
 * How both texts stay the same: the host counts the changes of the document that it has told this page or taken from it, as
 * `version`. An edit names the version it was made on. The host takes it when that is the current one (`applied: true`, the version
 * grows by one) and declines it otherwise; the page then puts its edit on top of what it was told meanwhile and sends it again, so
 * nothing typed is lost. Messages keep their order, and the host answers an edit before it tells of a later change.
 * Offsets are UTF-16 units in the text as the document holds it, line ends included.
 */
import type { EventEditorTexts } from '../core/texts/eventEditor.ts';
import type { Mode } from '../core/connection.ts';

/** Replaces the text from `start` to `end` (exclusive). Several of one edit count in the text before all of them, in order, apart. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface DocumentText {
  readonly version: number;
  readonly text: string;
}
export interface DocumentChange {
  /** After the change. */
  readonly version: number;
  readonly changes: readonly TextChange[];
}
export interface Edit {
  /** The version it was made on. */
  readonly version: number;
  readonly changes: readonly TextChange[];
}

/** What the buttons and links of the page ask for. Each is one of the extension's commands, on this event. */
export type Action =
  | 'amend' // saves the document, as Ctrl+S does
  | 'discard' // back to what Orb holds
  | 'cancel' // stops the amendment that is being sent
  | 'retry'
  | 'amendAnyway'
  | 'keepEditing' // leaves the conflict for now
  | 'compare'
  | 'openText'
  | 'deprecate'
  | 'refresh' // reads from Orb again
  | 'replaceKey'
  | 'addConnection'
  | 'searchWider' // looks for the event in the last 30 days
  | 'otherConnection';

/** What the JSON is checked against comes from the host; offsets in the text of the version they came with. */
export interface Problem {
  /** Names the problem for `fix`; stable while rule and place stay (two problems of one page never share it). */
  readonly id: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** The titles of its fixes, in order: "Restore". */
  readonly fixes: readonly string[];
}

/** What this editor saw and sent, newest first. */
export interface HistoryEntry {
  readonly id: string;
  readonly kind: 'amended' | 'deprecated' | 'opened';
  /** The names of what was amended: `input_tokens`, `event_name`. */
  readonly fields: readonly string[];
  readonly atMs: number;
}

/**
 * What happens or happened to the document. `idle` means nothing does: whether it is clean, changed or has errors, the page sees
 * from the text, what Orb holds and the problems. The host goes back to `idle` with the first edit after `sent`, `refused` or `notSent`.
 */
export type Status =
  | { readonly kind: 'idle' }
  | { readonly kind: 'comparing' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'sent'; readonly atMs: number }
  /** The reason as a clause: "the timestamp is outside the current billing period". */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Stopped before anything was sent. The whole sentence for the footer. */
  | { readonly kind: 'notSent'; readonly sentence: string }
  | { readonly kind: 'conflict'; readonly deprecated: boolean }
  | { readonly kind: 'noAnswer' }
  | { readonly kind: 'keyRefused' }
  | { readonly kind: 'noConnection' }
  /** Nothing can be edited. The whole sentence for the footer; for deprecated events `texts.readOnlyDeprecated`. */
  | { readonly kind: 'readOnly'; readonly sentence: string };

/** The account that everything in the page goes to. */
export interface ShownConnection {
  readonly name: string;
  readonly mode: Mode;
  /** `api.withorb.com`, with the port where it is not the usual one. */
  readonly host: string;
}

/** All that stands around the JSON. */
export interface EventState {
  readonly kind: 'event';
  readonly connection: ShownConnection;
  readonly event: {
    readonly id: string;
    readonly name: string;
    readonly customerId: string | null;
    readonly externalCustomerId: string | null;
    /** As Orb wrote it. */
    readonly timestamp: string;
    /** `draft`: a line of an event file, which is not in Orb, or not from here. */
    readonly state: 'active' | 'amended' | 'deprecated' | 'draft';
    /** Amendments sent from this editor. */
    readonly amendments: number;
    /** Sent from here, and not in Orb's search yet. */
    readonly unconfirmed: boolean;
  };
  /** The document's text of what Orb holds: what notes, changes and Discard go by. */
  readonly held: string;
  /** When Orb last showed it. */
  readonly heldAtMs: number;
  readonly status: Status;
  readonly history: readonly HistoryEntry[];
}

/** No event to show: a sentence and what to do about it. */
interface MessageState {
  readonly kind: 'message';
  readonly connection: ShownConnection | undefined;
  readonly sentence: string;
  readonly links: readonly { readonly title: string; readonly action: Action }[];
}

/** Orb is being asked; the page says so only after 300 ms. */
interface ReadingState {
  readonly kind: 'reading';
  readonly connection: ShownConnection | undefined;
}

export type PageState = EventState | MessageState | ReadingState;

/** What does not change while the page lives. */
export interface Opening {
  readonly texts: EventEditorTexts;
  /** The editor's display language, for dates: `vscode.env.language`. */
  readonly language: string;
  readonly state: PageState;
  /** Milliseconds since 1970 by the connection's clock, now. */
  readonly nowMs: number;
  readonly document: DocumentText;
}

export interface CompletionItem {
  readonly label: string;
  readonly detail?: string;
  readonly documentation?: string;
  readonly insert: string;
  readonly kind: 'property' | 'value';
}
export interface Completions {
  /** What is replaced, in the text at the time of the question. */
  readonly start: number;
  readonly end: number;
  readonly items: readonly CompletionItem[];
}
export interface Hover {
  readonly start: number;
  readonly end: number;
  /** Plain text; it is never read as markup. */
  readonly text: string;
}

/** What the page asks the extension. */
export interface ToHost {
  /** The first call; before the answer nothing else is told to the page. Again when an edit failed, or another host has taken over. */
  open(): Opening;
  /** Answers at once: the extension host is there. */
  ping(): void;
  edit(edit: Edit): { readonly applied: boolean };
  /** From the page's own Edit menu; the keys are the editor's (it undoes the document itself). */
  history(params: { readonly step: 'undo' | 'redo' }): void;
  run(params: { readonly action: Action }): void;
  /** Applies a fix to the current text; nothing when the problem is gone. */
  fix(params: { readonly problem: string; readonly index: number }): void;
  /** Opens the difference that one step of the history made. */
  openStep(params: { readonly id: string }): void;
  copy(params: { readonly text: string }): void;
  /** Asked only when all edits were taken; `version` is that of the text asked about. */
  complete(params: { readonly version: number; readonly offset: number }): Completions | undefined;
  hover(params: { readonly version: number; readonly offset: number }): Hover | undefined;
}

/** What the extension tells the page. */
export interface ToPage {
  show(params: { readonly state: PageState; readonly nowMs: number }): void;
  /** The document was changed by something else: undo, the text editor beside, a fix. */
  changed(change: DocumentChange): void;
  /** The whole document anew: after an edit that the document refused, or changed on its way in. */
  reset(document: DocumentText): void;
  problems(params: { readonly version: number; readonly problems: readonly Problem[] }): void;
  /** Answers when every key typed so far has reached the document; a save waits for it. */
  settle(): void;
}
