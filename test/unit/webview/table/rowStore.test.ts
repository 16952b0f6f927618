import assert from 'node:assert/strict';
import { PagedStore } from '../../../../src/webview/table/rowStore.ts';

/** Reads that wait until the test answers them. */
function sourceOf(length: number) {
  const asked: { readonly start: number; readonly count: number }[] = [];
  const answers: ((rows: readonly string[] | undefined) => void)[] = [];
  const source = {
    length,
    page: (start: number, count: number) => {
      asked.push({ start, count });
      return new Promise<readonly string[]>((resolve, reject) =>
        answers.push((rows) => (rows === undefined ? reject(new Error('no')) : resolve(rows))),
      );
    },
  };
  const settle = async (isRead = true) => {
    const { start, count } = asked.at(-1) ?? { start: 0, count: 0 };
    answers.shift()?.(
      isRead ? Array.from({ length: count }, (_, index) => `row ${start + index}`) : undefined,
    );
    await new Promise(setImmediate);
  };
  return { source, asked, settle };
}

suite('rows by page', () => {
  test('read what is in view now, and not what was scrolled past', async () => {
    const { source, asked, settle } = sourceOf(1_000);
    const store = new PagedStore(
      source,
      (row) => row,
      () => undefined,
    );
    store.want(0, 20);
    store.want(300, 320);
    store.want(950, 1_000);
    await settle();
    assert.equal(store.at(3), 'row 3');
    await settle();
    assert.deepEqual(
      asked.map(({ start }) => start),
      [0, 900],
    );
    assert.equal(store.at(999), 'row 999');
    assert.equal(store.indexOf('row 955'), 955);
    assert.equal(store.at(310), undefined);
  });

  test('ask again for a page that failed only when it comes into view again', async () => {
    const { source, asked, settle } = sourceOf(50);
    const store = new PagedStore(
      source,
      (row) => row,
      () => undefined,
    );
    store.want(0, 20);
    await settle(false);
    assert.equal(asked.length, 1);
    assert.equal(store.at(0), undefined);
    store.want(0, 20);
    await settle();
    assert.equal(store.at(0), 'row 0');
    assert.deepEqual(asked[1], { start: 0, count: 50 });
  });
});
