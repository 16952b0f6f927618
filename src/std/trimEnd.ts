/**
 * The text without the given characters at its end. A regular expression such as `/ +$/` tries every run of them, and takes minutes for a
 * long run before other text.
 * @param characters one UTF-16 unit each
 */
export function trimEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
