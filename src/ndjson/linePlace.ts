/**
 * Follows one line of a file while the file is edited. The line is recognized by its text or by its event ID, never by its position alone.
 */
import { memberOf, tryReadJson } from '../core/jsonTree.ts';

/** The lines of a file, as a `TextDocument` has them. */
export interface FileLines {
  readonly lineCount: number;
  lineAt(line: number): { readonly text: string };
}

/** A replaced range of the text before all changes, as the editor reports it. Lines and characters from 0. */
export interface LineChange {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly text: string;
}

/** A range of lines after a change, both inclusive. */
interface Span {
  readonly first: number;
  readonly last: number;
}

export class LinePlace {
  #line: number | undefined;
  #text: string;

  /** @param line from 0; undefined when the file doesn't have it @param text the line's text, or its last known text */
  constructor(line: number | undefined, text: string) {
    this.#line = line;
    this.#text = text;
  }

  /** From 0; undefined while the file doesn't have the line. */
  get line(): number | undefined {
    return this.#line;
  }

  /** The line's text, or its last known text. */
  get text(): string {
    return this.#text;
  }

  /**
   * Follows an edit.
   * @param changes of one edit, without overlaps, in any order
   * @param lines the file after the edit
   */
  change(changes: readonly LineChange[], lines: FileLines): void {
    const old = this.#line;
    const inOrder = changes.toSorted(
      ({ range: a }, { range: b }) =>
        a.start.line - b.start.line || a.start.character - b.start.character,
    );
    const changed: Span[] = [];
    const touched: Span[] = [];
    let shift = 0;
    let above = 0;
    let isInside = true;
    for (const { range, text } of inOrder) {
      const added = text.split(LINE_END).length - 1;
      const first = range.start.line + shift;
      shift += added - (range.end.line - range.start.line);
      if (old !== undefined && range.end.line < old) above = shift;
      const span = { first, last: first + added };
      changed.push(span);
      if (old === undefined || range.start.line > old || range.end.line < old) continue;
      touched.push(span);
      isInside &&= range.start.line === range.end.line && added === 0;
    }
    if (old === undefined) this.#take(this.#find(changed, lines), lines);
    else if (touched.length === 0 || isInside) this.#take(old + above, lines);
    else {
      // A moved line is in the text that was inserted elsewhere.
      const here = this.#find(touched, lines, old + above);
      this.#take(here ?? this.#find(changed, lines, old + above), lines);
    }
  }

  /** Call this when the file was read again. */
  relocate(lines: FileLines): void {
    const whole = { first: 0, last: lines.lineCount - 1 };
    this.#take(this.#find([whole], lines, this.#line), lines);
  }

  /** Follows another line from now on. */
  moveTo(line: number, lines: FileLines): void {
    this.#take(line, lines);
  }

  #take(line: number | undefined, lines: FileLines): void {
    this.#line = line !== undefined && line < lines.lineCount ? line : undefined;
    if (this.#line !== undefined) this.#text = lines.lineAt(this.#line).text;
  }

  #find(spans: readonly Span[], lines: FileLines, near = 0): number | undefined {
    const same =
      this.#text.trim() === ''
        ? undefined
        : findLine(spans, lines, near, (text) => text === this.#text);
    return same ?? lineOfEvent(this.#text, lines, spans);
  }
}

const LINE_END = /\r\n|\n|\r/;

/** The matching line that is nearest to `near`. */
export function findLine(
  spans: readonly Span[],
  lines: FileLines,
  near: number,
  isMatch: (text: string) => boolean,
): number | undefined {
  let found: number | undefined;
  for (const { first, last } of spans) {
    for (let at = first; at <= last && at < lines.lineCount; at += 1) {
      const isNearer = found === undefined || Math.abs(at - near) < Math.abs(found - near);
      if (isNearer && isMatch(lines.lineAt(at).text)) found = at;
    }
  }
  return found;
}

/** The only line with this event's ID; undefined when there is none, or more than one. */
export function lineOfEvent(
  event: string,
  lines: FileLines,
  spans: readonly Span[] = [{ first: 0, last: lines.lineCount - 1 }],
): number | undefined {
  const id = eventIdOf(event);
  if (id === undefined) return undefined;
  // Parsing every line of a large file would take seconds.
  const written = JSON.stringify(id);
  const found = new Set<number>();
  for (const { first, last } of spans) {
    for (let at = first; at <= last && at < lines.lineCount; at += 1) {
      const { text } = lines.lineAt(at);
      if (text.includes(written) && eventIdOf(text) === id) found.add(at);
    }
  }
  const [line] = found;
  return found.size === 1 ? line : undefined;
}

/** The event ID of a line, undefined when it has none. */
export function eventIdOf(text: string): string | undefined {
  const root = tryReadJson(text);
  const id = root && memberOf(root, 'idempotency_key');
  return id?.kind === 'string' && id.value !== '' ? id.value : undefined;
}
