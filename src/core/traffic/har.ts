/** Recorded requests as an HTTP archive, HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), which browsers' network panels open. */
import type { RecordedCall } from './recordedCall.ts';

type Headers = RecordedCall['requestHeaders'];

/** @param origin of the recorder, such as http://127.0.0.1:4511 @param version of this extension @returns JSON */
export function har(calls: readonly RecordedCall[], origin: string, version: string): string {
  const log = {
    version: '1.2',
    creator: { name: 'Orb Events', version },
    entries: calls.map((call) => entry(call, origin)),
  };
  return `${JSON.stringify({ log }, undefined, 2)}\n`;
}

function entry(call: RecordedCall, origin: string) {
  const { path, query, ms, requestHeaders, requestBody, requestBytes } = call;
  return {
    startedDateTime: new Date(Date.parse(call.time) - ms).toISOString(),
    time: ms,
    request: {
      method: call.method,
      url: `${origin}${path}${query === '' ? '' : `?${query}`}`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(requestHeaders),
      queryString: pairs(parameters(query)),
      ...(requestBytes > 0 && {
        postData: {
          mimeType: valueOf(requestHeaders, 'content-type'),
          text: requestBody,
          ...cutNote(call.requestCut),
        },
      }),
      headersSize: -1,
      bodySize: requestBytes,
    },
    response: {
      status: call.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(call.responseHeaders),
      content: {
        size: call.responseBytes,
        mimeType: valueOf(call.responseHeaders, 'content-type'),
        text: call.responseBody,
        ...cutNote(call.responseCut),
      },
      redirectURL: valueOf(call.responseHeaders, 'location'),
      headersSize: -1,
      bodySize: call.responseBytes,
    },
    cache: {},
    timings: { send: 0, wait: ms, receive: 0 },
  };
}

function parameters(query: string): Headers {
  const parts = query.split('&').filter((part) => part !== '');
  return parts.map((part) => {
    const [name = '', ...value] = part.split('=');
    return [decoded(name), decoded(value.join('='))];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

const pairs = (list: Headers) => list.map(([name, value]) => ({ name, value }));

const valueOf = (headers: Headers, name: string) =>
  headers.find(([each]) => each.toLowerCase() === name)?.[1] ?? '';

const cutNote = (isCut: boolean) => (isCut ? { comment: 'Only the beginning was kept.' } : {});
