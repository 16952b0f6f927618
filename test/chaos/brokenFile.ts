/** Random bytes, some of them from an event file. */
import { gzipSync } from 'node:zlib';
import { eventFile } from './eventFile.ts';
import type { Random } from './random.ts';

type Breaking = (content: Buffer, random: Random) => Buffer;

const insert = (content: Buffer, at: number, bytes: Buffer) =>
  Buffer.concat([content.subarray(0, at), bytes, content.subarray(at)]);
const anywhere = (content: Buffer, random: Random) => random.int(0, content.length);
const text = (content: string) => Buffer.from(content);

/** What replaces a value or a line. */
const SPLICES = [
  ...[
    '"',
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '\\',
    '\n',
    '\r',
    '\r\n',
    '\0',
    '\0\0\0\0',
    '\uFEFF',
    '\u2028',
    '\u0085',
  ],
  ...[
    'null',
    'NaN',
    '-',
    '1e999',
    '-1e-999',
    '0x10',
    '01',
    '1.',
    '{"a":{"b":1}}',
    '"\\ud83d"',
    '"\\ud83d\\ud83d"',
  ],
  ...[
    '"__proto__":{"x":1},',
    '"idempotency_key":"k",',
    '"properties":null,',
    '{"events":[',
    'version https://git-lfs',
  ],
  ...[
    '2026-08-20 11:00:00+00',
    '9999-12-31T23:59:59Z',
    '0000-00-00',
    '\t',
    ' ',
    '\u200b',
    '\u202e',
    '\ud800',
  ],
];

const BREAKINGS: readonly Breaking[] = [
  (content) => content,
  // Flipped bits.
  (content, random) => {
    const copy = Buffer.from(content);
    for (let count = random.int(1, 20); count > 0 && copy.length > 0; count--) {
      const at = random.int(0, copy.length - 1);
      copy[at] = (copy[at] ?? 0) ^ (1 << random.int(0, 7));
    }
    return copy;
  },
  (content, random) => content.subarray(0, anywhere(content, random)),
  (content, random) => content.subarray(anywhere(content, random)),
  (content, random) => {
    let broken = content;
    for (let count = random.int(1, 10); count > 0; count--) {
      broken = insert(broken, anywhere(broken, random), text(random.pick(SPLICES)));
    }
    return broken;
  },
  (content, random) => insert(content, anywhere(content, random), random.bytes(random.few(2_000))),
  // A part repeated, or moved.
  (content, random) => {
    const from = anywhere(content, random);
    const part = content.subarray(from, from + random.few(5_000));
    return insert(content, anywhere(content, random), part);
  },
  (content) => Buffer.from(content.toString(), 'utf16le'),
  (content) => Buffer.from(content.toString(), 'latin1'),
  (content) => insert(content, 0, text('\uFEFF')),
  (content) => gzipSync(content),
  (content) => text(`[${content.toString().trim().split('\n').join(',\n')}]`),
  (content) => text(`{"events":[${content.toString().trim().split('\n').join(',')}]}`),
  (content) => text(content.toString().replaceAll('\n', '\r')),
  (content) => text(content.toString().replaceAll('\n', '\r\r\n')),
  (content) => text(content.toString().replaceAll('"', "'")),
  // Lines that are too long or nested too deeply.
  (content, random) => {
    const long = random.pick(['x', ' ', '{"a":', '[', '"', '\\', '9', '\0', '\u2028', 'é']);
    const line = long.repeat(random.int(1, Math.ceil(1_500_000 / long.length)));
    return insert(content, anywhere(content, random), text(`\n${line}\n`));
  },
  // The same event ID on every line, with different content each time.
  (content) =>
    text(
      content.toString().replaceAll(/"idempotency_key":( ?)"[^"]*"/g, '"idempotency_key":$1"k"'),
    ),
  (_, random) => random.bytes(random.few(60_000)),
  (_, random) =>
    text(random.pick(['', '\n', '{}', '[]', 'null', '{}\n{}', '\r', ',', '"', '{"', '\uFEFF'])),
];

/** @returns its bytes, often with several problems at once */
export function brokenFile(random: Random, prefix: string): Buffer {
  const { content } = eventFile(random, { count: random.few(600), prefix, owner: 'a' });
  let broken: Buffer = Buffer.from(content);
  for (let count = random.int(1, 3); count > 0; count--)
    broken = random.pick(BREAKINGS)(broken, random);
  return broken;
}
