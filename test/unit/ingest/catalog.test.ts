import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { EventCatalog } from '../../../src/core/catalog/eventCatalog.ts';
import { validateFile } from '../../../src/ingest/validateFile.ts';
import {
  context,
  eventLine,
  finish,
  memoryScratch,
  memorySource,
  statesOf,
} from '../../helpers/ingestWorld.ts';

const catalogOf = (leaf: object, more: object = {}) =>
  JSON.stringify({
    properties: { event_name: { enum: ['chat', 'image'] } },
    allOf: [
      {
        if: { properties: { event_name: { const: 'chat' } }, required: ['event_name'] },
        then: {
          properties: {
            properties: {
              properties: { n: leaf, m: { type: 'string' } },
              required: ['n'],
              ...more,
            },
          },
        },
      },
    ],
  });

const line = (key: string, properties: string, name = 'chat') =>
  eventLine(key, { event_name: JSON.stringify(name), properties });

const validatedBy = (catalogText: string, lines: readonly string[]) =>
  finish(
    validateFile(
      { source: memorySource(lines.join('\n')), scratch: memoryScratch() },
      { ...context, catalogText },
      new AbortController().signal,
    ),
  );

suite('ingest: validating a file by an event catalog', () => {
  test('counts lines that differ, with what the catalog says, and sends them', async () => {
    const lines = ['{"n":1}', '{"n":"1"}', '{"m":"a"}', '{"n":2}', '{"n":true}'].map((each, at) =>
      line(`k${at}`, each),
    );
    const found = await validatedBy(catalogOf({ type: 'number' }), lines);
    assert.equal(statesOf(found), '1:good 2:good 3:good 4:good 5:good');
    assert.equal(found.totals.warned, 3);
    assert.deepEqual(found.totals.warnings.top, [
      { text: 'The event catalog expects n to be: number.', count: 2 },
      { text: 'Missing according to the event catalog: n.', count: 1 },
    ]);
  });

  test("doesn't send what the catalog refuses", async () => {
    const lines = [line('a', '{"n":1}'), line('b', '{"n":"1"}')];
    const strict = catalogOf({ type: 'number', 'x-orb-severity': 'refuse' });
    const found = await validatedBy(strict, lines);
    assert.equal(statesOf(found), '1:good 2:invalid');
    assert.equal(found.totals.warned, 0);
  });

  test('decides by shape as it would line by line', async () => {
    const leaf = fc.constantFrom(
      { type: 'number' },
      { type: ['number', 'string'] },
      { type: 'integer' },
      { enum: [1, 'a'] },
      { minimum: 1 },
    );
    const more = fc.constantFrom({}, { additionalProperties: false }, { maxProperties: 2 });
    const property = fc.tuple(
      fc.constantFrom('n', 'm', 'x'),
      fc.constantFrom('1', '1.5', '0', '"a"', '"b"', 'true', 'false'),
    );
    const event = fc.tuple(
      fc.uniqueArray(property, { maxLength: 3, selector: ([key]) => key }),
      fc.constantFrom('chat', 'chat', 'image', 'other'),
    );
    await fc.assert(
      fc.asyncProperty(
        leaf,
        more,
        fc.array(event, { minLength: 1, maxLength: 12 }),
        async (type, rest, events) => {
          const lines = events.map(([properties, name], at) =>
            line(
              `k${at}`,
              `{${properties.map(([key, value]) => `"${key}":${value}`).join(',')}}`,
              name,
            ),
          );
          const text = catalogOf(type, rest);
          const catalog = EventCatalog.read(text);
          const differ = lines.filter((each) => !catalog.accepts(JSON.parse(each)));
          assert.equal((await validatedBy(text, lines)).totals.warned, differ.length);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('more shapes than are remembered are validated one by one', async () => {
    const lines = Array.from({ length: 300 }, (_, at) => line(`k${at}`, `{"n":1,"p${at}":"x"}`));
    const found = await validatedBy(catalogOf({ type: 'number' }), [
      ...lines,
      line('z', '{"n":""}'),
    ]);
    assert.equal(found.totals.warned, 1);
    assert.equal(found.totals.valid, 301);
  });

  test('a catalog that this version refuses is left out, so that an ingest can be resumed', async () => {
    const found = await validatedBy('{"type":"text"}', [line('a', '{"n":1}')]);
    assert.equal(statesOf(found), '1:good');
  });
});
