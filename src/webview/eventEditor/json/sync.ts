/**
 * Keeps the page's text and the document the same while both change (protocol/eventEditor.ts
 * explains how). What was typed and isn't in the document yet is rebased on every incoming change
 * and sent again until the host accepts it.
 */
import { ChangeSet, Text, type ChangeSpec } from '@codemirror/state';
import type {
  DocumentChange,
  DocumentText,
  Edit,
  TextChange,
} from '../../../protocol/eventEditor.ts';
import { minimalChange } from '../../../std/minimalChange.ts';

export interface SyncPort {
  /** If it rejects, the edit's outcome is unknown, and `restart` must follow. */
  send(edit: Edit): Promise<{ readonly applied: boolean }>;
  /** Changes the page's text; never called inside `local`. */
  apply(changes: ChangeSet): void;
}

/** Both sides count line ends as they are, so that offsets are the same. */
export const toText = (text: string): Text => Text.of(text.split('\n'));

/** The document of a host that doesn't know what was sent before. */
interface Restart extends DocumentText {
  readonly restart: true;
}

export class Sync {
  #version: number;
  /** The document as the host last sent or accepted it. */
  #base: Text;
  /** Sent, without a response so far. */
  #sent: ChangeSet | undefined;
  /** Made after that. */
  #waiting: ChangeSet | undefined;
  /** Received while the page couldn't apply it. */
  #told: (DocumentChange | DocumentText | Restart)[] = [];
  #paused = false;
  /** Counts the edits sent, so that a late response isn't matched with a newer edit. */
  #turn = 0;
  /**
   * The host declined an edit without having sent a change, so sending the same again would never
   * end.
   */
  #blocked = false;
  #settled: (() => void)[] = [];

  constructor(
    private readonly port: SyncPort,
    document: DocumentText,
  ) {
    this.#version = document.version;
    this.#base = toText(document.text);
  }

  get version(): number {
    return this.#version;
  }

  /** The document as the page knows it. */
  get base(): string {
    return this.#base.toString();
  }

  /** Everything typed has reached the document. */
  get isSettled(): boolean {
    return this.#sent === undefined && this.#waiting === undefined && this.#told.length === 0;
  }

  /**
   * The page's changes on top of the document's `version`, to map offsets that came with that
   * version.
   */
  get ahead(): ChangeSet | undefined {
    return join(this.#sent, this.#waiting);
  }

  /** The user changed the page's text. */
  local(changes: ChangeSet): void {
    this.#waiting = join(this.#waiting, changes);
    this.#send();
  }

  /**
   * Applies a change, or the whole document, from the host.
   * @throws if the page can't apply it; `restart` must follow
   */
  told(news: DocumentChange | DocumentText): void {
    this.#told.push(news);
    this.#blocked = false;
    this.#drain();
  }

  /**
   * Starts over with the document as it is now, after an edit failed or another host took over.
   * What was sent without a response, and what is waiting, is rebased on it.
   */
  restart(document: DocumentText): void {
    this.#turn += 1;
    this.#blocked = false;
    // This text includes everything received before.
    this.#told = [{ ...document, restart: true }];
    this.#drain();
  }

  /** While an input method composes, the text must not change, so incoming changes wait. */
  pause(paused: boolean): void {
    this.#paused = paused;
    this.#drain();
  }

  /** Resolves when everything typed so far has reached the document. */
  settle(): Promise<void> {
    return this.isSettled
      ? Promise.resolve()
      : new Promise((resolve) => {
          this.#settled.push(resolve);
        });
  }

  #drain(): void {
    while (!this.#paused) {
      const news = this.#told.shift();
      if (news === undefined) break;
      this.#take(news);
    }
    this.#send();
  }

  /** @throws if the change doesn't fit or the page can't apply it; then nothing has changed */
  #take(news: DocumentChange | DocumentText | Restart): void {
    if ('restart' in news) this.#recall(news.text);
    let base: Text;
    let foreign: ChangeSet;
    let sent = this.#sent;
    if ('text' in news) {
      // The document isn't what the sent edit would have made of it, so that edit is over, and the
      // difference is the change.
      const expected = sent === undefined ? this.#base : sent.apply(this.#base);
      const change = minimalChange(expected.toString(), news.text);
      foreign = toChangeSet(change === undefined ? [] : [change], expected.length);
      sent = undefined;
      base = toText(news.text);
    } else {
      const told = toChangeSet(news.changes, this.#base.length);
      base = told.apply(this.#base);
      foreign = sent === undefined ? told : told.map(sent);
      sent = sent?.map(told, true);
    }
    // At the same place, the page's own text comes first, in both directions.
    const shown = this.#waiting === undefined ? foreign : foreign.map(this.#waiting);
    const waiting = this.#waiting?.map(foreign, true);
    if (!shown.empty) this.port.apply(shown);
    this.#version = news.version;
    this.#base = base;
    this.#sent = sent;
    this.#waiting = waiting;
  }

  /**
   * Reverts what was sent without a response, unless this text already has it: the text includes
   * everything it inserted, and is closer to the text with it than to the one without. In doubt it
   * is inserted twice, which is visible, rather than lost.
   */
  #recall(text: string): void {
    const sent = this.#sent;
    if (sent === undefined) return;
    const change = minimalChange(sent.apply(this.#base).toString(), text);
    const changed = (start: number, end: number) =>
      change !== undefined && change.start < end && change.end > start;
    const isWhole = !putIn(sent).some(([start, end]) => changed(start, end));
    const without = minimalChange(this.#base.toString(), text);
    if (isWhole && lengthOf(change) < lengthOf(without)) return;
    this.#waiting = join(sent, this.#waiting);
    this.#sent = undefined;
  }

  #send(): void {
    if (this.#sent !== undefined || this.#told.length > 0 || this.#blocked) return;
    const changes = this.#waiting;
    this.#waiting = undefined;
    if (changes === undefined || changes.empty) {
      for (const resolve of this.#settled.splice(0)) resolve();
      return;
    }
    this.#sent = changes;
    const version = this.#version;
    const turn = ++this.#turn;
    this.port.send({ version, changes: toTextChanges(changes) }).then(
      ({ applied }) => this.#answered(turn, version, applied),
      () => undefined,
    );
  }

  #answered(turn: number, version: number, applied: boolean): void {
    const sent = this.#sent;
    if (turn !== this.#turn || sent === undefined) return;
    this.#sent = undefined;
    if (applied) {
      this.#base = sent.apply(this.#base);
      this.#version = version + 1;
    } else {
      this.#waiting = join(sent, this.#waiting);
      this.#blocked = this.#version === version && this.#told.length === 0;
    }
    this.#drain();
  }
}

/** Where the inserted texts are after a change. */
function putIn(changes: ChangeSet): readonly (readonly [start: number, end: number])[] {
  const found: (readonly [number, number])[] = [];
  changes.iterChanges((_from, _to, start, end) => found.push([start, end]));
  return found;
}

const lengthOf = (change: TextChange | undefined) =>
  change === undefined ? 0 : change.end - change.start + change.text.length;

function join(first: ChangeSet | undefined, second: ChangeSet | undefined): ChangeSet | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return first.compose(second);
}

function toChangeSet(changes: readonly TextChange[], length: number): ChangeSet {
  const specs: ChangeSpec[] = changes.map(({ start, end, text }) => ({
    from: start,
    to: end,
    insert: toText(text),
  }));
  return ChangeSet.of(specs, length, '\n');
}

function toTextChanges(changes: ChangeSet): readonly TextChange[] {
  const found: TextChange[] = [];
  changes.iterChanges((start, end, _from, _to, inserted) => {
    found.push({ start, end, text: inserted.toString() });
  });
  return found;
}
