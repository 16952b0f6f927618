/**
 * The shapes of what users write, for the schemas in dist/schemas and for checking arguments. Strict, as Orb's own are. Rules that
 * need a clock, the stored event or another field are in rules/; a test checks that both agree.
 */
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { MAX_BATCH } from './event.ts';
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

/** The body of an ingest request (https://docs.withorb.com/api-reference/event/ingest-events). */
export const ingestBodyShape = z.strictObject({
  events: z.array(ingestShape).max(MAX_BATCH),
});

/** How a timestamp starts. `format: date-time` would reject times without an offset, which Orb reads as UTC. */
const TIME_PATTERN = String.raw`^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}`;

/** JSON Schema (draft 7, which the editor reads best) of what a user writes in one of the shapes. */
function toJsonSchema(shape: z.ZodObject, title: string): object {
  const schema = z.toJSONSchema(shape, {
    io: 'input',
    target: 'draft-07',
    override: ({ jsonSchema }) => {
      // zod's pattern for dates is a page long, and the editor would show it.
      if (jsonSchema.format === 'date-time') {
        delete jsonSchema.format;
        jsonSchema.pattern = TIME_PATTERN;
      }
      if (jsonSchema.properties?.['external_customer_id'] !== undefined) {
        jsonSchema.anyOf = [{ required: ['external_customer_id'] }, { required: ['customer_id'] }];
      }
    },
  });
  return { title, ...schema };
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

/** The files of dist/schemas. Their names are a contract: other tools refer to them. */
export const schemaFiles = (): Readonly<Record<string, object>> => ({
  'event.schema.json': toJsonSchema(ingestShape, l10n.t('Orb usage event')),
  'ingest.schema.json': toJsonSchema(ingestBodyShape, l10n.t('Body of an Orb ingest request')),
  'amend.schema.json': toJsonSchema(amendShape, l10n.t('Body of an Orb amend request')),
  'editor.schema.json': toEditorSchema(),
});
