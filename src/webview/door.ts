/**
 * The way from a page to the extension host that is running now. A webview's messages go to the
 * host that created it; once that host has ended, they go nowhere. A page's own resources, however,
 * come from a file system that the extension provides: src/workbench/pages/door.ts of the running
 * host responds to the requests below.
 */
import type { Port } from '../protocol/rpc.ts';

export interface Door {
  /** The host that responds. Waits while it is busy or starting. @throws if no host responds */
  hello(): Promise<string>;
  /** A channel to that host. */
  enter(): Port;
}

/**
 * Characters per request, since URLs have a maximum length. Longer messages take several requests.
 */
const PIECE = 200_000;
const RETRY_MS = 250;

/** @param address the URL of the extension's file system, with a slash at the end */
export function createDoor(address: string): Door {
  let asked = 0;
  /** The same for every visit: the host admits each page once at a time. */
  const page = crypto.randomUUID();

  async function ask(path: string): Promise<unknown> {
    // The editor caches whole files, but not parts of files.
    const response = await fetch(`${address}${path}/${++asked}`, {
      headers: { Range: 'bytes=0-' },
    });
    if (!response.ok) throw new Error(`The extension doesn't respond (${response.status}).`);
    return response.json();
  }

  return {
    async hello() {
      return (await ask(`hello/${crypto.randomUUID()}`)) as string;
    },

    enter() {
      const visit = crypto.randomUUID();
      let last = ask(`enter/${visit}/${page}`);
      // A message that doesn't arrive stays without a response, which is noticed like any silence.
      const then = (work: () => Promise<unknown>) => {
        last = last.then(work);
        last.catch(() => undefined);
      };
      last.catch(() => undefined);
      return {
        post(message) {
          const text = encode(JSON.stringify(message));
          then(async () => {
            for (let start = 0; start < text.length; start += PIECE) {
              const rest = text.length > start + PIECE ? 'more' : 'end';
              await ask(`send/${visit}/${rest}/${text.slice(start, start + PIECE)}`);
            }
          });
        },
        listen(listener) {
          const stopped = new AbortController();
          follow(visit, last, stopped.signal, listener).catch(() => undefined);
          return () => stopped.abort();
        },
      };
    },
  };

  async function follow(
    visit: string,
    entered: Promise<unknown>,
    stopped: AbortSignal,
    listener: (message: unknown) => void,
  ): Promise<void> {
    // A message may stop the listener.
    const isOver = () => stopped.aborted;
    await entered;
    for (let turn = 1; !isOver(); turn += 1) {
      for (const message of await askAgain(`poll/${visit}/${turn}`, stopped)) {
        if (!isOver()) listener(message);
        // Each in a task of its own, like a window's messages: what follows from a response runs
        // before the next message.
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
  }

  /** Until there is a response: what was on its way when a request failed is sent again. */
  async function askAgain(path: string, stopped: AbortSignal): Promise<readonly unknown[]> {
    while (!stopped.aborted) {
      try {
        return (await ask(path)) as readonly unknown[];
      } catch {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    return [];
  }
}

/** base64url of UTF-8, which no part of a URL changes. */
function encode(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
