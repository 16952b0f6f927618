/** Groups lines by event ID and finds out whether their contents differ, in slices and only for groups that changed. */
import { differs, type KeyedLine } from './duplicates.ts';

/** The lines with one event ID. */
export interface KeyGroup<Line extends KeyedLine> {
  readonly key: string;
  readonly lines: Set<Line>;
  /** Undefined for a single line, and until it is known. */
  differ?: boolean;
}

export class KeyGroups<Line extends KeyedLine> {
  readonly #byKey = new Map<string, KeyGroup<Line>>();
  readonly #duplicates = new Set<KeyGroup<Line>>();
  readonly #unknown = new Set<KeyGroup<Line>>();
  /** The lines of the first unknown group that are still to be compared with the group's first line. */
  #comparing: { readonly group: KeyGroup<Line>; readonly rest: Iterator<Line> } | undefined;

  /** The groups of two or more lines. */
  get duplicates(): Iterable<KeyGroup<Line>> {
    return this.#duplicates;
  }

  add(key: string, line: Line): KeyGroup<Line> {
    let group = this.#byKey.get(key);
    if (group === undefined) this.#byKey.set(key, (group = { key, lines: new Set() }));
    group.lines.add(line);
    if (group.lines.size === 1) return group;
    this.#duplicates.add(group);
    // If the lines differed before, they still do with another line.
    if (group.differ !== true) this.#isUnknown(group);
    return group;
  }

  remove(group: KeyGroup<Line>, line: Line): void {
    group.lines.delete(line);
    if (group.lines.size === 0) this.#byKey.delete(group.key);
    if (group.lines.size > 1) {
      if (group.differ !== false) this.#isUnknown(group);
      return;
    }
    delete group.differ;
    this.#duplicates.delete(group);
    this.#unknown.delete(group);
    if (this.#comparing?.group === group) this.#comparing = undefined;
  }

  /** Compares lines until the time is up. @returns true when every group is known */
  compare(isTimeUp: () => boolean): boolean {
    for (const group of this.#unknown) {
      const [first] = group.lines;
      this.#comparing =
        this.#comparing?.group === group ? this.#comparing : { group, rest: group.lines.values() };
      const { rest } = this.#comparing;
      let differ = false;
      for (let count = 1; first !== undefined && !differ; count++) {
        const next = rest.next();
        if (next.done === true) break;
        differ = differs(next.value, first);
        if (count % 64 === 0 && !differ && isTimeUp()) return false;
      }
      group.differ = differ;
      this.#unknown.delete(group);
      if (isTimeUp()) return this.#unknown.size === 0;
    }
    return true;
  }

  #isUnknown(group: KeyGroup<Line>): void {
    delete group.differ;
    this.#unknown.add(group);
    if (this.#comparing?.group === group) this.#comparing = undefined;
  }
}
