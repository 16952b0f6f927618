import assert from 'node:assert/strict';
import { schemaFiles } from '../../../src/core/shapes.ts';

interface Field {
  readonly pattern?: string;
  readonly description?: string;
}
interface Schema {
  readonly $schema: string;
  readonly additionalProperties?: boolean;
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, Field>>;
}

suite('schemas of what users write', () => {
  const schemas = schemaFiles() as Readonly<Record<string, Schema>>;

  test("an event and an amendment are closed, name what is required, and don't show long patterns", () => {
    const amend = schemas['amend.schema.json']!;
    const event = schemas['event.schema.json']!;
    assert.deepEqual(amend.required, ['event_name', 'timestamp', 'properties']);
    assert.deepEqual(event.required, ['idempotency_key', ...amend.required]);
    for (const schema of [amend, event]) {
      assert.equal(schema.additionalProperties, false);
      const { pattern = '' } = schema.properties['timestamp']!;
      assert.ok(pattern.length < 50);
      for (const time of [
        '2026-10-29T03:12:04Z',
        '2026-10-29 03:12',
        '2026-10-29T03:12:04.5+02:00',
      ]) {
        assert.match(time, new RegExp(pattern));
      }
      for (const { description = '' } of Object.values(schema.properties)) {
        assert.ok(description.length > 20);
      }
    }
  });

  test('an ingest body is a list of at most 500 events', () => {
    const { $schema, title, ...event } = schemas['event.schema.json']! as Schema & {
      title: string;
    };
    assert.deepEqual([typeof $schema, title], ['string', 'Orb usage event']);
    const { properties, required, additionalProperties } = schemas['ingest.schema.json']!;
    assert.deepEqual([required, additionalProperties], [['events'], false]);
    assert.deepEqual(properties['events'], { type: 'array', maxItems: 500, items: event });
  });

  test('the schemas say which version of JSON Schema they are', () => {
    for (const { $schema } of Object.values(schemas)) {
      assert.equal($schema, 'http://json-schema.org/draft-07/schema#');
    }
  });

  test("the editor's schema has every field of an amendment, and neither rejects nor suggests any", () => {
    const { additionalProperties, required, properties } = schemas['editor.schema.json']!;
    assert.deepEqual(
      properties,
      Object.fromEntries(
        Object.keys(schemas['amend.schema.json']!.properties).map((key) => [
          key,
          { doNotSuggest: true },
        ]),
      ),
    );
    assert.deepEqual([additionalProperties, required], [undefined, undefined]);
  });
});
