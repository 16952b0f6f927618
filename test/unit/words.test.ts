import assert from 'node:assert/strict';
import { readSourceTexts, worded } from '../helpers/sourceTexts.ts';

/** Everything whose words reach the user through the editor. */
const { translated, escaped, early } = readSourceTexts(...worded);

/** What looks like words and is none, with the reason. */
const notWords: readonly RegExp[] = [
  /^src\/core\/search\/snippet\.ts:/, // programs to copy
  /lock\.ts:\d+: pragma /, // SQL
  /: <!DOCTYPE html>/, // the frame of a page
  /rejections\.ts:\d+: None is not of type$/, // words of Orb that are looked for
  /fileKind\.ts:\d+: version https:/, // what Git LFS writes
  /: <span style=/, // the frame of a hover's text
  /^src\/workbench\/log\.ts:/, // log lines stay English
  /textMarks\.ts:\d+: 1px solid$/, // a border
  /newBackfillQuestions\.ts:\d+: tokens > /, // a condition that Orb takes
  /askKey\.ts:\d+: New connection$/, // what the log calls it
  /questionOptions\.ts:\d+: Back was pressed\.$/, // nobody reads it
  /environment\.ts:\d+: Environment$/, // the name that product and documentation give it
];

suite('the words of the code', () => {
  test('none escapes translation', () => {
    const left = escaped.filter((text) => !notWords.some((pattern) => pattern.test(text)));
    assert.deepEqual(left, []);
  });

  test('none is translated as its file loads, before the language is known', () => {
    assert.deepEqual(early, []);
  });

  test('were found: the check reads what it should', () => {
    assert.ok(translated.length > 100);
    assert.ok(
      translated.includes('There is no API key. Create one in Orb under Developers > API keys.'),
    );
  });

  test('keep to the rules of tone: no exclamation marks, no "Are you sure", no three dots', () => {
    const wrong = translated.filter((text) => /!|are you sure|please|\.\.\./i.test(text));
    assert.deepEqual(wrong, []);
  });
});
