/** What the log learns of one attempt; the key is taken out wherever a server may have repeated it. */
import { isOrbError, OrbError } from '../core/errors.ts';
import type { RequestRecord } from './api.ts';
import type { Failure, Reply } from './failures.ts';
import type { Call } from './exchange.ts';

/** Shorter keys are no secrets, and taking `a` out of every text would only garble it. */
const SECRET_LENGTH = 8;

const redact = (text: string, apiKey: string) =>
  apiKey.length < SECRET_LENGTH ? text : text.replaceAll(apiKey, '<key>');

const headersWithoutKey = (
  headers: Reply['headers'],
  apiKey: string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redact(value, apiKey)]));

/** The texts of an answer without the key. */
export const withoutKey = (
  { headers, text }: Pick<Reply, 'headers' | 'text'>,
  apiKey: string,
): Pick<Reply, 'headers' | 'text'> => ({
  headers: headersWithoutKey(headers, apiKey),
  text: redact(text, apiKey),
});

/** The same failure without the key. Its cause is left out then: JSON.parse quotes what it could not read. */
export function errorWithoutKey(error: unknown, apiKey: string): unknown {
  const { answer } = isOrbError(error) ? error : {};
  if (!isOrbError(error) || answer === undefined) return error;
  const safe = withoutKey({ headers: answer.headers, text: answer.body }, apiKey);
  if (safe.text === answer.body) return error;
  return new OrbError(error.kind, redact(error.message, apiKey), {
    ...answer,
    headers: safe.headers,
    body: safe.text,
  });
}

const toText = (body: string | Uint8Array) =>
  typeof body === 'string' ? body : Buffer.from(body).toString('utf8');

/** Bodies are made into text only when they are asked for: most records are never looked at. */
export function recordOf(
  call: Call,
  requestHeaders: Readonly<Record<string, string>>,
  outcome: Reply | Failure,
  about: { readonly ms: number; readonly attempt: number; readonly apiKey: string },
): RequestRecord {
  const sent = Object.fromEntries(
    Object.entries(requestHeaders).filter(([name]) => name !== 'authorization'),
  );
  const { body } = call;
  const text = 'text' in outcome ? outcome.text : outcome.error.answer?.body;
  return {
    method: call.method,
    path: call.path,
    ...(outcome.status !== undefined && { status: outcome.status }),
    ms: about.ms,
    attempt: about.attempt,
    headers: headersWithoutKey(outcome.headers, about.apiKey),
    requestHeaders: headersWithoutKey(sent, about.apiKey),
    ...('error' in outcome && outcome.status === undefined && { error: outcome.error.message }),
    get requestBody() {
      return body === undefined ? undefined : redact(toText(body), about.apiKey);
    },
    get responseBody() {
      return text === undefined ? undefined : redact(text, about.apiKey);
    },
  };
}
