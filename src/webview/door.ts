/**
 * The way from a page to whichever extension host runs now. Messages of a webview go to the host that made it; when that host has ended,
 * they reach no one. A page's own resources come through the editor instead, from a file system of the extension's: the requests
 * below are answered by src/workbench/pages/door.ts of the host that runs now.
 */
import type { Port } from '../protocol/rpc.ts';

export interface Door {
  /** The host that answers. Waits while it is busy or starting. @throws when no host answers */
  hello(): Promise<string>;
  /** A channel to that host. */
  enter(): Port;
}

/** Characters of one request: addresses have a limit, and longer messages take several. */
const PIECE = 200_000;
const RETRY_MS = 250;

/** @param address where the extension's file system is reached, ends with a slash */
export function createDoor(address: string): Door {
  let asked = 0;
  /** The same for every visit: the host lets a page in once at a time. */
  const page = crypto.randomUUID();

  async function ask(path: string): Promise<unknown> {
    // The editor keeps whole files for later, and parts of files not.
    const response = await fetch(`${address}${path}/${++asked}`, {
      headers: { Range: 'bytes=0-' },
    });
    if (!response.ok) throw new Error(`The extension doesn't answer (${response.status}).`);
    return response.json();
  }

  return {
    async hello() {
      return (await ask(`hello/${crypto.randomUUID()}`)) as string;
    },

    enter() {
      const visit = crypto.randomUUID();
      let last = ask(`enter/${visit}/${page}`);
      // What doesn't arrive stays unanswered, which is noticed like any silence.
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
    // A message may make the listener stop.
    const isOver = () => stopped.aborted;
    await entered;
    for (let turn = 1; !isOver(); turn += 1) {
      for (const message of await askAgain(`poll/${visit}/${turn}`, stopped)) {
        if (!isOver()) listener(message);
        // A task for each, as for a window's messages: what follows from an answer comes before the next message.
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
  }

  /** Until it is answered: what was on its way when a request failed is sent again. */
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

/** base64url of UTF-8: what no part of an address changes on its way. */
function encode(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
