import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { EventCatalog } from '../../../../src/core/catalog/eventCatalog.ts';
import { readJson } from '../../../../src/core/jsonTree.ts';
import { ajvFor } from './ajv.ts';

const names = ['a', 'b', 'tokens'];
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    fc.constantFrom(0, 1, 2, -1, 1.5, 100, '', 'a', 'ab', '🙂', true, false, null),
    fc.constantFrom(
      '2026-10-29',
      '2026-02-30',
      '2026-10-29T03:12:04Z',
      'x@example.com',
      '10.0.0.1',
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const whole = fc.integer({ min: 0, max: 3 });
const leaf = fc.oneof(
  fc.boolean(),
  fc.record({
    type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'object', 'array'),
  }),
  fc.record({ type: fc.constant(['number', 'string']) }),
  fc.record({ enum: fc.uniqueArray(fc.constantFrom(1, 'a', true, null), { minLength: 1 }) }),
  fc.record({ const: fc.constantFrom(1, 'a', null) }),
  fc.record({ minimum: whole, exclusiveMaximum: fc.constant(100) }),
  fc.record({ multipleOf: fc.constant(2) }),
  fc.record({ minLength: whole, maxLength: fc.constant(10) }),
  fc.record({ pattern: fc.constantFrom('^a', 'b+$', '[0-9]{2}') }),
  fc.record({ format: fc.constantFrom('date', 'date-time', 'email', 'ipv4', 'x-unknown') }),
  fc.record({ minItems: whole, uniqueItems: fc.boolean() }),
  fc.record({ required: fc.uniqueArray(fc.constantFrom(...names)) }),
  fc.record({ minProperties: whole, maxProperties: fc.constant(2) }),
  fc.constant({ dependentRequired: { a: ['b'] } }),
  fc.constant({ $ref: '#/$defs/shared' }),
);
const schema = fc.letrec((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    leaf,
    fc.record(
      {
        properties: fc.dictionary(fc.constantFrom(...names), tie('schema'), {
          maxKeys: 3,
          noNullPrototype: true,
        }),
        patternProperties: fc.dictionary(fc.constantFrom('^a', 's$'), tie('schema'), {
          maxKeys: 1,
        }),
        additionalProperties: tie('schema'),
      },
      { requiredKeys: [] },
    ),
    fc.record({
      items: tie('schema'),
      prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
    }),
    fc.record({ contains: tie('schema'), minContains: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: tie('schema') }),
    fc.record(
      { if: tie('schema'), then: tie('schema'), else: tie('schema') },
      { requiredKeys: ['if'] },
    ),
    fc.record({ propertyNames: leaf }),
    fc.record({
      dependentSchemas: fc.dictionary(fc.constantFrom('a'), tie('schema'), {
        noNullPrototype: true,
      }),
    }),
  ),
})).schema;
const shared = {
  type: ['object', 'array', 'number'],
  properties: { a: { $ref: '#/$defs/shared' } },
};

suite('event catalogs are compiled', () => {
  test('so that they accept and reject what ajv does', () => {
    fc.assert(
      fc.property(schema, fc.array(value, { minLength: 5, maxLength: 5 }), (part, values) => {
        const text = JSON.stringify({ allOf: [part], $defs: { shared } });
        const [own, ajv] = [EventCatalog.read(text), ajvFor(text)];
        for (const each of values) {
          assert.equal(own.accepts(each), ajv(each), `${text} ${JSON.stringify(each)}`);
          const issues = own.issues(readJson(JSON.stringify(each)));
          assert.equal(issues.length === 0, ajv(each), `${text} ${JSON.stringify(each)}`);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('with the severity of the nearest schema around a problem', () => {
    const catalog = EventCatalog.read(
      JSON.stringify({
        properties: {
          properties: {
            properties: {
              tokens: { type: 'number', 'x-orb-severity': 'refuse' },
              model: { enum: ['large'] },
            },
            required: ['tokens'],
            additionalProperties: false,
          },
          event_name: { enum: ['chat'] },
        },
      }),
    );
    const text = '{"event_name":"chta","properties":{"tokens":"1","model":"small","x":1}}';
    const issues = catalog.issues(readJson(text));
    assert.deepEqual(
      issues.map(({ path, severity, code, message }) => [path.join('.'), severity, code, message]),
      [
        ['event_name', 'warning', 'catalog-name', 'The event catalog has no event chta.'],
        [
          'properties.tokens',
          'error',
          'catalog-type',
          'The event catalog expects tokens to be: number.',
        ],
        [
          'properties.model',
          'warning',
          'catalog-value',
          'For model, the event catalog allows: large.',
        ],
        ['properties.x', 'warning', 'catalog-unknown', 'The event catalog has no x.'],
      ],
    );
    const [missing] = catalog.issues(readJson('{"properties":{}}'));
    assert.equal(missing?.message, 'Missing according to the event catalog: tokens.');
  });

  test('and say which names are decided by the types of properties alone', () => {
    const of = (properties: object) =>
      EventCatalog.read(JSON.stringify({ properties: { properties: { properties } } }));
    assert.ok(of({ a: { type: 'number', description: 'b' } }).isDecidedByShape('chat'));
    for (const leaf of [{ enum: [1] }, { type: 'integer' }, { minimum: 0 }, { $ref: '#' }]) {
      assert.ok(!of({ a: leaf }).isDecidedByShape('chat'), JSON.stringify(leaf));
    }
    const picky = EventCatalog.read('{"properties":{"timestamp":{"pattern":"Z$"}}}');
    assert.ok(!picky.isDecidedByShape('chat'));
  });
});

suite('an event catalog that can’t be used says why in one sentence', () => {
  for (const [what, text, message] of [
    ['not JSON', '{', "The event catalog isn't valid JSON."],
    ['a list', '[]', 'The event catalog must be a JSON Schema.'],
    ['huge', ' '.repeat(5_000_000), 'The event catalog is larger than 4 MB.'],
    [
      'another draft',
      '{"$schema":"http://json-schema.org/draft-07/schema#"}',
      'The event catalog must be a JSON Schema of draft 2020-12.',
    ],
    [
      'a remote reference',
      '{"$ref":"https://example.com/s.json"}',
      '"$ref": "https://example.com/s.json" refers to something else. Only places in the catalog itself (#/…) can be referred to.',
    ],
    ['a reference to nothing', '{"$ref":"#/$defs/a"}', '"$ref": "#/$defs/a" refers to nothing.'],
    [
      'endless recursion',
      '{"$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"$ref":"#/$defs/a"}]}}}',
      'A definition refers to itself without end.',
    ],
    [
      'deep nesting',
      `${'{"not":'.repeat(5_000)}true${'}'.repeat(5_000)}`,
      'The catalog is nested too deeply.',
    ],
    ['an unknown type', '{"type":"text"}', '"text" isn\'t a type of JSON Schema.'],
    ['a wrong keyword', '{"required":"a"}', '"required" must be a list of strings.'],
    [
      'a wrong severity',
      '{"x-orb-severity":"error"}',
      '"x-orb-severity" must be "warn" or "refuse".',
    ],
    [
      'an unsupported keyword',
      '{"unevaluatedProperties":false}',
      'The keyword "unevaluatedProperties" isn\'t supported in event catalogs.',
    ],
    [
      'a pattern that explodes',
      '{"pattern":"^(a+)+$"}',
      'The pattern "^(a+)+$" can take too long. Simplify it.',
    ],
    ['no pattern', '{"pattern":"("}', '"(" isn\'t a valid pattern.'],
  ] as const) {
    test(what, () => {
      assert.throws(() => EventCatalog.read(text), { name: 'CatalogError', message });
    });
  }

  test('patterns that may explode are refused, and harmless ones aren’t', () => {
    const read = (pattern: string) => () => EventCatalog.read(JSON.stringify({ pattern }));
    for (const bad of ['(a|a)*b', '((a)*)*', '(a{1,9}){1,9}', '(?=a*)b', '(a)\\1', 'a*a*a*a*b']) {
      assert.throws(read(bad), /too long/, bad);
    }
    for (const good of ['^evt_[0-9a-f]{8}$', '^(eu|us)-\\d+$', '\\p{L}+', '[(+*]+', '^v(\\.1)?$']) {
      assert.doesNotThrow(read(good), good);
    }
  });

  test('a recursive one validates what is nested, and one that multiplies its work ends', () => {
    const list = EventCatalog.read('{"properties":{"next":{"$ref":"#"}},"required":["id"]}');
    assert.ok(list.accepts({ id: 1, next: { id: 2 } }));
    assert.ok(!list.accepts({ id: 1, next: {} }));
    const $defs = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `d${index}`,
        index === 59
          ? { type: 'object' }
          : { allOf: [1, 2].map(() => ({ $ref: `#/$defs/d${index + 1}`, title: 'x' })) },
      ]),
    );
    const bomb = EventCatalog.read(JSON.stringify({ $ref: '#/$defs/d0', $defs }));
    const [issue] = bomb.issues(readJson('{}'));
    assert.equal(issue?.code, 'catalog-not-checked');
    assert.equal(bomb.accepts({}), false);
  });
});
