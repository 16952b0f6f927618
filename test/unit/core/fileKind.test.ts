import assert from 'node:assert/strict';
import { HEAD, kindOfBytes, kindOfText } from '../../../src/core/fileKind.ts';
import { line } from './rules/codes.ts';

const pretty = JSON.stringify(JSON.parse(line()), undefined, 2);
const letter = '{"idempotency_key":"k","errors":["e"]}';

suite('the kind of a file, from its start', () => {
  const texts: readonly (readonly [string, string, ReturnType<typeof kindOfText>['kind']])[] = [
    ['nothing', '', 'lines'],
    ['blank lines', '\n \r\n\t', 'lines'],
    ['events', `${line()}\n${line()}\n`, 'lines'],
    ['events behind a byte-order mark and blank lines', `\uFEFF\n\n${line()}`, 'lines'],
    ['one broken line', '{"half": ', 'lines'],
    ['a line that was cut off, then events', `{"half": \n${line()}\n${line()}`, 'lines'],
    [
      'a line cut within properties, then events',
      `${line().slice(0, -3)}\n${line()}\n${line()}`,
      'lines',
    ],
    ['lines that were cut off, then an event', `{"a":\n{"b":\n${line()}`, 'lines'],
    ['a request body that stops', `{"events": [\n${line()},\n${line()}`, 'body'],
    ['a pretty-printed event that stops', pretty.slice(0, -3), 'spread'],
    ['an open brace and nothing', '{\n', 'lines'],
    ['a line that is no JSON, then an event', `x, y\n${line()}`, 'lines'],
    ['log lines', 'started\nstopped', 'lines'],
    ['an array', `[${line()}]`, 'array'],
    ['an array over lines', `\n [\n${line()}\n]`, 'array'],
    ['a request body on one line', `{"events":[${line()}]}`, 'body'],
    ['a request body with more members', `{"backfill_id":"b","events":[${line()}]}`, 'body'],
    ['a request body, pretty-printed', JSON.stringify({ events: [1, 2] }, undefined, 2), 'body'],
    ['a request body, its list on the next line', `{"events":\n[${line()}\n]}`, 'body'],
    ['a request body with an event per line', `{"events":[\n${line()},\n${line()}\n]}`, 'body'],
    ['one event with a property called events', line({ events: '[]' }), 'lines'],
    ['a pretty-printed event', pretty, 'spread'],
    ['several of them', `${pretty}\n${pretty}\n`, 'spread'],
    ['an event broken after each comma', line().replaceAll(',', ',\n'), 'spread'],
    ['dead letters', `${letter}\n${letter}`, 'deadLetters'],
    ['events, then a dead letter', `${line()}\n${letter}`, 'lines'],
    [
      'a pointer of Git LFS',
      'version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 1',
      'lfs',
    ],
    ['a CSV file', 'id,name\n1,"a, b"\n', 'csv'],
    [
      'a CSV file with semicolons',
      'order_id;billed_at;zip\r\nA-1;2026-11-27;"a; ""b"""\r\n',
      'csv',
    ],
    ['a table with tabs', 'id\tname\n1\ta\n', 'csv'],
    ['UTF-16 read as something else', '{\0"\0', 'utf16'],
    ['NULs as text', '\0\0\0{', 'nuls'],
  ];
  for (const [name, text, kind] of texts) {
    test(`${name}: ${kind}`, () => assert.equal(kindOfText(text, true).kind, kind));
  }

  test('of a file that is longer than its head', () => {
    const kind = (text: string) => kindOfText(text.slice(0, HEAD), false).kind;
    const many = Array.from({ length: 1_000 }, () => pretty).join(',\n');
    assert.equal(kind(`{\n  "events": [\n${many}\n]}`), 'body');
    assert.equal(kind(`{"events": [${many.replaceAll('\n', '')}]}`), 'body');
    assert.equal(kind(`${pretty}\n${many}`), 'lines', 'commas between values are no JSON');
    assert.equal(kind(`${pretty}\n`.repeat(1_000)), 'spread');
    assert.equal(kind(line({ properties: `{"a":"${'x'.repeat(HEAD)}"}` })), 'lines');
    assert.equal(kindOfText('id,name\n1,', false).kind, 'lines', 'half a row tells nothing');
  });

  for (const [name, bytes, kind] of [
    ['gzip', [0x1f, 0x8b, 8, 0], 'gzip'],
    ['zip', [0x50, 0x4b, 3, 4], 'zip'],
    ['an empty zip', [0x50, 0x4b, 5, 6], 'zip'],
    ['zstd', [0x28, 0xb5, 0x2f, 0xfd], 'packed'],
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], 'packed'],
    ['bzip2', [0x42, 0x5a, 0x68, 0x39], 'packed'],
    ['UTF-16 with a mark', [0xff, 0xfe, 0x7b, 0], 'utf16'],
    ['UTF-16 of the other order', [0xfe, 0xff, 0, 0x7b], 'utf16'],
    ['UTF-16 without a mark', [0x7b, 0, 0x22, 0], 'utf16'],
    ['UTF-16 without a mark, of the other order', [0, 0x7b, 0, 0x22], 'utf16'],
    ['NULs, as a log cut while in use has them', [0, 0, 0, 0x7b], 'nuls'],
    ['text', [0x7b, 0x22], undefined],
    ['half a mark', [0xff, 0x7b], undefined],
    ['nothing', [], undefined],
  ] as const) {
    test(`bytes of ${name}`, () => assert.equal(kindOfBytes(Uint8Array.from(bytes)), kind));
  }
});
