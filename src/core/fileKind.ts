/** What kind of file it is, from its start: reported instead of a problem for each of its lines. */
import { readDeadLetter } from './deadLetter.ts';
import { JsonScan, type JsonEnd } from './jsonScan.ts';
import { memberOf, tryReadJson } from './jsonTree.ts';
import { BYTE_ORDER_MARK, isBlank } from './lines.ts';

/** Not one event per line, yet events can be made of it. */
type Convertible =
  | 'array' // [{…}, {…}]
  | 'body' // {"events": [{…}, {…}]}, what the ingest API takes
  | 'spread'; // values over several lines: a pretty-printed event, or several

export type FileKind =
  | Convertible
  | 'lines' // one value per line, as it should be
  | 'deadLetters' // lines with what Orb's ingestion from S3 rejected
  | 'csv'
  | 'lfs' // a Git LFS pointer, which stands in for the file
  | 'utf16'
  | 'nuls' // begins with NUL bytes
  | 'gzip'
  | 'zip'
  | 'packed'; // compressed in another way

/** Bytes, or UTF-16 units, of a file that are enough to see its kind. */
export const HEAD = 1 << 16;

const packed: readonly (readonly [FileKind, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['packed', [0x28, 0xb5, 0x2f, 0xfd]], // zstd
  ['packed', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]], // xz
  ['packed', [0x42, 0x5a, 0x68]], // bzip2
  ['utf16', [0xff, 0xfe]],
  ['utf16', [0xfe, 0xff]],
];

/** @returns undefined for bytes to be read as text */
export function kindOfBytes(head: Uint8Array): FileKind | undefined {
  for (const [kind, magic] of packed) {
    if (magic.every((byte, at) => head[at] === byte)) return kind;
  }
  const [first, second] = head;
  if (first === 0 && second === 0) return 'nuls';
  // ASCII in UTF-16 without a mark: every other byte is 0.
  if (first === 0 || second === 0) return head.length > 1 ? 'utf16' : 'nuls';
  return undefined;
}

/** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const LFS = 'version https://git-lfs.github.com/spec/';

/**
 * @param head the start of the text
 * @param isAll whether it is the whole text
 * @returns the kind, and the offset in `head` where that can be seen
 */
export function kindOfText(
  head: string,
  isAll: boolean,
): { readonly kind: FileKind; readonly at: number } {
  const text = head.startsWith(BYTE_ORDER_MARK) ? ` ${head.slice(1)}` : head;
  const at = /^[ \t\r\n]*/.exec(text)?.[0].length ?? 0;
  if (text.startsWith('\0', at)) return { kind: text[at + 1] === '\0' ? 'nuls' : 'utf16', at };
  if (text[at + 1] === '\0') return { kind: 'utf16', at };
  if (text.startsWith(LFS, at)) return { kind: 'lfs', at };
  if (text[at] === '[') return { kind: 'array', at };
  if (text[at] === '{') return { kind: kindOfObject(text, at, isAll), at };
  return { kind: isCsv(text.slice(at), isAll) ? 'csv' : 'lines', at };
}

function kindOfObject(text: string, at: number, isAll: boolean): FileKind {
  const lineEnd = text.indexOf('\n', at);
  const line = text.slice(at, lineEnd < 0 ? text.length : lineEnd);
  if (scanned(line) === 'open') {
    // The line is longer than the head.
    if (lineEnd < 0) return !isAll && OPENS_BODY.test(line) ? 'body' : 'lines';
    return kindOfOpen(line, text.slice(lineEnd + 1), isAll);
  }
  const root = tryReadJson(line);
  if (root === undefined) return 'lines';
  if (readDeadLetter(root) !== undefined) return 'deadLetters';
  const isBody = memberOf(root, 'idempotency_key') === undefined;
  return isBody && memberOf(root, 'events')?.kind === 'array' ? 'body' : 'lines';
}

const OPENS_BODY = /^\{\s*"events"\s*:\s*\[/;

/** @param line the first one, which leaves an object open @param rest what follows it */
function kindOfOpen(line: string, rest: string, isAll: boolean): FileKind {
  const text = `${line}\n${rest}`;
  const isBody = OPENS_BODY.test(text);
  const ending = scanned(text);
  if (isBlank(rest) || ending === 'broken') return 'lines';
  // In a text that ends within a value: a line that was cut off, followed by complete ones.
  const isCut = isAll && ending === 'open' && rest.split('\n').some(isObject);
  return isBody ? 'body' : isCut ? 'lines' : 'spread';
}

const isObject = (line: string) => tryReadJson(line)?.kind === 'object';

/** How the text ends: after whole values, within one, or it isn't JSON. */
function scanned(text: string): JsonEnd {
  const scan = new JsonScan(text);
  for (;;) {
    const token = scan.next();
    if (token === 'end' || token === 'open' || token === 'broken') return token;
  }
}

/** A header and a row with as many fields. */
function isCsv(text: string, isAll: boolean): boolean {
  const [head = '', row] = text.split('\n').filter((each) => !isBlank(each));
  // The last line seen may be incomplete.
  if (row === undefined || (!isAll && text.split('\n').length < 3)) return false;
  return [',', ';', '\t', '|'].some((separator) => {
    const names = fieldsOf(head, separator);
    return (
      names.length > 1 &&
      names.every((name) => name.trim() !== '' && !/[{}[\]]/.test(name)) &&
      fieldsOf(row, separator).length === names.length
    );
  });
}

/** A separator in double quotes is text. */
const fieldsOf = (line: string, separator: string): readonly string[] =>
  line
    .replaceAll(/"(?:[^"]|"")*"/g, (quoted) => quoted.replaceAll(separator, ' '))
    .split(separator);
