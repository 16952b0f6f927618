/** From a response's text to a checked value. What doesn't fit the API's document is an OrbError `contract`. */
import type * as z from 'zod/mini';
import type { FoundEvent, UsageEvent } from '../core/event.ts';
import { parseJson } from '../core/json.ts';
import { areNumbersAsPrinted } from '../core/printedNumbers.ts';
import { itemTexts } from './itemTexts.ts';
import { contractBroken, type Reply } from './requestFailures.ts';
import { searchWire, toUsageEvent } from './wire.ts';

/** @throws OrbError `contract` */
export function readAnswer<S extends z.ZodMiniType>(reply: Reply, schema: S): z.infer<S> {
  return check(reply, schema, JSON.parse);
}

/**
 * The same, with numbers as they are written: the schema gets some as RawNumber. Takes three times as long.
 * @throws OrbError `contract`
 */
export function readLosslessAnswer<S extends z.ZodMiniType>(reply: Reply, schema: S): z.infer<S> {
  return check(reply, schema, parseJson);
}

function check<S extends z.ZodMiniType>(
  reply: Reply,
  schema: S,
  parse: (text: string) => unknown,
): z.infer<S> {
  let value: unknown;
  try {
    value = parse(reply.text);
  } catch (cause) {
    const type = reply.headers['content-type'] ?? 'no content type';
    throw contractBroken(`The response isn't JSON (${type}).`, reply, cause);
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const first = checked.error.issues.slice(0, 1).map(problemOf).join();
  throw contractBroken(`The response doesn't have the documented shape: ${first}.`, reply);
}

/** zod/mini has no messages of its own. */
function problemOf(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.') || 'the response';
  return issue.code === 'invalid_type'
    ? `${where} should be of type ${issue.expected}`
    : `${where} has an unexpected value`;
}

/**
 * The events of a search, each with its text exactly as Orb wrote it.
 * @throws OrbError `contract`
 */
export function readFoundEvents(reply: Reply): readonly FoundEvent[] {
  const { data } = readAnswer(reply, searchWire);
  const list = readList(reply);
  return data.map((wire, index) => {
    const raw = list[index] ?? '';
    return { event: toUsageEvent(wire, readProperties(raw)), raw };
  });
}

/** A lossless parse takes several times as long, and few events need it. */
function readProperties(raw: string): UsageEvent['properties'] {
  const { properties } = JSON.parse(raw) as Pick<UsageEvent, 'properties'>;
  if (areNumbersAsPrinted(raw, properties)) return properties;
  return (parseJson(raw) as unknown as Pick<UsageEvent, 'properties'>).properties;
}

/** The texts of the items of `data`, which is known to be a list. */
function readList(reply: Reply): readonly string[] {
  try {
    return itemTexts(reply.text);
  } catch (cause) {
    throw contractBroken(
      'The response is JSON that is nested too deeply for an event.',
      reply,
      cause,
    );
  }
}
