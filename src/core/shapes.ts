/**
 * The shapes of what users write, for the schemas in dist/schemas and for checking arguments. Strict, as Orb's own are. Rules that
 * need a clock, the stored event or another field are in rules/; a test checks that both agree.
 */
import * as z from 'zod';
import { fieldMeaning, type EventField } from './fieldMeanings.ts';

const means = (field: EventField) => ({ description: fieldMeaning(field) });
const customer = z.string().nullable().optional();

/** The body of an amendment, which is the text of an event's document. */
export const amendShape = z.strictObject({
  event_name: z.string().min(1).meta(means('event_name')),
  timestamp: z.iso
    .datetime({ offset: true, local: true })
    .meta({ ...means('timestamp'), format: 'date-time' }),
  external_customer_id: customer.meta(means('external_customer_id')),
  customer_id: customer.meta(means('customer_id')),
  properties: z
    .record(z.string(), z.union([z.number(), z.string(), z.boolean()]))
    .meta(means('properties')),
});

/** One event of an ingest, which is one line of an event file. */
export const ingestShape = z.strictObject({
  idempotency_key: z.string().min(1).meta(means('idempotency_key')),
  ...amendShape.shape,
});

/** JSON Schema (draft 7, which the editor reads best) of what a user writes in one of the shapes. */
export function toJsonSchema(shape: typeof amendShape | typeof ingestShape): object {
  return z.toJSONSchema(shape, {
    io: 'input',
    target: 'draft-07',
    override: ({ jsonSchema }) => {
      // zod's pattern for dates is a page long, and the editor would show it.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
}

/**
 * The schema that the built-in JSON support uses on event documents. It reports nothing, because rules/ does so with better messages
 * and with fixes; and it suggests nothing, because our own suggestions know other events. So each thing is said once. Without a
 * schema the JSON support would suggest other values of the text, such as a timestamp for an amount.
 */
const toEditorSchema = (): object => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  properties: Object.fromEntries(
    Object.keys(amendShape.shape).map((key) => [key, { doNotSuggest: true }]),
  ),
});

/** The files of dist/schemas. */
export const schemaFiles = (): Readonly<Record<string, object>> => ({
  'amend.schema.json': toJsonSchema(amendShape),
  'ingest.schema.json': toJsonSchema(ingestShape),
  'event.schema.json': toEditorSchema(),
});
