/**
 * The calls between the event editor's page and the extension. The document belongs to the editor;
 * the page shows it and proposes edits.
 *
 * How both texts stay the same: `version` counts the document's changes that the host has sent to
 * this page or accepted from it. An edit names the version it was made on. If that is the current
 * one, the host accepts it (`applied: true`, and the version grows by one). Otherwise it declines;
 * the page then rebases its edit on what it has received since and sends it again, so nothing typed
 * is lost. Messages keep their order, and the host responds to an edit before it sends a later
 * change. Offsets are UTF-16 units in the document's text, line ends included.
 */
import type { EventEditorTexts } from '../core/texts/eventEditor.ts';
import type { Mode } from '../core/connection.ts';
import type { BillingState } from './billing.ts';

/**
 * Replaces the text from `start` to `end` (exclusive). The changes of one edit are in ascending
 * order without overlaps, in offsets of the text before the edit.
 */
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

/**
 * What the page's buttons and links do. Each is one of the extension's commands, applied to this
 * event.
 */
export type Action =
  | 'amend' // what Ctrl+S does: compares, confirms, sends
  | 'discard' // restores what Orb holds
  | 'cancel' // stops the comparison or the amendment in progress
  | 'retry' // the same as `amend`, after a failure
  | 'compare'
  | 'openText'
  | 'deprecate'
  | 'newEvent' // adds a line with a new event ID, made from this text
  | 'refresh' // asks Orb again
  | 'replaceKey'
  | 'addConnection'
  | 'searchWider' // searches for the event in the last 30 days
  | 'otherConnection'
  | 'askBilling' // asks Orb how the event is billed, as it is in Orb and in the document
  | 'refreshBilling' // the same, and nothing is taken from earlier answers
  | 'cancelBilling'
  | 'newEventForSimilar' // adds a line with a new event ID for `BillingState.similarCustomer`
  | 'addToFile'; // adds a line that is gone at the end of its file

/** A problem that the host found. Offsets are in the text of the version that it came with. */
export interface Problem {
  /**
   * Identifies the problem for `fix`. Unique in the page, and the same as long as rule and place
   * are.
   */
  readonly id: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** The titles of its fixes, such as "Restore". */
  readonly fixes: readonly string[];
}

/** What this editor saw and sent, newest first. */
export interface HistoryEntry {
  readonly id: string;
  readonly kind:
    | 'amended'
    | 'deprecated'
    | 'opened'
    /** Someone else changed the event; `atMs` is when this editor noticed. */
    | 'amendedElsewhere'
    | 'deprecatedElsewhere'
    /** An amendment was sent and Orb didn't respond; see `became`. */
    | 'noResponse';
  /** The names of what was amended: `input_tokens`, `event_name`. */
  readonly fields: readonly string[];
  readonly atMs: number;
  /** For `noResponse`: what has become known since. */
  readonly became?: 'unknown' | 'arrived' | 'sentAgain';
}

/**
 * What is happening or has happened to the document. In `idle`, the page itself sees whether it is
 * clean, changed, or has errors. The host returns to `idle` with the first edit after an outcome.
 * Except in `sending`, `sent`, and `noResponse`, nothing was sent and the edits are kept.
 */
export type Status =
  | { readonly kind: 'idle' }
  | { readonly kind: 'comparing' }
  /** How many fields are being sent. */
  | { readonly kind: 'sending'; readonly changes: number }
  | { readonly kind: 'sent'; readonly atMs: number }
  /** Orb's reason as a clause: "the timestamp is outside the current billing period". */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** Stopped before anything was sent. A whole sentence for the footer. */
  | { readonly kind: 'notSent'; readonly sentence: string }
  /**
   * Someone else amended the event; `EventState.merge` has what was merged and what must be
   * decided.
   */
  | { readonly kind: 'merged' }
  /**
   * Orb's version changed during the confirmation. It was merged, and the changes must be reviewed
   * again.
   */
  | { readonly kind: 'changedWhileAsked' }
  /** Someone else sent exactly this text; `atMs` is when Orb was read. */
  | { readonly kind: 'sameChange'; readonly atMs: number }
  /** Orb's version changed, and the text isn't JSON, so nothing could be merged. */
  | { readonly kind: 'changedInvalid' }
  /** The document had no edits and has shown Orb's new version since `atMs`. */
  | { readonly kind: 'followed'; readonly atMs: number }
  /** Someone deprecated the event while it was being edited. */
  | { readonly kind: 'deprecatedElsewhere' }
  /** Orb no longer finds the event. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'noResponse' }
  | { readonly kind: 'keyRejected' }
  | { readonly kind: 'noConnection' }
  /**
   * Read-only. A whole sentence for the footer; for deprecated events `texts.readOnlyDeprecated`.
   */
  | { readonly kind: 'readOnly'; readonly sentence: string };

export type Side = 'yours' | 'orbs';

/**
 * A field that was changed both here and in Orb. Values are JSON as written, or null where the
 * field is missing.
 */
export interface Conflict {
  readonly path: readonly string[];
  /**
   * In the version that was opened; undefined if that isn't known (a text restored after a reload).
   */
  readonly was?: string | null;
  readonly yours: string | null;
  readonly orbs: string | null;
  /** Null: not decided yet. Amend is disabled until all are. */
  readonly choice: Side | null;
}

/** Someone else's change that is now in the text. */
export interface MergedChange {
  readonly path: readonly string[];
  /** In the version that was opened; null if it wasn't there. */
  readonly before: string | null;
  /** In Orb, and in the text until the user changes it; null if it was removed. */
  readonly after: string | null;
}

export interface MergeState {
  readonly conflicts: readonly Conflict[];
  readonly merged: readonly MergedChange[];
}

/** The account that everything in the page is sent to. */
export interface ShownConnection {
  readonly name: string;
  readonly mode: Mode;
  /** `api.withorb.com`, with the port where it isn't the default one. */
  readonly host: string;
}

/** Everything around the JSON. */
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
    /** `draft`: a line of an event file, which isn't in Orb or wasn't sent from here. */
    readonly state: 'active' | 'amended' | 'deprecated' | 'draft';
    /** Amendments sent from this editor. */
    readonly amendments: number;
    /** Sent from here, and not in Orb's search yet. */
    readonly unconfirmed: boolean;
  };
  /** What Orb holds, as a document's text. Notes, changes, and Discard are based on it. */
  readonly held: string;
  /** When Orb last showed it. */
  readonly heldAtMs: number;
  /** Null if no one else has changed the event since it was opened, amended, or discarded. */
  readonly merge: MergeState | null;
  readonly status: Status;
  /** Undefined for what isn't in Orb. */
  readonly billing?: BillingState;
  readonly history: readonly HistoryEntry[];
}

/** There's no event to show: says why and what to do about it. */
interface MessageState {
  readonly kind: 'message';
  readonly connection: ShownConnection | undefined;
  readonly sentence: string;
  readonly links: readonly { readonly title: string; readonly action: Action }[];
}

/** Orb is being asked. The page says so only after 300 ms. */
interface ReadingState {
  readonly kind: 'reading';
  readonly connection: ShownConnection | undefined;
}

export type PageState = EventState | MessageState | ReadingState;

/** What the page starts with. */
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
  /** What is replaced, in the text at the time of the call. */
  readonly start: number;
  readonly end: number;
  readonly items: readonly CompletionItem[];
}
export interface Hover {
  readonly start: number;
  readonly end: number;
  /** Plain text, never markup. */
  readonly text: string;
}

/** What the page calls in the extension. */
export interface ToHost {
  /**
   * The first call; nothing else is sent to the page before its response. Called again when an edit
   * has failed or another host has taken over.
   */
  open(): Opening;
  /** Responds at once, which shows that the extension host is there. */
  ping(): void;
  edit(edit: Edit): { readonly applied: boolean };
  /** From the page's own Edit menu. Keys go to the editor, which undoes the document itself. */
  history(params: { readonly step: 'undo' | 'redo' }): void;
  /**
   * @param params.text for `amend` and `retry`: the page's text when the key or button was pressed.
   * Only that may be sent; what was typed later stays in the document
   */
  run(params: { readonly action: Action; readonly text?: string }): void;
  /** Decides a conflict, or all of them if `path` is null: puts that side's value into the text. */
  choose(params: { readonly path: readonly string[] | null; readonly side: Side }): void;
  /** Takes a merged change out of the text again. */
  takeOut(params: { readonly path: readonly string[] }): void;
  /** Applies a fix to the current text; does nothing if the problem is gone. */
  fix(params: { readonly problem: string; readonly index: number }): void;
  /** Opens a diff of what a step of the history changed. */
  openStep(params: { readonly id: string }): void;
  copy(params: { readonly text: string }): void;
  /** Reads the definition of a billable metric from Orb. */
  metric(params: { readonly metricId: string }): { readonly sql: string };
  /** Called only when all edits have been accepted. `version` is that of the page's text. */
  complete(params: { readonly version: number; readonly offset: number }): Completions | undefined;
  hover(params: { readonly version: number; readonly offset: number }): Hover | undefined;
}

/** What the extension calls in the page. */
export interface ToPage {
  /** @param params.texts only if they have changed: a line has moved in its file */
  show(params: {
    readonly state: PageState;
    readonly nowMs: number;
    readonly texts?: EventEditorTexts;
  }): void;
  /** Something else changed the document: undo, a text editor next to the page, a fix. */
  changed(change: DocumentChange): void;
  /** The whole document, after an edit that it rejected or altered. */
  reset(document: DocumentText): void;
  problems(params: { readonly version: number; readonly problems: readonly Problem[] }): void;
  /** Scrolls to the section Billing and focuses it. */
  showBilling(): void;
  /** Responds when everything typed so far has reached the document; a save waits for it. */
  settle(): void;
}
