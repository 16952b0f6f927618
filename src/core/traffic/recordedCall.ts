import type { TrafficProblem } from './problem.ts';

/** A request as the recorder lists it. */
export interface RecordedCall {
  readonly n: number;
  /** ISO 8601, when the response was complete. */
  readonly time: string;
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** 0: the connection was cut without a response. */
  readonly status: number;
  readonly ms: number;
  /** Where its response came from: Orb or the sandbox, an injected fault, or the recorder because Orb can't be reached. */
  readonly origin: 'orb' | 'fault' | 'unreachable';
  readonly requestHeaders: readonly (readonly [name: string, value: string])[];
  readonly responseHeaders: readonly (readonly [name: string, value: string])[];
  readonly requestBody: string;
  readonly responseBody: string;
  /** The length of the whole body as it was sent. */
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly requestCut: boolean;
  readonly responseCut: boolean;
}

/** With what validation found. */
export interface ValidatedCall extends RecordedCall {
  /** How many events an ingest has. */
  readonly events: number;
  readonly problems: readonly TrafficProblem[];
}
