/** The shape of `vscode.Event`, so that events of the core plug into the editor as they are. */
export type Event<T> = (listener: (value: T) => unknown) => { dispose(): void };

/** A source of events. A listener that throws does not keep the others from being called. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => unknown>();

  readonly event: Event<T> = (listener) => {
    const own = (value: T) => listener(value);
    this.#listeners.add(own);
    return { dispose: () => this.#listeners.delete(own) };
  };

  fire(value: T): void {
    const errors: unknown[] = [];
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'A listener failed.');
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
