import assert from 'node:assert/strict';
import { Tally } from '../../../src/ingest/tally.ts';

suite('ingest: counting texts', () => {
  const tallied = (texts: Iterable<string>) => {
    const tally = new Tally();
    for (const text of texts) tally.addText(text);
    return tally;
  };

  test('lists the most frequent texts first, whatever their order', () => {
    const tally = tallied(['a', 'a', 'b', 'é', 'a', 'b', 'b', 'b', '']);
    const top = [
      { text: 'b', count: 4 },
      { text: 'a', count: 3 },
      { text: 'é', count: 1 },
      { text: '', count: 1 },
    ];
    assert.deepEqual(tally.summary(9), { different: 4, more: false, top });
    assert.deepEqual(tally.summary(2), { different: 4, more: false, top: top.slice(0, 2) });
  });

  test('tells apart texts that start with each other', () => {
    assert.equal(tallied(['ab', 'a', 'abc']).summary(1).different, 3);
  });

  test('counts up to ten thousand texts, says when there are more, and keeps counting known ones', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `n${index}`);
    assert.deepEqual(tallied(names).summary(0), { different: 10_000, more: false, top: [] });
    const more = tallied([...names, 'another', 'n7', 'n7']).summary(1);
    assert.deepEqual(more, { different: 10_000, more: true, top: [{ text: 'n7', count: 3 }] });
  });
});
