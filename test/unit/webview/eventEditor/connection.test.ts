import assert from 'node:assert/strict';
import type { Port } from '../../../../src/protocol/rpc.ts';
import { Connection } from '../../../../src/webview/eventEditor/connection.ts';

interface Call {
  readonly resolve: () => void;
  readonly reject: () => void;
}
function call(): Call & { readonly promise: Promise<void> } {
  let resolve: () => void = () => undefined;
  let reject: () => void = () => undefined;
  const promise = new Promise<void>((done, failed) => {
    resolve = done;
    reject = () => failed(new Error('Not now.'));
  });
  return { promise, resolve, reject };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A page between two hosts; the test says who answers. */
class World {
  answers = true;
  /** Who opens the door: undefined when no one does. */
  behindDoor: string | undefined = 'first';
  reopens: () => Promise<void> = () => Promise.resolve();
  readonly told: boolean[] = [];
  readonly entered: Port[] = [];
  reopened = 0;
  #left: (() => void)[] = [];

  readonly connection = new Connection({
    channel: {
      remote: {
        ping: () => {
          if (this.answers) return Promise.resolve();
          const { promise, reject } = call();
          this.#left.push(reject);
          return promise;
        },
      },
      use: (port) => {
        this.entered.push(port);
        for (const reject of this.#left.splice(0)) reject();
      },
    },
    door: {
      hello: () =>
        this.behindDoor === undefined
          ? Promise.reject(new Error('Nobody.'))
          : Promise.resolve(this.behindDoor),
      enter: () => ({ post: () => undefined, listen: () => () => undefined }),
    },
    host: 'first',
    onChange: (isConnected) => this.told.push(isConnected),
    reopen: () => {
      this.reopened += 1;
      return this.reopens();
    },
  });

  async ticks(count: number): Promise<void> {
    for (let each = 0; each < count; each += 1) {
      this.connection.tick();
      await settled();
    }
  }
}

suite("the page's connection to the extension host", () => {
  test('shows nothing while the host responds', async () => {
    const world = new World();
    await world.ticks(20);
    assert.deepEqual(world.told, []);
    assert.deepEqual(world.entered, []);
  });

  test('is lost after the third tick without a response, and back with the response of the same host', async () => {
    const world = new World();
    const { promise, resolve } = call();
    await world.ticks(2);
    const ping = world.connection.awaited(promise);
    await world.ticks(3);
    assert.deepEqual(world.told, []);
    await world.ticks(1);
    assert.deepEqual(world.told, [false]);
    resolve();
    await ping;
    await settled();
    assert.deepEqual(world.told, [false, true]);
    assert.deepEqual(world.entered, []);
  });

  test('is lost if nothing responds at all', async () => {
    const world = new World();
    world.answers = false;
    world.behindDoor = undefined;
    await world.ticks(4);
    assert.deepEqual(world.told, [false]);
    await world.ticks(10);
    assert.deepEqual(world.told, [false]);
    assert.deepEqual(world.entered, []);
  });

  test('moves to another host after one tick, asks it for everything, and shows nothing', async () => {
    const world = new World();
    world.answers = false;
    world.behindDoor = 'second';
    await world.ticks(1);
    assert.equal(world.entered.length, 0);
    world.connection.tick();
    world.answers = true;
    await settled();
    await world.ticks(5);
    assert.equal(world.entered.length, 1);
    assert.equal(world.reopened, 1);
    assert.deepEqual(world.told, []);
  });

  test('stays lost while the new host is asked, and enters it again if it goes silent', async () => {
    const world = new World();
    world.answers = false;
    world.behindDoor = 'second';
    world.reopens = () => call().promise;
    await world.ticks(4);
    assert.equal(world.entered.length, 1);
    assert.deepEqual(world.told, [false]);
    await world.ticks(4);
    assert.equal(world.entered.length, 2);
    assert.deepEqual(world.told, [false]);
    world.answers = true;
    world.reopens = () => Promise.resolve();
    world.behindDoor = 'third';
    await world.ticks(2);
    assert.equal(world.entered.length, 3);
    await world.ticks(2);
    assert.deepEqual(world.told, [false, true]);
  });

  test("doesn't leave a host that is only busy", async () => {
    const world = new World();
    world.answers = false;
    await world.ticks(30);
    assert.deepEqual(world.entered, []);
  });

  test('starts over with the same host if an edit failed', async () => {
    const world = new World();
    await world.ticks(1);
    await assert.rejects(world.connection.awaited(Promise.reject(new Error('Out of paper.'))));
    await world.ticks(1);
    assert.equal(world.reopened, 1);
    assert.deepEqual(world.told, []);
    await world.ticks(5);
    assert.equal(world.reopened, 1);
  });

  test('is lost while edits keep failing, keeps trying, and is back when one succeeds', async () => {
    const world = new World();
    let fails = true;
    const edit = () => (fails ? Promise.reject(new Error('Out of paper.')) : Promise.resolve());
    const send = () => world.connection.awaited(edit()).catch(() => undefined);
    world.reopens = () => {
      void send();
      return Promise.resolve();
    };
    await send();
    await world.ticks(8);
    assert.deepEqual(world.told, [false]);
    assert.equal(world.reopened, 8);
    fails = false;
    await world.ticks(2);
    assert.deepEqual(world.told, [false, true]);
    assert.equal(world.reopened, 9);
  });
});
