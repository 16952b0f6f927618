/**
 * Removes a secret from texts that came from outside, however it is written in them: plain, escaped as in JSON, percent-encoded, as HTML
 * entities, as Base64 or as hexadecimal digits, and nested combinations of these. The result is as if the text had been decoded first, but the
 * rest of it stays as it was.
 */

/** Shorter texts aren't secrets, and removing `a` from every text would only garble it. */
const SHORTEST = 8;

/**
 * @param secret printable ASCII, as API keys are
 * @param mark what replaces it
 * @returns the text without the secret. Takes time linear in the text.
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
  // For speed only: at most offsets one or two characters rule out a match.
  const mayStart = `(?=[${starts}%&]|\\\\{1,4}(?:[${starts}%&]|u00|u\\{|x))`;
  return new RegExp(`${mayStart}(?:${forms.map(written).join('|')})`, 'gi');
}

const hex = (character: string) => character.charCodeAt(0).toString(16).padStart(2, '0');

/** A pattern for a text whose characters may each be encoded differently. Every repetition is bounded, so matching can't run away. */
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

/** Plain, or as JSON and JavaScript escape it, once or within a text that was already escaped. */
const escaped = (character: string) =>
  `(?:\\\\{0,4}${character.replace(/[^\w%&]/, '\\$&')}|\\\\{1,4}(?:u00|x|u\\{0{0,4})${hex(character)}\\}?)`;

/**
 * The Base64 of the secret anywhere in an encoded text, such as `user:secret`: three forms, by its offset within groups of three bytes.
 * The characters at both ends that depend on its neighbors are left out.
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
