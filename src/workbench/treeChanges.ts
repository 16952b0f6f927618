import { Emitter } from '../std/emitter.ts';

/** Longer than an answer takes to VS Code's window. */
const ARRIVAL_MS = 1_000;

/**
 * The changes of a tree's rows, for `onDidChangeTreeData`. VS Code's window keeps the children that
 * it is still receiving when their row changes, and would show them until the next change. So a
 * change soon after such an answer is fired once more.
 */
export class TreeChanges<Node> {
  readonly #emitter = new Emitter<Node[] | undefined>();
  readonly event = this.#emitter.event;
  #answeredMs = -Infinity;
  #late = new Set<Node>();
  #timer: NodeJS.Timeout | undefined;

  /** Call this whenever children of a row are returned. */
  answered(): void {
    this.#answeredMs = Date.now();
  }

  /** @param rows undefined refreshes the whole tree */
  fire(rows: Node[] | undefined): void {
    this.#emitter.fire(rows);
    if (rows === undefined || Date.now() - this.#answeredMs >= ARRIVAL_MS) return;
    for (const row of rows) this.#late.add(row);
    this.#timer ??= setTimeout(() => this.#again(), ARRIVAL_MS);
  }

  #again(): void {
    const late = [...this.#late];
    this.#timer = undefined;
    this.#late.clear();
    this.#emitter.fire(late);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#emitter.dispose();
  }
}
