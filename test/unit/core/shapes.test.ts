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

  test("amend and ingest are closed, name what is required, and don't show long patterns", () => {
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

  test("the editor's schema has every field of an amendment, and neither rejects nor suggests any", () => {
    const { additionalProperties, required, properties } = schemas['event.schema.json']!;
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
