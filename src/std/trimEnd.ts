/**
 * The text without the characters of a set at its end. A regular expression such as `/ +$/` looks at every run of them, and takes minutes
 * where a long one stands elsewhere.
 * @param characters one UTF-16 unit each
 */
export function trimEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
