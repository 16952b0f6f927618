import assert from 'node:assert/strict';
import { decide, type Attempt } from '../../../src/core/amendment.ts';

const text = (n: number) =>
  `{"event_name":"call","timestamp":"2026-08-20T11:00:00Z","customer_id":"c","properties":{"n":${n}}}`;
const holding = (n: number, deprecated = false) => ({
  raw: text(n).replace('{', `{"deprecated":${deprecated},"id":"e",`),
});
const attempt = (of: Partial<Attempt>) =>
  decide({ text: text(2), base: text(1), lost: [], held: holding(1), ...of });

suite('a text is sent as an amendment', () => {
  test('over the version it was edited from', () => {
    assert.deepEqual(attempt({}), { kind: 'write' });
  });

  test('over a version whose answer was lost, and over no other of which nothing is known', () => {
    assert.deepEqual(attempt({ held: holding(3), lost: [text(4), text(3)] }), { kind: 'write' });
    assert.deepEqual(attempt({ lost: [text(3)] }), { kind: 'write' });
    assert.deepEqual(attempt({ base: undefined, held: holding(3), lost: [text(3)] }), {
      kind: 'write',
    });
  });

  test('not over the version of someone else', () => {
    const conflict = { kind: 'conflict', deprecated: false };
    assert.deepEqual(attempt({ held: holding(9) }), conflict);
    assert.deepEqual(attempt({ held: holding(9), lost: [text(3)] }), conflict);
    assert.deepEqual(attempt({ base: undefined }), conflict);
  });

  test('not over a deprecated event, even one that holds the text', () => {
    const conflict = { kind: 'conflict', deprecated: true };
    assert.deepEqual(attempt({ held: holding(1, true) }), conflict);
    assert.deepEqual(attempt({ held: holding(2, true) }), conflict);
  });

  test('not where neither search nor our own writes know the event', () => {
    assert.deepEqual(attempt({ held: undefined }), { kind: 'gone' });
  });

  test('not where Orb holds it already, unless another lost one may still arrive over it', () => {
    assert.deepEqual(attempt({ held: holding(2) }), { kind: 'done' });
    assert.deepEqual(attempt({ held: holding(2), lost: [text(2)] }), { kind: 'done' });
    assert.deepEqual(attempt({ held: holding(2), lost: [text(2), text(3)] }), { kind: 'write' });
  });
});
