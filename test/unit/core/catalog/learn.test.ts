import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventCatalog } from '../../../../src/core/catalog/eventCatalog.ts';
import { learn, type LearnOptions } from '../../../../src/core/catalog/learn.ts';
import { Observations } from '../../../../src/core/catalog/observe.ts';
import { parseJson } from '../../../../src/core/json.ts';
import { ajvFor } from './ajv.ts';

const event = (properties: object, name = 'chat_completion') => ({
  idempotency_key: 'evt_1',
  event_name: name,
  timestamp: '2026-10-29T03:12:04.250Z',
  external_customer_id: 'acme',
  properties,
});

function learned(events: readonly object[], known?: string, options?: LearnOptions): string {
  const observations = new Observations();
  for (const each of events) observations.add(each);
  return learn(observations, known === undefined ? undefined : parseJson(known), options);
}

const usual = [
  event({ tokens: 12, model: 'large' }),
  event({ tokens: 7, model: 'large', cached: true }),
  event({ gb: 1.5 }, 'storage/hours ~ü'),
];

suite('a learned event catalog', () => {
  test('has a definition for each name, without values', () => {
    assert.deepEqual(JSON.parse(learned(usual)), {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      'x-orb-severity': 'warn',
      type: 'object',
      required: ['event_name', 'properties'],
      properties: { event_name: { enum: ['chat_completion', 'storage/hours ~ü'] } },
      allOf: [
        {
          if: {
            properties: { event_name: { const: 'chat_completion' } },
            required: ['event_name'],
          },
          then: { $ref: '#/$defs/chat_completion' },
        },
        {
          if: {
            properties: { event_name: { const: 'storage/hours ~ü' } },
            required: ['event_name'],
          },
          then: { $ref: '#/$defs/storage~1hours%20~0%C3%BC' },
        },
      ],
      $defs: {
        chat_completion: {
          type: 'object',
          properties: {
            properties: {
              type: 'object',
              properties: {
                cached: { type: 'boolean' },
                model: { type: 'string' },
                tokens: { type: 'number' },
              },
              required: ['model', 'tokens'],
            },
          },
        },
        'storage/hours ~ü': {
          type: 'object',
          properties: {
            properties: {
              type: 'object',
              properties: { gb: { type: 'number' } },
              required: ['gb'],
            },
          },
        },
      },
    });
  });

  test('accepts and rejects the same whole lines in ajv and here', () => {
    const text = learned(usual);
    const [ajv, own] = [ajvFor(text), EventCatalog.read(text)];
    for (const [line, fits] of [
      ...usual.map((each) => [each, true] as const),
      [event({ tokens: '12', model: 'large' }), false],
      [event({ tokens: 12 }), false],
      [event({ gb: 'much' }, 'storage/hours ~ü'), false],
      [event({}, 'chat_compltion'), false],
      [event({ tokens: 1, model: 'x', extra: [] }), true],
      [{}, false],
    ] as const) {
      assert.equal(ajv(line), fits, JSON.stringify(line));
      assert.equal(own.accepts(line), fits, JSON.stringify(line));
    }
  });

  test('is accepted by the command that docs/catalog.md gives for ajv-cli', () => {
    const page = readFileSync('docs/catalog.md', 'utf8');
    const command = /^npx .*? (ajv validate .*)$/m.exec(page)?.[1] ?? '';
    const folder = mkdtempSync(join(tmpdir(), 'orb-catalog-'));
    const file = (name: string, text: string) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    };
    try {
      const catalog = file('events.schema.json', learned(usual));
      const run = (data: string) => {
        const args = command
          .split(' ')
          .slice(1)
          .map((each) =>
            each.replace('.orb/events.schema.json', catalog).replace('event.json', data),
          );
        return execFileSync(process.execPath, ['node_modules/ajv-cli/dist/index.js', ...args], {
          encoding: 'utf8',
          stdio: 'pipe',
        });
      };
      assert.match(run(file('good.json', JSON.stringify(usual[0]))), /good\.json valid/);
      const bad = file('bad.json', JSON.stringify(event({ tokens: '12', model: 'large' })));
      assert.throws(() => run(bad), /must be number/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a rare type is left out, and a property of nearly all events is required', () => {
    const events = [
      ...Array.from({ length: 199 }, () => event({ tokens: 1, region: 'eu' })),
      event({ tokens: '1' }),
    ];
    const { $defs } = JSON.parse(learned(events)) as { $defs: { chat_completion: object } };
    assert.partialDeepStrictEqual($defs.chat_completion, {
      properties: {
        properties: { properties: { tokens: { type: 'number' } }, required: ['region', 'tokens'] },
      },
    });
  });

  test('has examples only where they are asked for', () => {
    assert.doesNotMatch(learned(usual), /large|examples/);
    assert.match(learned(usual, undefined, { examples: true }), /"examples": \[\s*"large"\s*\]/);
  });

  test('learning again adds what is new, and keeps what people wrote', () => {
    const written = learned(usual)
      .replace('"type": "object"', '"title": "Ours", "x-owner": 1.0, "type": "object"')
      .replace('"x-orb-severity": "warn"', '"x-orb-severity": "refuse"')
      .replace(
        '"type": "number"',
        '"type": "integer", "minimum": 0, "description": "Of the prompt"',
      )
      .replace('"type": "string"', '"enum": ["large", "small"]');
    const again = learned([event({ tokens: 3, region: 'eu' }), event({ n: 1 }, 'images')], written);
    const merged = JSON.parse(again) as Record<string, object>;
    assert.match(again, /"x-owner": 1\.0,/);
    assert.partialDeepStrictEqual(merged, { title: 'Ours', 'x-orb-severity': 'refuse' });
    assert.partialDeepStrictEqual(merged['$defs'], {
      chat_completion: {
        properties: {
          properties: {
            properties: {
              model: { enum: ['large', 'small'] },
              region: { type: 'string' },
              tokens: { type: 'integer', minimum: 0, description: 'Of the prompt' },
            },
            required: ['tokens'],
          },
        },
      },
      images: { type: 'object' },
    });
    const fraction = learned([event({ tokens: 0.5, model: 'large' })], written);
    assert.match(fraction, /"type": "number",\s+"minimum": 0/);
  });

  test('learning the same again changes nothing', () => {
    const once = learned(usual);
    assert.equal(learned(usual, once), once);
  });

  test('hostile names and lines do no harm', () => {
    const observations = new Observations();
    for (const line of ['', '{', 'null', '[1]', '{"event_name":1}', '{"event_name":"a"}']) {
      observations.addLine(line);
    }
    assert.equal(observations.count, 0);
    observations.addLine('{"event_name":"__proto__","properties":{}}');
    observations.addLine('{"event_name":"constructor","properties":{"__proto__":1,"toString":2}}');
    const text = learn(observations, undefined);
    assert.deepEqual([...observations.events.keys()], ['constructor']);
    assert.ok(EventCatalog.read(text).accepts(event({ toString: 2 }, 'constructor')));
    assert.ok(!EventCatalog.read(text).accepts(event({}, 'constructor')));
    for (let index = 0; index < 5_000; index += 1) observations.add(event({}, `name ${index}`));
    assert.equal(observations.events.size, 1_000);
  });
});
