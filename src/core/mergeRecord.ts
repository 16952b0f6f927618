/**
 * What someone else changed while a document was edited: fields merged into the text, and conflicts that wait for a decision.
 * A conflict follows every edit of its field, so that undo and typing decide it just as the buttons do.
 */
import type { TextEdit } from './edits.ts';
import type { JsonPath } from './issue.ts';
import { tryReadJson } from './jsonTree.ts';
import {
  fieldOf,
  keyOf,
  sameValue,
  setFields,
  type Collision,
  type Merge,
  type MergedField,
} from './merge.ts';

export type Side = 'yours' | 'orbs';

export interface Conflict extends Collision {
  /** Null: not decided yet. */
  readonly choice: Side | null;
}

export class MergeRecord {
  readonly #conflicts = new Map<string, Conflict>();
  readonly #merged = new Map<string, MergedField>();

  get isEmpty(): boolean {
    return this.#conflicts.size === 0 && this.#merged.size === 0;
  }

  get conflicts(): readonly Conflict[] {
    return [...this.#conflicts.values()];
  }

  get merged(): readonly MergedField[] {
    return [...this.#merged.values()];
  }

  /** How many conflicts wait for a decision. */
  get undecided(): number {
    return this.conflicts.filter(({ choice }) => choice === null).length;
  }

  /**
   * Records that another version of Orb's was merged.
   * @param orbs that version, as a document's text
   */
  add(merge: Merge, orbs: string): void {
    const root = tryReadJson(orbs);
    for (const [key, conflict] of this.#conflicts) {
      if (root === undefined) continue;
      this.#conflicts.set(key, { ...conflict, orbs: fieldOf(root, orbs, conflict.path) });
    }
    for (const collision of merge.collisions) {
      const key = keyOf(collision.path);
      const was = this.#conflicts.get(key)?.was ?? collision.was;
      this.#conflicts.set(key, { ...collision, was, choice: null });
      this.#merged.delete(key);
    }
    for (const field of merge.merged) {
      const key = keyOf(field.path);
      const first = this.#merged.get(key) ?? field;
      this.#merged.set(key, { ...field, before: first.before });
    }
  }

  /** Updates the conflicts to a changed text: one whose field now has Orb's value is decided, and so on. */
  textChanged(text: string): void {
    if (this.#conflicts.size === 0) return;
    const root = tryReadJson(text);
    if (root === undefined) return;
    for (const [key, conflict] of this.#conflicts) {
      const value = fieldOf(root, text, conflict.path);
      const isOrbs = sameValue(value, conflict.orbs);
      const kept = conflict.choice === 'yours' ? 'yours' : null;
      this.#conflicts.set(
        key,
        isOrbs ? { ...conflict, choice: 'orbs' } : { ...conflict, yours: value, choice: kept },
      );
    }
  }

  /**
   * Decides one conflict, or with `path` null all of them.
   * @returns the edits that put that side's values into the text
   * @throws JsonSyntaxError
   */
  decide(text: string, path: JsonPath | null, side: Side): readonly TextEdit[] {
    const chosen = this.conflicts.filter(
      (each) => path === null || keyOf(each.path) === keyOf(path),
    );
    for (const conflict of chosen) {
      this.#conflicts.set(keyOf(conflict.path), { ...conflict, choice: side });
    }
    return setFields(
      text,
      chosen.map((conflict) => ({ path: conflict.path, json: conflict[side] })),
    );
  }

  /** The edits that undo one merged field; none for a field that wasn't merged. @throws JsonSyntaxError */
  takeOut(text: string, path: JsonPath): readonly TextEdit[] {
    const field = this.#merged.get(keyOf(path));
    return field === undefined ? [] : setFields(text, [{ path, json: field.before }]);
  }

  clear(): void {
    this.#conflicts.clear();
    this.#merged.clear();
  }
}
