import assert from 'node:assert/strict';
import { Tally } from '../../../src/ingest/tally.ts';

suite('ingest: how often each text stands in a file', () => {
  const tallied = (texts: Iterable<string>) => {
    const tally = new Tally();
    for (const text of texts) tally.addText(text);
    return tally;
  };

  test('counts each text, in a row or not, the most frequent ones first', () => {
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

  test('tells texts apart of which one begins with the other', () => {
    assert.equal(tallied(['ab', 'a', 'abc']).summary(1).different, 3);
  });

  test('tells of ten thousand texts how many, of more that there are more, and counts known ones on', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `n${index}`);
    assert.deepEqual(tallied(names).summary(0), { different: 10_000, more: false, top: [] });
    const more = tallied([...names, 'another', 'n7', 'n7']).summary(1);
    assert.deepEqual(more, { different: 10_000, more: true, top: [{ text: 'n7', count: 3 }] });
  });
});
