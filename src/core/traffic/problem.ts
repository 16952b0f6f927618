/** What is wrong with a recorded request, or with one of its events. */
import type { JsonPath } from '../issue.ts';

export interface TrafficProblem {
  /** Null for a problem of the whole request, and for an event without an ID. */
  readonly eventId: string | null;
  readonly severity: 'error' | 'warning';
  /** A code of core/rules or of event files, or one of `core/traffic`. */
  readonly code: string;
  /** One sentence or two, in the display language. */
  readonly message: string;
  /** A JSONPath in the request's body (https://www.rfc-editor.org/rfc/rfc9535), such as `$.events[3].properties.cached`. */
  readonly path: string;
  /** The number of the earlier request that it's about. */
  readonly relatedN?: number;
}

/** @param index of the event in the request, from 0 */
export const pathInRequest = (index: number, path: JsonPath): string =>
  `$.events[${index}]${path.map(step).join('')}`;

/** @param key of the body's object */
export const pathOfMember = (key: string): string => `$${step(key)}`;

const step = (key: string) =>
  /^[A-Za-z_]\w*$/.test(key)
    ? `.${key}`
    : `['${key.replace(/['\\]/g, '\\$&').replace(/\n/g, '\\n')}']`;
