/** A recorded request in a list: what is known of it without its bodies. */
import * as texts from '../texts/traffic.ts';
import type { TrafficProblem } from './problem.ts';
import type { ValidatedCall } from './recordedCall.ts';

export interface RequestRow {
  readonly n: number;
  readonly atMs: number;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** 0: the connection was cut without a response. */
  readonly status: number;
  readonly ms: number;
  readonly events: number;
  /** What the list shows about it, as a short text; null if there is nothing wrong. */
  readonly mark: {
    readonly kind: 'error' | 'warning' | 'fault';
    readonly text: string;
    /** How many problems its events and itself have. */
    readonly problems: number;
  } | null;
}

export function requestRow(call: ValidatedCall): RequestRow {
  const { n, method, path, query, status, ms, events } = call;
  return {
    ...{ n, method, status, ms, events },
    atMs: Date.parse(call.time),
    path: query === '' ? path : `${path}?${query}`,
    mark: markOf(call),
  };
}

function markOf({ origin, problems }: ValidatedCall): RequestRow['mark'] {
  if (origin === 'fault') return { kind: 'fault', text: texts.injectedFault(), problems: 0 };
  if (origin === 'unreachable') return { kind: 'error', text: texts.unreachable(), problems: 0 };
  const [first] = problems;
  if (first === undefined) return null;
  const kind = problems.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
  return { kind, text: inShort(problems, first), problems: problems.length };
}

function inShort(problems: readonly TrafficProblem[], first: TrafficProblem): string {
  const count = problems.length;
  const short = texts.problemInShort(first.code, fieldOf(first)) ?? first.message;
  if (count === 1) return short;
  const isSame = problems.every(
    (each) => each.code === first.code && fieldOf(each) === fieldOf(first),
  );
  return isSame ? texts.severalInShort(short, count) : texts.problemCount(count);
}

/** The last step of a path: `cached` of `$.events[3].properties.cached`. */
function fieldOf({ path }: TrafficProblem): string {
  const [, quoted, plain = ''] = /(?:\['((?:[^'\\]|\\.)*)'\]|\.([^.[\]]+))$/.exec(path) ?? [];
  return quoted?.replace(/\\(['\\])/g, '$1') ?? plain;
}
