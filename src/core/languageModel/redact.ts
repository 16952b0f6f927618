/** Leaves out of a tool's result what a language model doesn't need: secrets, email addresses, and long texts. */
import { isRawNumber } from '../json.ts';

const MAX_TEXT = 300;
const MAX_MEMBERS = 60;
const MAX_LIST = 1_000;
/** Results are flat; deeper values come only from hostile responses. */
const MAX_DEPTH = 12;

const HIDDEN = '<hidden>';
const EMAIL = '<email>';
const CUT = '… <cut>';

/** Names of properties whose values are secrets. `tokens` is what most metrics count, so "token" alone isn't one. */
const SECRET =
  /secret|password|passwd|authorization|credential|api_?key|(?:access|auth|refresh|bearer)_?token/i;
/** Bounded, so that it takes time linear in the text. */
const ADDRESS = /[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g;

/**
 * A copy for a language model. IDs of events and customers stay as they are, since other tools take them.
 * Numbers stay as they were written.
 */
export function redact(value: unknown): unknown {
  return redactValue(value, undefined, 0);
}

/** Whether a text that a model returns is one that `redact` made, and so isn't the real value. */
export const isRedacted = (text: string): boolean =>
  text.includes(HIDDEN) || text.includes(EMAIL) || text.includes('<key>') || text.endsWith(CUT);

const ID =
  /^(?:eventId|customerId|externalCustomerId|externalId|id|missing|connectionId|reconcileId)$/;

function redactValue(value: unknown, name: string | undefined, depth: number): unknown {
  if (typeof value === 'string') {
    if (name !== undefined && ID.test(name)) return value;
    const text = value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}${CUT}` : value;
    return text.replaceAll(ADDRESS, EMAIL);
  }
  if (typeof value !== 'object' || value === null || isRawNumber(value)) return value;
  if (depth > MAX_DEPTH) return CUT;
  if (Array.isArray(value)) {
    return value.slice(0, MAX_LIST).map((each) => redactValue(each, name, depth + 1));
  }
  const entries = Object.entries(value);
  const shown = entries
    .slice(0, MAX_MEMBERS)
    .map(([key, each]) => [key, SECRET.test(key) ? HIDDEN : redactValue(each, key, depth + 1)]);
  if (entries.length > MAX_MEMBERS) shown.push(['…', `${entries.length - MAX_MEMBERS} more`]);
  return Object.fromEntries(shown) as unknown;
}
