/**
 * Takes a secret out of texts that came from outside, however it is written in them: as it is, escaped as in JSON, percent-encoded, as HTML
 * entities, as Base64 or as hexadecimal digits, and these inside of each other. That is the same as decoding the text first, without losing what
 * it looks like.
 */

/** Shorter ones are no secrets, and taking `a` out of every text would only garble it. */
const SHORTEST = 8;

/**
 * @param secret printable ASCII, as API keys are
 * @param mark what stands in its place
 * @returns the text without the secret. Time grows with the length of the text alone.
 */
export function secretRemover(secret: string, mark = '<key>'): (text: string) => string {
  if (secret.length < SHORTEST) return (text) => text;
  let pattern: RegExp | undefined;
  return (text) => {
    pattern ??= patternOf(secret);
    return text.replace(pattern, mark);
  };
}

function patternOf(secret: string): RegExp {
  const forms = [secret, ...base64Of(secret), Array.from(secret, hex).join('')];
  const starts = forms.map((form) => form.slice(0, 1).replace(/\W/, '\\$&')).join('');
  // For speed alone: most places of a text are passed after a look at one or two characters.
  const mayStart = `(?=[${starts}%&]|\\\\{1,4}(?:[${starts}%&]|u00|u\\{|x))`;
  return new RegExp(`${mayStart}(?:${forms.map(written).join('|')})`, 'gi');
}

const hex = (character: string) => character.charCodeAt(0).toString(16).padStart(2, '0');

/** A pattern for a text whose characters may each be encoded in a way of its own. Every repetition is bounded, so none can run away. */
const written = (text: string) => Array.from(text, encoded).join('');

function encoded(character: string): string {
  const code = character.charCodeAt(0);
  const percent =
    escaped('%') +
    `(?:${escaped('2')}${escaped('5')}){0,2}` +
    Array.from(hex(character), escaped).join('');
  const entity = `${escaped('&')}(?:amp;){0,2}#(?:0{0,5}${code}|x0{0,5}${hex(character)});`;
  return `(?:${escaped(character)}|${percent}|${entity})`;
}

/** As it is, or as JSON and JavaScript escape it, once or within a text that was escaped already. */
const escaped = (character: string) =>
  `(?:\\\\{0,4}${character.replace(/[^\w%&]/, '\\$&')}|\\\\{1,4}(?:u00|x|u\\{0{0,4})${hex(character)}\\}?)`;

/**
 * The Base64 of the secret wherever it stands in what was encoded, such as `user:secret`: three ways, by its place among groups of three bytes.
 * The characters at both ends that depend on what stands beside it are left out.
 */
function base64Of(secret: string): readonly string[] {
  const bits = Array.from(secret, (it) => it.charCodeAt(0).toString(2).padStart(8, '0')).join('');
  return [0, 4, 2].flatMap((skipped) => {
    const groups = bits.slice(skipped).match(/.{6}/g) ?? [];
    const digits = groups.map((group) => Number.parseInt(group, 2));
    return [...new Set(['+/', '-_'].map((signs) => inBase64(digits, signs)))];
  });
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** @param signs the last two of the 64 characters */
function inBase64(digits: readonly number[], signs: string): string {
  const alphabet = `${LETTERS}${LETTERS.toLowerCase()}0123456789${signs}`;
  return digits.map((digit) => alphabet.charAt(digit)).join('');
}
