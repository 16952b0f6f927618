/**
 * What a line of an event file is: the one definition for the editor's marks, validation, selection and ingest.
 *
 * - An event file is UTF-8, with or without one byte-order mark at its start. Bytes that aren't UTF-8 are never replaced by others:
 *   the line that has them is rejected.
 * - A line ends before LF or CR LF, and at the end of the file. Nothing else ends a line: U+2028, U+2029, U+0085, VT and FF are data
 *   and are sent as they are (JSON allows U+2028 and U+2029 in strings).
 * - About a CR without an LF after it readers disagree: editors break the line there, for JSON it is white space. A file that has
 *   one is rejected as a whole, since its problems would be shown on the wrong lines. At the very end of a file it is half a line end.
 * - A blank line has nothing but spaces, tabs and CRs, which is JSON's white space (RFC 8259, section 2). It has a number and is
 *   otherwise ignored.
 * - A line of more than a mebibyte isn't an event and isn't ignored either: blank or not, it is rejected.
 *
 * The same for bytes is in ingest/lines.ts and ingest/blocks.ts.
 */

/** In bytes, without the line end. */
export const MAX_LINE_BYTES = 1 << 20;

/** As editors write and read it at the start of a file; elsewhere it is a stray character. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** Where the text of a document breaks. The editor breaks it at bare CRs too, so these aren't part of a line. */
export const LINE_END = /\r\n|\n|\r/;

export const isBlank = (text: string): boolean => /^[ \t\r]*$/.test(text);

/** @returns the length in UTF-8 */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // A pair of surrogates has four bytes, two for each half.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes;
}

/** True when the line is longer than an event may be. */
export const isTooLong = (text: string): boolean =>
  text.length > MAX_LINE_BYTES ||
  (text.length * 3 > MAX_LINE_BYTES && byteLength(text) > MAX_LINE_BYTES);
