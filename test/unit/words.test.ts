import assert from 'node:assert/strict';
import { readSourceTexts, worded } from '../helpers/sourceTexts.ts';

/** Everything whose texts the user sees in the editor. */
const { translated, escaped, early } = readSourceTexts(...worded);

/** What looks like a text to translate and isn't one, with the reason. */
const notWords: readonly RegExp[] = [
  /^src\/core\/search\/snippet\.ts:/, // programs to copy
  /lock\.ts:\d+: pragma /, // SQL
  /usage\/groups\.ts:\d+:  IS NULL$/, // SQL
  /: <!DOCTYPE html>/, // the frame of a page
  /rejections\.ts:\d+: None is not of type$/, // a message of Orb that is recognized
  /fileKind\.ts:\d+: version https:/, // what Git LFS writes
  /: <span style=/, // the frame of a hover's text
  /^src\/workbench\/log\.ts:/, // log lines stay English
  /textMarks\.ts:\d+: 1px solid$/, // a border
  /newBackfillQuestions\.ts:\d+: tokens > /, // a condition that Orb accepts
  /askKey\.ts:\d+: New connection$/, // its name in the log
  /questionOptions\.ts:\d+: Back was pressed\.$/, // never shown
  /billing\/decimal\.ts:\d+: Not a decimal number: $/, // a bug, unless Orb sends one
  /reconcile\/report\.ts:\d+: (?:Markdown|CSV)$/, // names of formats
  /traffic\/har\.ts:\d+: (?:Orb Events|Only the beginning was kept\.)$/, // in a file for programs
  /traffic\/follow\.ts:\d+: event: clear$/, // of server-sent events
  /environment\.ts:\d+: Environment$/, // its name in the product and the documentation
];

suite('the texts of the code', () => {
  test('are all translated', () => {
    const left = escaped.filter((text) => !notWords.some((pattern) => pattern.test(text)));
    assert.deepEqual(left, []);
  });

  test("aren't translated while their file loads, before the language is known", () => {
    assert.deepEqual(early, []);
  });

  test('were found, so the check works', () => {
    assert.ok(translated.length > 100);
    assert.ok(
      translated.includes('There is no API key. Create one in Orb under Developers > API keys.'),
    );
  });

  test('follow the rules of tone: no exclamation marks, no "Are you sure", no three dots', () => {
    const wrong = translated.filter((text) => /!|are you sure|please|\.\.\./i.test(text));
    assert.deepEqual(wrong, []);
  });
});
