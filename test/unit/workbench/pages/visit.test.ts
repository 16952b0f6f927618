import assert from 'node:assert/strict';
import { Visit } from '../../../../src/workbench/pages/visit.ts';

const encode = (message: unknown) => Buffer.from(JSON.stringify(message)).toString('base64url');

suite('a page that entered through the door', () => {
  const visits: Visit[] = [];
  const visit = () => {
    const made = new Visit(() => undefined);
    visits.push(made);
    return made;
  };
  teardown(() => {
    for (const each of visits.splice(0)) each.dispose();
  });

  test('receives what is waiting when it polls, and what comes while it polls', async () => {
    const page = visit();
    page.post('a');
    page.post('b');
    assert.deepEqual(await page.poll(1), ['a', 'b']);
    const next = page.poll(2);
    page.post('c');
    assert.deepEqual(await next, ['c']);
  });

  test('receives the same again if it polls for the same turn again', async () => {
    const page = visit();
    const lost = page.poll(1);
    const again = page.poll(1);
    page.post('a');
    assert.deepEqual(await lost, ['a']);
    assert.deepEqual(await again, ['a']);
    page.post('b');
    assert.deepEqual(await page.poll(1), ['a']);
    assert.deepEqual(await page.poll(2), ['b']);
  });

  test('sends messages in pieces, with any character', () => {
    const page = visit();
    const heard: unknown[] = [];
    page.listen((message) => heard.push(message));
    const text = encode({ text: '日本 👩‍💻 "ü"' });
    page.take(text.slice(0, 5), false);
    page.take(text.slice(5), true);
    page.take(encode(2), true);
    assert.deepEqual(heard, [{ text: '日本 👩‍💻 "ü"' }, 2]);
  });

  test("is released when it's ended: nothing waits for it anymore", async () => {
    let gone = 0;
    const page = new Visit(() => (gone += 1));
    page.onGone(() => (gone += 1));
    const asked = page.poll(1);
    page.dispose();
    page.dispose();
    assert.deepEqual(await asked, []);
    assert.equal(gone, 2);
  });
});
