/** Finds out without a lossless parse whether the numbers of a JSON object are written as JavaScript prints them. */

const [SPACE, COMMA, CLOSE_BRACE, LINE_FEED, RETURN, TAB] = [0x20, 0x2c, 0x7d, 0x0a, 0x0d, 0x09];

/**
 * @param json of an object that has these values, or has an object with them @param values from JSON.parse
 * @returns false when in doubt: when a key is there twice, values are nested, or the text has escapes
 */
export function areNumbersAsPrinted(
  json: string,
  values: Readonly<Record<string, unknown>>,
): boolean {
  if (json.includes('\\')) return false;
  for (const key of Object.keys(values)) {
    const value = values[key];
    if (typeof value === 'object') return false;
    if (typeof value !== 'number') continue;
    const name = `"${key}":`;
    const at = json.indexOf(name);
    if (at < 0 || json.includes(name, at + 1)) return false;
    const start = at + name.length + (json.charCodeAt(at + name.length) === SPACE ? 1 : 0);
    const printed = String(value);
    if (!json.startsWith(printed, start) || !endsAt(json, start + printed.length)) return false;
  }
  return true;
}

function endsAt(json: string, at: number): boolean {
  const code = json.charCodeAt(at);
  return (
    code === COMMA ||
    code === CLOSE_BRACE ||
    code === SPACE ||
    code === LINE_FEED ||
    code === RETURN ||
    code === TAB
  );
}
