/**
 * Where the matches of a search are: "2 of 5". In a large text, it counts only in a pause of
 * typing.
 */
import type { SearchQuery } from '@codemirror/search';
import type { EditorState } from '@codemirror/state';

/** More aren't counted. */
const MAX_COUNTED = 1_000;
/** Above this many characters, counting delays typing. */
const COUNT_AT_ONCE = 50_000;
const PAUSE_MS = 150;

interface Match {
  readonly from: number;
  readonly to: number;
}

export class Matches {
  readonly #onCounted: () => void;
  #found: readonly Match[] = [];
  #timer: number | undefined;

  constructor(onCounted: () => void) {
    this.#onCounted = onCounted;
  }

  get total(): number {
    return Math.min(this.#found.length, MAX_COUNTED);
  }

  get hasMore(): boolean {
    return this.#found.length > MAX_COUNTED;
  }

  /** From 1; undefined if the selection isn't a match. */
  placeOf({ from, to }: Match): number | undefined {
    const index = this.#found.findIndex((match) => match.from === from && match.to === to);
    return index < 0 || index >= MAX_COUNTED ? undefined : index + 1;
  }

  look(state: EditorState, query: SearchQuery): void {
    clearTimeout(this.#timer);
    const wait = state.doc.length > COUNT_AT_ONCE ? PAUSE_MS : 0;
    this.#timer = setTimeout(() => {
      this.#found = query.valid ? matchesOf(state, query) : [];
      this.#onCounted();
    }, wait);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** One more than is counted, if there are more. */
function matchesOf(state: EditorState, query: SearchQuery): readonly Match[] {
  const found: Match[] = [];
  const cursor = query.getCursor(state);
  for (let next = cursor.next(); next.done !== true; next = cursor.next()) {
    found.push({ from: next.value.from, to: next.value.to });
    if (found.length > MAX_COUNTED) break;
  }
  return found;
}
