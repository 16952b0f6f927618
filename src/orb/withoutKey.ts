/** Removes the key from what came from outside: headers, and errors of Node, undici and the parsers with everything in them. */
import { OrbError } from '../core/errors.ts';

type Clean = (text: string) => string;

/** Plain headers; several values of one name are joined. Names are cleaned as well: a server may put anything there. */
export function cleanHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  clean: Clean,
): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    plain[clean(name)] = clean(typeof value === 'string' ? value : value.join(', '));
  }
  return plain;
}

/** Chains of causes are short; a longer one is a cycle. */
const MAX_CAUSES = 8;

/** The same error without the key: an OrbError is copied; any other error belongs to this request alone and is changed. */
export function cleanError(error: unknown, clean: Clean, depth = 0): unknown {
  if (typeof error === 'string') return clean(error);
  if (!(error instanceof Error) || depth > MAX_CAUSES) return undefined;
  if (error instanceof OrbError) {
    const { kind, message, answer, cause } = error;
    const safe = answer && (cleanAll(answer, clean) as typeof answer);
    return new OrbError(kind, clean(message), safe, { cause: cleanError(cause, clean, depth + 1) });
  }
  for (const name of Object.getOwnPropertyNames(error)) {
    const own = Object.getOwnPropertyDescriptor(error, name);
    const value: unknown = own?.value;
    if (own?.writable !== true) continue;
    if (typeof value === 'string') Reflect.set(error, name, clean(value));
    else if (value instanceof Error) Reflect.set(error, name, cleanError(value, clean, depth + 1));
    else if (Array.isArray(value)) {
      Reflect.set(
        error,
        name,
        value.map((each) => cleanError(each, clean, depth + 1)),
      );
    } else if (typeof value === 'object' && value !== null) Reflect.deleteProperty(error, name);
  }
  // If the stack isn't a plain property, it still starts with the original message.
  error.stack = clean(error.stack ?? '');
  return error;
}

function cleanAll(value: unknown, clean: Clean): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((each) => cleanAll(each, clean));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, each]) => [clean(name), cleanAll(each, clean)]);
  return Object.fromEntries(entries) as unknown;
}
