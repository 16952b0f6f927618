/** Injected faults (`POST /sandbox/faults`): error responses, delays and cut connections, to see how a client handles them. */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { memberOf, type JsonNode } from '../core/jsonTree.ts';
import { printNode } from './json.ts';
import { injected, invalid } from './problems.ts';

/** The limit of timers. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export interface Fault {
  readonly method?: string;
  /** Exact, with `/v1`, without the query. */
  readonly path?: string;
  readonly bodyContains?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The response's body, as text. */
  readonly body?: string;
  readonly delayMs?: number;
  readonly drop?: 'before' | 'after';
}

/** A fault with how often it is used in all, and how often still. */
interface Entry {
  readonly fault: Fault;
  readonly times: number;
  left: number;
}

export interface FaultAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
}

const NO_BODY = Buffer.alloc(0);

export class FaultList {
  #entries: Entry[] = [];

  /** As they were given, each with what is left of its `times`. */
  get all(): readonly (Fault & Pick<Entry, 'times' | 'left'>)[] {
    return this.#entries.map(({ fault, times, left }) => ({ ...fault, times, left }));
  }

  /** Replaces the list. @throws Problem 400, which leaves the old list as it was */
  replace(body: JsonNode): void {
    if (body.kind !== 'array') throw invalid('The faults must be an array.');
    this.#entries = body.items.map(parseEntry);
  }

  /** Whether an entry that the body decides on could match. */
  dependsOnBody(asked: Omit<Asked, 'body'>): boolean {
    return this.#entries.some(
      ({ fault: { bodyContains, ...fault }, left }) =>
        left > 0 && bodyContains !== undefined && fits(fault, { ...asked, body: NO_BODY }),
    );
  }

  /** The first entry that matches and has uses left; this counts as one use. */
  take(asked: Asked): Fault | undefined {
    const entry = this.#entries.find(({ fault, left }) => left > 0 && fits(fault, asked));
    if (entry !== undefined) entry.left -= 1;
    return entry?.fault;
  }
}

function fits(fault: Fault, { method, path, body }: Asked): boolean {
  return (
    (fault.method === undefined || fault.method.toUpperCase() === method) &&
    (fault.path === undefined || fault.path === path) &&
    (fault.bodyContains === undefined || body.includes(fault.bodyContains))
  );
}

/** The response that a fault gives instead of the API's; undefined when the API responds. */
export function faultAnswer({ status, headers = {}, body }: Fault): FaultAnswer | undefined {
  if (status === undefined && body === undefined) return undefined;
  if (body !== undefined) return { status: status ?? 200, body, headers };
  if (status === undefined || status < 400) return { status: status ?? 200, body: '', headers };
  const problem = injected(status);
  return { status, body: problem.body, headers: { ...problem.headers, ...headers } };
}

function parseEntry(node: JsonNode): Entry {
  if (node.kind !== 'object') throw invalid('A fault must be an object.');
  const known = [
    'method',
    'path',
    'bodyContains',
    'times',
    'status',
    'headers',
    'body',
    'delayMs',
    'drop',
  ];
  for (const { key } of node.members) {
    if (!known.includes(key)) throw invalid(`A fault has no '${key}'.`);
  }
  const text = (key: string) => {
    const value = memberOf(node, key);
    if (value === undefined) return undefined;
    if (value.kind !== 'string') throw invalid(`'${key}' of a fault must be a string.`);
    return value.value;
  };
  const number = (key: string) => {
    const value = memberOf(node, key);
    if (value === undefined) return undefined;
    const read = value.kind === 'number' ? Number(value.source) : NaN;
    if (!(Number.isInteger(read) && read >= 0))
      throw invalid(`'${key}' of a fault must be a whole number.`);
    return read;
  };
  const drop = text('drop');
  if (drop !== undefined && drop !== 'before' && drop !== 'after') {
    throw invalid("'drop' of a fault must be 'before' or 'after'.");
  }
  const status = number('status');
  if (status !== undefined && (status < 200 || status > 599)) {
    throw invalid("'status' of a fault must be 200 to 599.");
  }
  const delayMs = number('delayMs');
  if (delayMs !== undefined && delayMs > MAX_DELAY_MS) {
    throw invalid(`'delayMs' of a fault must be at most ${MAX_DELAY_MS}.`);
  }
  const body = memberOf(node, 'body');
  const fault = {
    method: text('method'),
    path: text('path'),
    bodyContains: text('bodyContains'),
    status,
    headers: headersOf(memberOf(node, 'headers')),
    // A string is sent as it is (HTML, half a response), any other value as JSON.
    body: body === undefined ? undefined : body.kind === 'string' ? body.value : printNode(body),
    delayMs,
    drop,
  };
  const given = Object.fromEntries(
    Object.entries(fault).filter(([, value]) => value !== undefined),
  );
  const times = number('times') ?? 1;
  return { fault: given, times, left: times };
}

function headersOf(node: JsonNode | undefined): Record<string, string> | undefined {
  if (node === undefined) return undefined;
  if (node.kind !== 'object') throw invalid("'headers' of a fault must be an object of strings.");
  return Object.fromEntries(
    node.members.map(({ key, value }) => {
      const text =
        value.kind === 'string' ? value.value : value.kind === 'number' ? value.source : undefined;
      if (text === undefined) throw invalid("'headers' of a fault must be an object of strings.");
      try {
        validateHeaderName(key);
        validateHeaderValue(key, text);
      } catch {
        throw invalid("'headers' of a fault contains one that HTTP doesn't allow.");
      }
      return [key, text];
    }),
  );
}
