import assert from 'node:assert/strict';
import { schemaFiles } from '../../../src/core/shapes.ts';

interface Field {
  readonly pattern?: string;
  readonly description?: string;
  readonly defaultSnippets?: readonly unknown[];
}
interface Schema {
  readonly $schema: string;
  readonly additionalProperties?: boolean;
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, Field>>;
}

suite('schemas of what users write', () => {
  const schemas = schemaFiles() as Readonly<Record<string, Schema>>;

  test('amend and ingest are closed, name what is required, and show no page-long pattern', () => {
    const amend = schemas['amend.schema.json']!;
    const ingest = schemas['ingest.schema.json']!;
    assert.deepEqual(amend.required, ['event_name', 'timestamp', 'properties']);
    assert.deepEqual(ingest.required, ['idempotency_key', ...amend.required]);
    for (const schema of [amend, ingest]) {
      assert.equal(schema.additionalProperties, false);
      assert.equal(schema.properties['timestamp']?.pattern, undefined);
      for (const { description = '' } of Object.values(schema.properties)) {
        assert.ok(description.length > 20);
      }
    }
  });

  test('the schemas say which version of JSON Schema they are', () => {
    for (const { $schema } of Object.values(schemas)) {
      assert.equal($schema, 'http://json-schema.org/draft-07/schema#');
    }
  });

  test('the editor’s schema explains every field of an amendment and refuses nothing', () => {
    const { additionalProperties, required, properties } = schemas['event.schema.json']!;
    assert.deepEqual(
      Object.keys(properties),
      Object.keys(schemas['amend.schema.json']!.properties),
    );
    assert.ok(Object.values(properties).every(({ description = '' }) => description.length > 20));
    assert.deepEqual([additionalProperties, required], [undefined, undefined]);
    const snippet = (key: string) => properties[key]?.defaultSnippets;
    for (const key of ['event_name', 'timestamp', 'external_customer_id', 'customer_id']) {
      assert.deepEqual(snippet(key), [{ label: '""', body: '$1' }]);
    }
    assert.deepEqual(snippet('properties'), [{ label: '{}', body: {} }]);
  });
});
