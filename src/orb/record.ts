/** What the log shows of one attempt. The key is already removed from the response; here it is removed from the request. */
import type { RequestRecord } from './orbApi.ts';
import type { Failure, Reply } from './requestFailures.ts';
import type { Call } from './exchange.ts';
import { cleanHeaders } from './withoutKey.ts';

const toText = (body: string | Uint8Array) =>
  typeof body === 'string' ? body : Buffer.from(body).toString('utf8');

/** Bodies become text only when they are read: most records never are. */
export function recordOf(
  call: Call,
  requestHeaders: Readonly<Record<string, string>>,
  outcome: Reply | Failure,
  about: {
    readonly ms: number;
    readonly attempt: number;
    readonly clean: (text: string) => string;
  },
): RequestRecord {
  const { clean } = about;
  const sent = Object.fromEntries(
    Object.entries(requestHeaders).filter(([name]) => name !== 'authorization'),
  );
  const { body } = call;
  const text = 'text' in outcome ? outcome.text : outcome.error.answer?.body;
  return {
    method: call.method,
    path: clean(call.path),
    ...(outcome.status !== undefined && { status: outcome.status }),
    ms: about.ms,
    attempt: about.attempt,
    headers: outcome.headers,
    requestHeaders: cleanHeaders(sent, clean),
    ...('error' in outcome && outcome.status === undefined && { error: outcome.error.message }),
    get requestBody() {
      return body === undefined ? undefined : clean(toText(body));
    },
    get responseBody() {
      return text === undefined ? undefined : clean(text);
    },
  };
}
