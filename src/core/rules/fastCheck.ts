/** Recognizes events without any problem or warning fast, which is most events. */
import type { RuleContext } from './context.ts';
import { fastValidate, quotesOfValid } from './fastValidate.ts';
import { looksLike } from './textTypes.ts';

/** An event that all rules accept. */
export interface ValidEvent {
  readonly idempotency_key: string;
  readonly event_name: string;
  readonly timestamp: string;
  readonly customer_id?: string | null;
  readonly external_customer_id?: string | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Fewer digits in a row always fit a double exactly. */
const MANY_DIGITS = /[\d.]{16}/;
const MAX_LENGTH = 1 << 16;
const USUAL_TIMESTAMP = /^[^+]*Z$/;

/** What is known of an event's text. */
export interface ParsedEvent {
  /** What JSON.parse made of it. */
  readonly value: unknown;
  /** The quotes that begin and end strings. */
  readonly quotes: number;
}

/** @param parsed the same event, if it was parsed before @returns undefined when the event needs full validation */
export function fastCheck(
  text: string,
  context: RuleContext,
  parsed?: ParsedEvent,
): ValidEvent | undefined {
  // For each number below, the whole text may be searched.
  if (text.length > MAX_LENGTH) return undefined;
  const value = parsed === undefined ? parse(text) : parsed.value;
  const isValid =
    parsed === undefined
      ? fastValidate(value, text, context)
      : quotesOfValid(value, context) === parsed.quotes;
  if (!isValid) return undefined;
  const event = value as ValidEvent;
  if (/\s/.test(event.event_name) || !USUAL_TIMESTAMP.test(event.timestamp)) return undefined;
  if (event.customer_id === '' || event.external_customer_id === '') return undefined;
  const manyDigits = MANY_DIGITS.test(text);
  for (const key in event.properties) {
    const property = event.properties[key];
    if (typeof property === 'string' && looksLike(property) !== undefined) return undefined;
    if (manyDigits && typeof property === 'number' && !isWrittenIn(text, property))
      return undefined;
  }
  return context.catalog?.accepts(event) === false ? undefined : event;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** True when the number is written the way JavaScript prints it, directly after a colon and before a comma or brace. */
function isWrittenIn(text: string, value: number): boolean {
  const printed = `:${String(value)}`;
  const at = text.indexOf(printed);
  return at !== -1 && /[,}]/.test(text.charAt(at + printed.length));
}
