/** Cells of CSV (RFC 4180) and of what spreadsheets take from the clipboard. */

/** Spreadsheets run what starts like this as a formula (https://owasp.org/www-community/attacks/CSV_Injection). */
const FORMULA = /^[=+\-@\t\r]/;

/** A text as spreadsheets show it rather than run it: what would be a formula starts with an apostrophe. */
const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** A text in quotes where it needs them. */
export function csvText(value: string): string {
  const text = harmless(value);
  return /[",\r\n']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The same for cells that are separated by tabs. */
export function tsvText(value: string): string {
  const text = harmless(value);
  return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
