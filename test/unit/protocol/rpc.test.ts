import assert from 'node:assert/strict';
import { connect, type Handlers, type Port } from '../../../src/protocol/rpc.ts';

/** Two ends of one channel, each message copied and delivered later, as between real pages. */
function portPair(): [Port, Port] {
  const listeners = [new Set<(message: unknown) => void>(), new Set<(message: unknown) => void>()];
  const end = (mine: number): Port => ({
    post(message) {
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => listeners[1 - mine]?.forEach((listener) => listener(copy)));
    },
    listen(listener) {
      listeners[mine]?.add(listener);
      return () => listeners[mine]?.delete(listener);
    },
  });
  return [end(0), end(1)];
}

interface Calculator {
  add(params: { readonly a: number; readonly b: number }): number;
  fail(): void;
  wait(): string;
}
interface Screen {
  show(params: { readonly text: string }): void;
}

/** A promise, with what settles it. */
function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

function pair(overrides: Partial<Handlers<Calculator>> = {}) {
  const [left, right] = portPair();
  const shown: string[] = [];
  const screen = connect<Screen, Calculator>(left, {
    show: ({ text }) => void shown.push(text),
  });
  const calculator = connect<Calculator, Screen>(right, {
    add: ({ a, b }) => a + b,
    fail: () => {
      throw new RangeError('Out of paper.');
    },
    wait: (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
    ...overrides,
  });
  return { screen, calculator, shown, left };
}

suite('the calls between extension and page', () => {
  test('go both ways', async () => {
    const { screen, calculator, shown } = pair();
    assert.equal(await screen.remote.add({ a: 2, b: 3 }), 5);
    await calculator.remote.show({ text: 'hello' });
    assert.deepEqual(shown, ['hello']);
  });

  test('return the message of a handler that throws or rejects', async () => {
    const { screen } = pair({ wait: () => Promise.reject(new Error('Later.')) });
    await assert.rejects(screen.remote.fail(), { message: 'Out of paper.' });
    await assert.rejects(screen.remote.wait(), { message: 'Later.' });
  });

  test("reject when the other side doesn't offer a function", async () => {
    const { screen } = pair();
    const remote = screen.remote as unknown as {
      subtract(): Promise<unknown>;
      toString(): Promise<unknown>;
    };
    await assert.rejects(remote.subtract(), /doesn't offer subtract/);
    await assert.rejects(remote.toString(), /doesn't offer toString/);
  });

  test("can be canceled: the caller is rejected immediately and the handler's signal is aborted", async () => {
    const aborted = deferred<boolean>();
    const { screen } = pair({
      wait: (signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => aborted.resolve(signal.aborted));
        }),
    });
    const controller = new AbortController();
    const call = screen.remote.wait(controller.signal);
    controller.abort();
    await assert.rejects(call, { message: 'Canceled.' });
    assert.equal(await aborted.promise, true);
    await assert.rejects(screen.remote.wait(controller.signal), { message: 'Canceled.' });
  });

  test('reject what is pending when the channel closes, and later calls', async () => {
    const { screen } = pair();
    const call = screen.remote.wait();
    screen.dispose();
    await assert.rejects(call, { message: 'The channel is closed.' });
    await assert.rejects(screen.remote.add({ a: 1, b: 1 }), { message: 'The channel is closed.' });
  });

  test('abort running handlers when their side closes', async () => {
    const aborted = deferred<undefined>();
    const started = deferred<undefined>();
    const { screen, calculator } = pair({
      wait: (signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => aborted.resolve(undefined));
          started.resolve(undefined);
        }),
    });
    void screen.remote.wait();
    await started.promise;
    calculator.dispose();
    await aborted.promise;
  });

  test("reject what can't be copied, and ignore messages that aren't theirs", async () => {
    const { screen, left } = pair();
    const odd = { a: 1, b: (() => 1) as unknown as number };
    await assert.rejects(screen.remote.add(odd), /could not be cloned/);
    left.post('hello');
    left.post(null);
    left.post({ rpc: 'answer' });
    assert.equal(await screen.remote.add({ a: 1, b: 1 }), 2);
  });

  test('continue after a handler threw, and after one that never returns', async () => {
    const { screen } = pair({ wait: () => new Promise<string>(() => undefined) });
    void screen.remote.wait().catch(() => undefined);
    await assert.rejects(screen.remote.fail(), { message: 'Out of paper.' });
    await assert.rejects(screen.remote.fail(), { message: 'Out of paper.' });
    assert.equal(await screen.remote.add({ a: 2, b: 3 }), 5);
  });

  test('move to another side: pending calls are rejected, the old side is ignored', async () => {
    const answer = deferred<string>();
    const first = pair({ wait: () => answer.promise });
    const [left, right] = portPair();
    connect<Calculator, Screen>(right, {
      add: ({ a, b }) => a * b,
      fail: () => undefined,
      wait: () => 'from the second',
    });
    const pending = first.screen.remote.wait();
    first.screen.use(left);
    await assert.rejects(pending, { message: 'The channel is closed.' });
    answer.resolve('from the first');
    assert.equal(await first.screen.remote.wait(), 'from the second');
    assert.equal(await first.screen.remote.add({ a: 2, b: 3 }), 6);
    void first.calculator.remote.show({ text: 'late' }).catch(() => undefined);
    await first.screen.remote.add({ a: 1, b: 1 });
    assert.deepEqual(first.shown, []);
  });

  test("don't send the response for an old page to the new one", async () => {
    const text = deferred<string>();
    const started = deferred<undefined>();
    const [left, right] = portPair();
    const { calculator, screen } = pair({
      wait: () => {
        started.resolve(undefined);
        return text.promise;
      },
    });
    const heard: unknown[] = [];
    left.listen((message) => heard.push(message));
    void screen.remote.wait().catch(() => undefined);
    await started.promise;
    calculator.use(right);
    text.resolve('too late');
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(heard, []);
  });
});
