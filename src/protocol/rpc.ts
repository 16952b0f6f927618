/**
 * Calls between the two sides of a message port, such as the extension and a page: each side offers
 * a map of functions and gets the other side's as `remote`. Parameters and results are copied
 * (structured clone), so they are plain data.
 */

/** One end of a channel that keeps the order of messages. */
export interface Port {
  post(message: unknown): void;
  /** @returns a function that stops listening */
  listen(listener: (message: unknown) => void): () => void;
}

/**
 * A map of functions with at most one parameter each. It describes a side; `Handlers` is what
 * implements it.
 */
type Params<F> = F extends (...args: infer A) => unknown ? A : never;
type Result<F> = F extends (...args: never[]) => infer R ? Awaited<R> : never;

/** What a side implements. The signal is aborted when the caller cancels or the channel closes. */
export type Handlers<Functions> = {
  readonly [K in keyof Functions]: (
    ...args: [...params: Params<Functions[K]>, signal: AbortSignal]
  ) => Result<Functions[K]> | Promise<Result<Functions[K]>>;
};

/** What the other side offers, as promises. They reject with the other side's error message, or when the channel closes. */
export type Remote<Functions> = {
  readonly [K in keyof Functions]: (
    ...args: [...params: Params<Functions[K]>, signal?: AbortSignal]
  ) => Promise<Result<Functions[K]>>;
};

export interface Channel<Functions> {
  readonly remote: Remote<Functions>;
  /**
   * Switches to another port, with another instance of the other side: rejects what is pending,
   * aborts what is running here, and no longer listens to the old port.
   */
  use(port: Port): void;
  /** Rejects what is pending, aborts what is running here, and stops listening. */
  dispose(): void;
}

type Message =
  | {
      readonly rpc: 'call';
      readonly id: number;
      readonly name: string;
      readonly params: readonly unknown[];
    }
  | { readonly rpc: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly rpc: 'failure'; readonly id: number; readonly message: string }
  | { readonly rpc: 'cancel'; readonly id: number };

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && 'rpc' in value && 'id' in value;

/**
 * Opens a channel.
 * @param handlers what this side offers; one that throws responds with an error
 */
export function connect<Mine, Theirs>(first: Port, handlers: Handlers<Mine>): Channel<Theirs> {
  const pending = new Map<number, Pending>();
  const running = new Map<number, AbortController>();
  const offered = new Map(Object.entries(handlers));
  let lastId = 0;
  let closed = false;
  let port = first;
  let stop = listen();

  const post = (message: Message) => {
    if (!closed) port.post(message);
  };

  async function answer(id: number, name: string, params: readonly unknown[]): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    // The caller from before the port changed is gone, and the next side has its own IDs.
    const reply = (message: Message) => {
      if (running.get(id) === controller) post(message);
    };
    try {
      const handler = offered.get(name);
      if (handler === undefined) throw new Error(`The other side doesn't offer ${name}.`);
      const call = handler as (...args: readonly unknown[]) => unknown;
      reply({ rpc: 'answer', id, value: await call(...params, controller.signal) });
    } catch (error) {
      reply({ rpc: 'failure', id, message: messageOf(error) });
    } finally {
      if (running.get(id) === controller) running.delete(id);
    }
  }

  function listen(): () => void {
    return port.listen((message) => {
      if (!isMessage(message)) return;
      if (message.rpc === 'call') void answer(message.id, message.name, message.params);
      else if (message.rpc === 'cancel') running.get(message.id)?.abort();
      else if (message.rpc === 'answer') settle(message.id)?.resolve(message.value);
      else settle(message.id)?.reject(new Error(message.message));
    });
  }

  /**
   * The other side is gone: what it was asked won't come back, and no one waits for what it asked.
   */
  function leave(): void {
    stop();
    const left = [...running.values()];
    running.clear();
    for (const controller of left) controller.abort();
    for (const id of [...pending.keys()]) settle(id)?.reject(new Error('The channel is closed.'));
  }

  function settle(id: number): Pending | undefined {
    const waiting = pending.get(id);
    pending.delete(id);
    return waiting;
  }

  function call(name: string, args: readonly unknown[]): Promise<unknown> {
    const signal = args.find((arg) => arg instanceof AbortSignal);
    const params = args.filter((arg) => arg !== signal && arg !== undefined);
    if (closed) return Promise.reject(new Error('The channel is closed.'));
    if (signal?.aborted === true) return Promise.reject(new Error('Canceled.'));
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      const cancel = () => {
        post({ rpc: 'cancel', id });
        settle(id)?.reject(new Error('Canceled.'));
      };
      const done = () => signal?.removeEventListener('abort', cancel);
      pending.set(id, {
        resolve: (value) => {
          done();
          resolve(value);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        post({ rpc: 'call', id, name, params });
      } catch (error) {
        settle(id)?.reject(new Error(messageOf(error)));
      }
    });
  }

  const remote = new Proxy(
    {},
    {
      // A promise would mistake an object with `then` for another promise.
      get: (_target, name) =>
        typeof name === 'symbol' || name === 'then'
          ? undefined
          : (...args: readonly unknown[]) => call(name, args),
    },
  ) as Remote<Theirs>;

  return {
    remote,
    use(next) {
      if (closed) return;
      leave();
      port = next;
      stop = listen();
    },
    dispose() {
      closed = true;
      leave();
    },
  };
}
