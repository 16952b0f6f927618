import assert from 'node:assert/strict';
import { readBatches } from '../../../src/ingest/batchReader.ts';
import { validateFile, type ValidatedFile } from '../../../src/ingest/validateFile.ts';
import { KeyRecords } from '../../../src/ingest/keys.ts';
import type { RejectedLine } from '../../../src/ingest/ports.ts';
import {
  bytesOf,
  context,
  eventLine,
  validated,
  finish,
  goodLines,
  memoryScratch,
  memorySource,
  statesOf,
} from '../../helpers/ingestWorld.ts';

/** What is read for sending: the texts to send and the rejected lines. */
async function readForSending(content: string | Uint8Array, found: ValidatedFile) {
  const sent: string[] = [];
  const rejected: RejectedLine[] = [];
  const limits = () => ({ maxEvents: 500, maxBytes: 1 << 22 });
  const pass = {
    source: memorySource(content),
    validated: found,
    context,
    limits,
    rejectionReasons: new Map(),
  };
  for await (const step of readBatches(pass)) {
    for (const batch of step.batches) {
      for (const { bytes } of batch) sent.push(Buffer.from(bytes).toString('utf8'));
    }
    rejected.push(...step.rejected);
  }
  return { sent, rejected };
}

const reasonsOf = async (content: string | Uint8Array) => {
  const { rejected } = await readForSending(content, await validated(content));
  return rejected.map(({ line, reasons }) => `${line}: ${reasons.join(' ')}`);
};

suite('ingest: validating a file', () => {
  const [a, b, c] = goodLines(3) as [string, string, string];

  const files: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['line feeds', `${a}\n${b}\n`, '1:good 2:good'],
    ['no line break at the end', `${a}\n${b}`, '1:good 2:good'],
    ['carriage returns', `${a}\r\n${b}\r\n`, '1:good 2:good'],
    ['a byte-order mark', `\uFEFF${a}\n${b}`, '1:good 2:good'],
    ['blank lines', `\n${a}\n  \t\n\r\n${b}\n\n`, '2:good 5:good'],
    ['only blank lines', `\n \n\r\n`, ''],
    ['nothing', '', ''],
    ['broken JSON', `${a}\n{"idempotency_key":\n${b}`, '1:good 2:invalid 3:good'],
    ['two events on a line', `${a}${b}\n${c}`, '1:invalid 2:good'],
    ['a mark in the middle', `${a}\n\uFEFF${b}`, '1:good 2:invalid'],
    [
      "text that isn't UTF-8",
      // Valid except for é in Latin-1.
      Buffer.from(`${a}\n${eventLine('x', { event_name: '"caf\u00e9"' })}\n${b}`, 'latin1'),
      '1:good 2:invalid 3:good',
    ],
  ];
  for (const [name, content, states] of files) {
    test(`reads ${name}`, async () => {
      const found = await validated(content);
      assert.equal(statesOf(found), states);
      const good = states.split(' ').filter((state) => state.endsWith('good')).length;
      assert.equal((await readForSending(content, found)).sent.length, good);
    });
  }

  test('keeps the bytes of lines, without line breaks', async () => {
    const odd = eventLine('k', { properties: '{ "b" : 1.0, "a": 9007199254740993 }' });
    const content = `\uFEFF${odd}\r\n${eventLine('ü')}`;
    assert.deepEqual((await readForSending(content, await validated(content))).sent, [
      odd,
      eventLine('ü'),
    ]);
  });

  test('names gzip, UTF-16 and a JSON array when it rejects them', async () => {
    const kinds: readonly (readonly [string | Uint8Array, string])[] = [
      [Uint8Array.of(0x1f, 0x8b, 8, 0), 'gzip'],
      [Buffer.from(`\uFEFF${a}`, 'utf16le'), 'utf16'],
      [Buffer.from(a, 'utf16le'), 'utf16'],
      [`\n [\n${a}\n]`, 'array'],
      [`[${'1,'.repeat(1 << 20)}`, 'array'],
    ];
    for (const [content, kind] of kinds) {
      await assert.rejects(validated(content), {
        name: 'SourceRefused',
        kind,
        message: `The file is ${kind}, not lines of JSON.`,
      });
    }
    // A partial byte-order mark says nothing.
    for (const first of [0x1f, 0xff, 0xfe]) {
      assert.equal(statesOf(await validated(Uint8Array.of(first, 0x7b, 0x0a))), '1:invalid');
    }
  });

  test('skips a line of more than a mebibyte and continues after it', async () => {
    const long = `{"x":"${'y'.repeat(3 << 20)}"}`;
    const almost = eventLine('m', { properties: `{"a":"${'z'.repeat((1 << 20) - 200)}"}` });
    for (const content of [
      `${a}\n${long}\n${b}\n`,
      `${a}\r\n${long}\r\n${b}`,
      `${long}\n${a}\n${b}`,
      `${a}\n${b}\n${long}`,
      `${long}\n${long}\n${a}\n${almost}`,
    ]) {
      const found = await validated(content);
      const bad = content.split('y\"}').length - 1;
      assert.equal(found.states.count('invalid'), bad);
      assert.equal(found.states.count('good'), 2);
      const { rejected } = await readForSending(content, found);
      assert.equal(rejected.length, bad);
      assert.equal(content.slice(rejected[0]!.offset, rejected[0]!.offset + 6), '{"x":"');
    }
  });

  test('accepts a line of exactly a mebibyte and rejects a longer one, however it is written', async () => {
    const padded = (bytes: number, name: string) => {
      const bare = eventLine('m', { event_name: name, properties: '{"a":""}' });
      const text = 'z'.repeat(bytes - bare.length);
      return eventLine('m', { event_name: name, properties: `{"a":"${text}"}` });
    };
    // The second one needs full validation.
    for (const name of ['"api_call"', '"api\\u005fcall"']) {
      const states = async (bytes: number) =>
        statesOf(await validated(`${a}\n${padded(bytes, name)}\n${b}`));
      assert.equal(await states(1 << 20), '1:good 2:good 3:good', name);
      assert.equal(await states((1 << 20) + 1), '1:good 2:invalid 3:good', name);
    }
  });

  test('reports progress that only increases and ends with the file, also with long lines', async () => {
    const long = 'y'.repeat(3 << 20);
    for (const content of [`${a}\n${long}\n${b}\n`, `${a}\n${b}\n${long}`, `${long}\n${a}`]) {
      const told: number[] = [];
      const ports = { source: memorySource(content), scratch: memoryScratch() };
      await finish(
        validateFile(ports, context, new AbortController().signal),
        ({ bytes, ofBytes }) => {
          assert.equal(ofBytes, content.length);
          told.push(bytes);
        },
      );
      assert.deepEqual(
        told,
        told.toSorted((one, other) => one - other),
      );
      assert.equal(told.at(-1), content.length);
    }
  });

  test('loses only the last line of a file that is cut off at any byte', async () => {
    const content = bytesOf([a, eventLine('é\u{1F600}'), b].join('\r\n'));
    for (let end = 0; end <= content.length; end++) {
      const found = await validated(content.subarray(0, end));
      const breaks = content.subarray(0, end).filter((byte) => byte === 10).length;
      assert.ok(found.states.count('good') >= breaks, String(end));
      assert.ok(found.states.count('invalid') <= 1, String(end));
    }
  });

  for (const count of [0, 1, 499, 500, 501, 20_000]) {
    test(`counts ${count} lines`, async () => {
      const { totals } = await validated(goodLines(count).join('\n'));
      assert.equal(totals.lines, count);
      assert.equal(totals.valid, count);
    });
  }

  test('returns the time span, names and customers of the valid lines', async () => {
    const content = [
      eventLine('a', { timestamp: '"2026-08-20T10:00:00.500Z"', event_name: '"storage"' }),
      eventLine('b', { timestamp: '"2026-08-20T11:30:00Z"', external_customer_id: '"caf\\u00e9"' }),
      eventLine('c', { timestamp: '"2020-01-01T00:00:00Z"', event_name: '"old"' }),
      eventLine('d'),
    ].join('\n');
    const { totals } = await validated(content);
    assert.deepEqual(totals.span, {
      firstMs: Date.parse('2026-08-20T10:00:00.500Z'),
      lastMs: Date.parse('2026-08-20T11:30:00Z'),
    });
    assert.deepEqual(totals.names.top, [
      { text: 'api_call', count: 2 },
      { text: 'storage', count: 1 },
    ]);
    assert.deepEqual(totals.customers.top, [
      { text: 'acme', count: 2 },
      { text: 'café', count: 1 },
    ]);
  });

  test('reports only the first error, although reading ahead fails too', async () => {
    const content = bytesOf('x'.repeat(100).concat('\n').repeat(30_000));
    const found = await validated(content);
    const source = memorySource(content);
    const changed = {
      ...source,
      digest: () => 'another',
      // Reading ahead fails too, after the result is no longer needed.
      read: async (into: Uint8Array, position: number) =>
        position === 0 ? source.read(into, position) : Promise.reject(new Error('EIO')),
    };
    const limits = () => ({ maxEvents: 500, maxBytes: 1 << 22 });
    const pass = {
      source: changed,
      validated: found,
      context,
      limits,
      rejectionReasons: new Map(),
    };
    await assert.rejects(readBatches(pass).next(), /file changed/);
    const reading = { ...pass, source: { ...source, read: changed.read } };
    await readBatches(reading).next();
    await new Promise(setImmediate);
  });

  test('notices a file that gets shorter while it is read', async () => {
    const source = memorySource(`${a}\n`, 10_000);
    const reading = validateFile(
      { source, scratch: memoryScratch() },
      context,
      new AbortController().signal,
    );
    await assert.rejects(finish(reading), /shorter/);
  });
});

suite('ingest: lines with the same event ID', () => {
  test('marks the same event again as a duplicate, whatever its spacing and order', async () => {
    const line = eventLine('k', { properties: '{"a":1,"b":"x"}' });
    const other = `{ "properties": {"b":"\\u0078", "a":1},"event_name":"api_call","idempotency_key":"k","timestamp":"2026-08-20T11:00:00Z","external_customer_id":"acme"}`;
    assert.equal(
      statesOf(await validated(`${line}\n${line}\n${other}`)),
      '1:good 2:duplicate 3:duplicate',
    );
  });

  test('marks all lines as conflicts when their contents differ, and lists the others', async () => {
    const content = [
      eventLine('k'),
      eventLine('other'),
      eventLine('k', { properties: '{"n":2}' }),
      eventLine('k'),
      eventLine('\\u006b', { idempotency_key: '"\\u006b"', properties: '{"n":1.0}' }),
    ].join('\n');
    const found = await validated(content);
    assert.equal(statesOf(found), '1:conflict 2:good 3:conflict 4:conflict 5:conflict');
    assert.deepEqual(found.conflicts.othersOf(3), { first: [1, 4, 5], total: 3 });
    assert.match(
      (await reasonsOf(content))[1]!,
      /^3: Lines 1, 4, 5 use this event ID with different content\./,
    );
  });

  test('counts an invalid line with the event ID as different content', async () => {
    const bad = eventLine('k', { properties: '{"n":null}' });
    assert.equal(statesOf(await validated(`${eventLine('k')}\n${bad}`)), '1:conflict 2:invalid');
    assert.equal(statesOf(await validated(`${bad}\n${bad}`)), '1:invalid 2:invalid');
  });

  test('compares lines until two differ, wherever that is', async () => {
    const same = Array.from({ length: 3_000 }, () => eventLine('k'));
    const spaced = eventLine('k').replace(':', ' : ');
    for (const [content, duplicate, conflict] of [
      [[...same, spaced], 3_000, 0],
      [[...same, eventLine('k', { properties: '{}' })], 0, 3_001],
      [[eventLine('k', { properties: '{}' }), ...same], 0, 3_001],
      [[...same, ...goodLines(5_000), eventLine('k', { properties: '{}' })], 0, 3_001],
    ] as const) {
      const { states } = await validated(content.join('\n'));
      assert.deepEqual(
        [states.count('duplicate'), states.count('conflict')],
        [duplicate, conflict],
      );
    }
  });

  test('compares event IDs by value, with escapes and beyond ASCII', async () => {
    const long = '{"n":12345678901234567890}';
    const lines = [
      eventLine('kä'),
      eventLine('', { idempotency_key: String.raw`"k\u00e4"` }),
      eventLine('kä', { properties: long }),
      eventLine('ka', { properties: long }),
      eventLine('ka', { properties: '{"n":1234567890123456789}' }),
      eventLine('ka"', {}),
    ];
    const { conflicts } = await validated(lines.join('\n'));
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6].map((line) => conflicts.othersOf(line).total),
      [2, 2, 2, 1, 1, 0],
    );
  });

  test('counts lines in one bucket each', async () => {
    const lines = [
      eventLine('a'),
      eventLine('a'),
      eventLine('b'),
      eventLine('b', { properties: '{}' }),
      '{',
      eventLine('c'),
    ];
    const {
      lines: all,
      valid,
      invalid,
      duplicates,
      conflicts,
    } = (await validated(lines.join('\n'))).totals;
    assert.deepEqual(
      { all, valid, invalid, duplicates, conflicts },
      { all: 6, valid: 2, invalid: 1, duplicates: 1, conflicts: 2 },
    );
  });

  test('finds duplicates in a large file and ignores IDs that only share a hash', async () => {
    const count = 30_000;
    const lines = goodLines(count).map((line, index) =>
      index % 1000 === 999 ? eventLine('k0') : line,
    );
    const found = await validated(lines.join('\n'));
    assert.equal(found.states.count('duplicate'), count / 1000);
  });

  test("finds duplicates of event IDs that don't fit in memory and go to disk", async () => {
    const scratch = memoryScratch();
    const keys = new KeyRecords(scratch, 4_000);
    for (let line = 1; line <= 20_000; line++) {
      const key = line % 1_700;
      const numbers = Uint32Array.of(key, key % 3, 0, line, 4 * 2 ** 21 + (line % 300), 7);
      keys.add({ numbers, line, offset: 2 ** 20 });
      await keys.makeRoom();
    }
    assert.ok(scratch.parts.size > 0);
    const groups = new Map<number, number[]>();
    for await (const part of keys.parts()) {
      for (const { lines, offsets, lengths, keyStarts } of part.candidates()) {
        for (const [index, line] of lines.entries()) {
          assert.equal(offsets[index], 2 ** 34 + 2 ** 20 + line);
          assert.deepEqual([lengths[index], keyStarts[index]], [line % 300, 7]);
        }
        groups.set(lines[0]!, [...lines]);
      }
    }
    assert.equal(groups.size, 1_700);
    assert.deepEqual(groups.get(1)?.slice(0, 3), [1, 1_701, 3_401]);
    assert.equal([...groups.values()].flat().length, 20_000);
  });
});
