import assert from 'node:assert/strict';
import { checkConflict, type Attempt } from '../../../src/core/amendment.ts';

const text = (n: number) =>
  `{"event_name":"call","timestamp":"2026-08-20T11:00:00Z","customer_id":"c","properties":{"n":${n}}}`;
const holding = (n: number, deprecated = false) => ({
  raw: text(n).replace('{', `{"deprecated":${deprecated},"id":"e",`),
});
const standing = (of: Partial<Attempt>) =>
  checkConflict({ text: text(2), base: text(1), unanswered: [], held: holding(1), ...of });

suite('a text is sent as an amendment', () => {
  test('over the version it was edited from', () => {
    assert.equal(standing({}), 'send');
  });

  test('over a version that got no response, and over no other unknown one', () => {
    assert.equal(standing({ held: holding(3), unanswered: [text(4), text(3)] }), 'send');
    assert.equal(standing({ unanswered: [text(3)] }), 'send');
    assert.equal(standing({ base: undefined, held: holding(3), unanswered: [text(3)] }), 'send');
  });

  test("not over someone else's version", () => {
    assert.equal(standing({ held: holding(9) }), 'changed');
    assert.equal(standing({ held: holding(9), unanswered: [text(3)] }), 'changed');
    assert.equal(standing({ base: undefined }), 'changed');
  });

  test('not over a deprecated event, even one that has the same text', () => {
    assert.equal(standing({ held: holding(1, true) }), 'deprecated');
    assert.equal(standing({ held: holding(2, true) }), 'deprecated');
  });

  test('not when neither search nor our own writes know the event', () => {
    assert.equal(standing({ held: undefined }), 'gone');
  });

  test('not when Orb already has it, unless one without a response may still overwrite it', () => {
    assert.equal(standing({ held: holding(2) }), 'held');
    assert.equal(standing({ held: holding(2), unanswered: [text(2)] }), 'held');
    assert.equal(standing({ held: holding(2), unanswered: [text(2), text(3)] }), 'send');
  });
});
