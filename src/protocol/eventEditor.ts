/**
 * The event editor's page and the extension. The document belongs to the editor; the page shows it and proposes edits.
 *
 * How both texts stay the same: the host counts the changes of the document that it has told this page or taken from it, as
 * `version`. An edit names the version it was made on. The host takes it when that is the current one (`applied: true`, the version
 * grows by one) and declines it otherwise; the page then puts its edit on top of what it received since and sends it again, so
 * nothing typed is lost. Messages keep their order, and the host responds to an edit before it sends a later change.
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
  | 'amend' // what Ctrl+S does: compares, asks, sends
  | 'discard' // back to what Orb holds
  | 'cancel' // stops the comparison or the amendment that is being sent
  | 'retry' // the same as `amend`, after a failure
  | 'compare'
  | 'openText'
  | 'deprecate'
  | 'newEvent' // a line of an event file with a new event ID, made from this text
  | 'refresh' // reads from Orb again
  | 'replaceKey'
  | 'addConnection'
  | 'searchWider' // looks for the event in the last 30 days
  | 'otherConnection'
  | 'addToFile'; // puts a line that is gone at the end of its file

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
  readonly kind:
    | 'amended'
    | 'deprecated'
    | 'opened'
    /** Somebody else changed the event; `atMs` is when this editor saw it. */
    | 'amendedElsewhere'
    | 'deprecatedElsewhere'
    /** An amendment was sent and Orb didn't respond; see `became`. */
    | 'noResponse';
  /** The names of what was amended: `input_tokens`, `event_name`. */
  readonly fields: readonly string[];
  readonly atMs: number;
  /** Of `noResponse`: what is known of it since. */
  readonly became?: 'unknown' | 'arrived' | 'sentAgain';
}

/**
 * What happens or happened to the document. `idle` means nothing does: whether it is clean, changed or has errors, the page sees
 * from the text, what Orb holds and the problems. The host goes back to `idle` with the first edit after an outcome. In every
 * state that isn't `sending`, `sent` or `noResponse` nothing was sent, and the edits are kept.
 */
export type Status =
  | { readonly kind: 'idle' }
  | { readonly kind: 'comparing' }
  /** How many fields are being sent. */
  | { readonly kind: 'sending'; readonly changes: number }
  | { readonly kind: 'sent'; readonly atMs: number }
  /** Orb's reason as a clause: "the timestamp is outside the current billing period". */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** Stopped before anything was sent. The whole sentence for the footer. */
  | { readonly kind: 'notSent'; readonly sentence: string }
  /** Somebody else amended the event; see `EventState.merge` for what was merged and what must be decided. */
  | { readonly kind: 'merged' }
  /** Orb's version changed while the question was open; it is merged, and the changes must be looked at again. */
  | { readonly kind: 'changedWhileAsked' }
  /** Somebody else sent exactly this text; Orb was read at `atMs`. */
  | { readonly kind: 'sameChange'; readonly atMs: number }
  /** Orb's version changed, and the text isn't JSON, so that nothing could be merged. */
  | { readonly kind: 'changedInvalid' }
  /** The document had no edits and shows Orb's new version since `atMs`. */
  | { readonly kind: 'followed'; readonly atMs: number }
  /** Somebody deprecated the event while it was edited. */
  | { readonly kind: 'deprecatedElsewhere' }
  /** Orb doesn't find the event any more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'noResponse' }
  | { readonly kind: 'keyRejected' }
  | { readonly kind: 'noConnection' }
  /** Nothing can be edited. The whole sentence for the footer; for deprecated events `texts.readOnlyDeprecated`. */
  | { readonly kind: 'readOnly'; readonly sentence: string };

export type Side = 'yours' | 'orbs';

/** A field that was changed here and in Orb. Values are JSON as written; null where the field is missing. */
export interface Conflict {
  readonly path: readonly string[];
  /** In the version that was opened; undefined when that isn't known (a text restored after a reload). */
  readonly was?: string | null;
  readonly yours: string | null;
  readonly orbs: string | null;
  /** Null: not decided yet. Amend is off until all are. */
  readonly choice: Side | null;
}

/** Someone else's change that is now in the text. */
export interface MergedChange {
  readonly path: readonly string[];
  /** In the version that was opened; null: not there. */
  readonly before: string | null;
  /** In Orb, and in the text until the user changes it; null: removed. */
  readonly after: string | null;
}

export interface MergeState {
  readonly conflicts: readonly Conflict[];
  readonly merged: readonly MergedChange[];
}

/** The account that everything in the page goes to. */
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
    /** `draft`: a line of an event file, which isn't in Orb, or wasn't sent from here. */
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
  /** Null: no one else changed the event since it was opened, amended or discarded. */
  readonly merge: MergeState | null;
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

/** What the page begins with. */
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
  /** The first call; before the response nothing else is sent to the page. Again when an edit failed, or another host has taken over. */
  open(): Opening;
  /** Answers at once: the extension host is there. */
  ping(): void;
  edit(edit: Edit): { readonly applied: boolean };
  /** From the page's own Edit menu; the keys are the editor's (it undoes the document itself). */
  history(params: { readonly step: 'undo' | 'redo' }): void;
  /**
   * @param params.text with `amend` and `retry`: the page's text when the key or button was pressed, which is what may be sent;
   * what was typed after that stays in the document
   */
  run(params: { readonly action: Action; readonly text?: string }): void;
  /** Decides one conflict, or with `path: null` all of them: puts that side's value into the text. */
  choose(params: { readonly path: readonly string[] | null; readonly side: Side }): void;
  /** Takes one merged change out of the text again. */
  takeOut(params: { readonly path: readonly string[] }): void;
  /** Applies a fix to the current text; nothing when the problem is gone. */
  fix(params: { readonly problem: string; readonly index: number }): void;
  /** Opens the difference that one step of the history made. */
  openStep(params: { readonly id: string }): void;
  copy(params: { readonly text: string }): void;
  /** Asked only when all edits were taken; `version` is that of the text asked about. */
  complete(params: { readonly version: number; readonly offset: number }): Completions | undefined;
  hover(params: { readonly version: number; readonly offset: number }): Hover | undefined;
}

/** What the extension sends to the page. */
export interface ToPage {
  /** @param params.texts only where other ones are to be used from now on: a line has moved in its file */
  show(params: {
    readonly state: PageState;
    readonly nowMs: number;
    readonly texts?: EventEditorTexts;
  }): void;
  /** The document was changed by something else: undo, the text editor beside, a fix. */
  changed(change: DocumentChange): void;
  /** The whole document: after an edit that the document rejected, or changed on its way in. */
  reset(document: DocumentText): void;
  problems(params: { readonly version: number; readonly problems: readonly Problem[] }): void;
  /** Answers when every key typed so far has reached the document; a save waits for it. */
  settle(): void;
}
