import assert from 'node:assert/strict';
import { LoadedText } from '../../../../src/workbench/documents/loadedText.ts';
import type { Version } from '../../../../src/workbench/documents/version.ts';

const version = (text: string, readMs: number): Version => ({ raw: text, text, readMs });
const shown = (text: string) => ({ getText: () => text, isDirty: false });
const OLD = version('old', 1);
const NEW = version('new', 2);

suite('where the text of a document comes from', () => {
  const loaded = () => {
    const text = new LoadedText();
    text.offer(OLD, 10);
    assert.equal(text.adopt(shown('old')), OLD);
    return text;
  };

  test('a newer version must still be read if the one that is shown turns out to be in Orb', () => {
    const text = loaded();
    text.offer(NEW, 20);
    text.rebase(OLD);
    assert.equal(text.adopt(shown('new')), NEW);
    assert.equal(text.loaded, NEW);
  });

  test("an older version needn't be read once Orb has a newer one", () => {
    const text = loaded();
    text.offer(NEW, 20);
    text.rebase(version('newest', 3));
    assert.equal(text.offered, undefined);
    assert.equal(text.adopt(shown('new')), undefined);
    assert.equal(text.loaded?.text, 'newest');
  });

  test('a repeated offer has a later time each time, so that the editor reads it', () => {
    const text = loaded();
    const times = [30, 30, 5].map((nowMs) => {
      text.offer(NEW, nowMs);
      return text.stat(false).mtime;
    });
    assert.deepEqual(times, [30, 31, 32]);
  });

  test('a document with edits keeps its time, whatever is offered', () => {
    const text = loaded();
    const { mtime } = text.stat(true);
    text.offer(NEW, 20);
    assert.deepEqual(text.stat(true), { version: OLD, mtime });
  });
});
