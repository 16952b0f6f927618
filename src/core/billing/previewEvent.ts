/** An event's text as a preview takes it: the members that Orb documents, with their values as they are written. */
import { memberOf, tryReadJson, type JsonNode } from '../jsonTree.ts';
import { parseTimestamp, type Instant } from '../timestamp.ts';

export interface PreviewEvent {
  /** What was read. */
  readonly text: string;
  readonly root: JsonNode;
  /** For Orb: without white space around, unknown members, and IDs of events. */
  readonly json: string;
  readonly customer:
    | { readonly externalCustomerId: string; readonly customerId?: undefined }
    | { readonly customerId: string; readonly externalCustomerId?: undefined };
  readonly timestamp: Instant;
}

const MEMBERS = ['event_name', 'timestamp', 'external_customer_id', 'customer_id', 'properties'];

/** @returns undefined when the text isn't JSON, or has no customer, no event name, no timestamp, or no properties */
export function readPreviewEvent(text: string): PreviewEvent | undefined {
  const root = tryReadJson(text);
  if (root === undefined) return undefined;
  const textOf = (key: string) => {
    const value = memberOf(root, key);
    return value?.kind === 'string' && value.value !== '' ? value.value : undefined;
  };
  const timestamp = parseTimestamp(textOf('timestamp') ?? '');
  const external = textOf('external_customer_id');
  const id = textOf('customer_id');
  const customer =
    external !== undefined
      ? { externalCustomerId: external }
      : id !== undefined
        ? { customerId: id }
        : undefined;
  if (timestamp === undefined || customer === undefined) return undefined;
  if (textOf('event_name') === undefined) return undefined;
  if (memberOf(root, 'properties')?.kind !== 'object') return undefined;
  const members = MEMBERS.flatMap((key) => {
    const value = memberOf(root, key);
    if (value === undefined || value.kind === 'null') return [];
    return [`${JSON.stringify(key)}:${text.slice(value.start, value.end)}`];
  });
  return { text, root, json: `{${members.join(',')}}`, customer, timestamp };
}
