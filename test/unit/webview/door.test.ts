import assert from 'node:assert/strict';
import { connect, type Channel } from '../../../src/protocol/rpc.ts';
import { createDoor } from '../../../src/webview/door.ts';
import { Visit } from '../../../src/workbench/pages/visit.ts';

interface Adder {
  add(params: { readonly a: number; readonly b: number }): number;
}
interface Screen {
  show(params: { readonly text: string }): void;
}

/** The extension's end as the editor reaches it, with one rule for each request that is to get lost. */
class Extension {
  readonly visits = new Map<string, Visit>();
  screen: Channel<Screen> | undefined;
  lose: (path: string) => 'request' | 'answer' | undefined = () => undefined;
  add = ({ a, b }: { a: number; b: number }) => a + b;

  async answer(path: string): Promise<unknown> {
    const [verb, id = '', third = '', fourth = ''] = path.split('/');
    if (verb === 'hello') return 'this host';
    if (verb === 'enter') {
      const visit = new Visit(() => this.visits.delete(id));
      this.visits.set(id, visit);
      this.screen = connect<Adder, Screen>(visit, { add: (params) => this.add(params) });
      return true;
    }
    const visit = this.visits.get(id)!;
    return verb === 'send' ? visit.take(fourth, third === 'end') : visit.poll(Number(third));
  }

  readonly fetch = async (address: string): Promise<Response> => {
    const path = address.replace('https://door.test/', '');
    const lost = this.lose(path);
    if (lost === 'request') return new Response('', { status: 404 });
    const answer = await this.answer(path);
    return lost === 'answer' ? new Response('', { status: 408 }) : Response.json(answer);
  };
}

suite('the door from a page to the extension', () => {
  let extension: Extension;
  let page: Channel<Adder> | undefined;
  let heard: string[];
  const { fetch } = globalThis;

  setup(() => {
    extension = new Extension();
    globalThis.fetch = extension.fetch as typeof fetch;
    heard = [];
  });
  teardown(() => {
    page?.dispose();
    for (const visit of extension.visits.values()) visit.dispose();
    globalThis.fetch = fetch;
  });
  const enter = () =>
    (page = connect<Screen, Adder>(createDoor('https://door.test/').enter(), {
      show: ({ text }) => void heard.push(text),
    })).remote;

  test('says which host responds', async () => {
    assert.equal(await createDoor('https://door.test/').hello(), 'this host');
    extension.lose = () => 'request';
    await assert.rejects(createDoor('https://door.test/').hello(), /404/);
  });

  test('carries calls both ways', async () => {
    const remote = enter();
    assert.equal(await remote.add({ a: 1, b: 2 }), 3);
    await extension.screen?.remote.show({ text: 'größe 日本' });
    assert.deepEqual(heard, ['größe 日本']);
  });

  test('carries a message that is longer than a URL may be', async () => {
    const text = 'é'.repeat(500_000);
    const remote = enter();
    extension.add = ({ a }) => String(a).length;
    assert.equal(await remote.add({ a: text as unknown as number, b: 0 }), text.length);
  });

  test('lets what follows from a response come before the next message', async () => {
    const remote = enter();
    extension.add = ({ a, b }) => {
      // Sent right after the response: both arrive together.
      queueMicrotask(() => {
        queueMicrotask(() => void extension.screen?.remote.show({ text: 'told' }));
      });
      return a + b;
    };
    await remote.add({ a: 1, b: 1 });
    const answered = async () => {
      // As far from the response as the page's own steps are.
      for (let step = 0; step < 10; step += 1) await Promise.resolve();
      heard.push('answered');
    };
    await remote.add({ a: 1, b: 2 }).then(answered);
    await remote.add({ a: 0, b: 0 });
    assert.deepEqual(heard.slice(0, 3), ['told', 'answered', 'told']);
  });

  test('sends again what was lost on its way to the page', async () => {
    const remote = enter();
    assert.equal(await remote.add({ a: 1, b: 2 }), 3);
    let lost = 0;
    extension.lose = (path) => (path.startsWith('poll') && lost++ === 1 ? 'answer' : undefined);
    await extension.screen?.remote.show({ text: 'a' });
    await extension.screen?.remote.show({ text: 'b' });
    assert.deepEqual(heard, ['a', 'b']);
    assert.ok(lost > 1);
  });
});
