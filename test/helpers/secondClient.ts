// A second client of a sandbox: it changes events without the editor's knowledge, and changes the sandbox's settings.
import assert from 'node:assert/strict';

interface Account {
  readonly url: string;
  readonly adminUrl: string;
  readonly apiKey: string;
}

/** Each call sends and returns JSON, and fails with the response if it isn't a success. */
export function secondClient({ url, adminUrl, apiKey }: Account) {
  async function call(method: string, address: string, body: unknown): Promise<unknown> {
    const response = await fetch(address, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${address}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
  return {
    /** `path` without /v1. */
    api: (method: string, path: string, body?: unknown) => call(method, url + path, body),
    /** The control interface: posts a body, or gets if there's none. */
    control: (path: string, body?: unknown) =>
      call(body === undefined ? 'GET' : 'POST', adminUrl + path, body),
  };
}
