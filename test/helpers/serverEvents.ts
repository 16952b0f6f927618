/** Reads server-sent events. */
import assert from 'node:assert/strict';

export interface ServerEvent {
  readonly id: string;
  readonly data: unknown;
}

export async function readServerEvents(
  url: string,
  apiKey: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ take(count: number): Promise<readonly ServerEvent[]>; close(): Promise<void> }> {
  const over = new AbortController();
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${apiKey}`, ...headers },
    signal: over.signal,
  });
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    async take(count) {
      const events: ServerEvent[] = [];
      while (events.length < count) {
        const end = text.indexOf('\n\n');
        if (end < 0) {
          const part = await reader?.read();
          assert.ok(part?.value !== undefined, `The stream ended after ${events.length} events.`);
          text += part.value;
          continue;
        }
        const [, id, data] = /^id: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
        text = text.slice(end + 2);
        if (id !== undefined && data !== undefined) events.push({ id, data: JSON.parse(data) });
      }
      return events;
    },
    async close() {
      await reader?.cancel().catch(() => undefined);
      over.abort();
    },
  };
}
