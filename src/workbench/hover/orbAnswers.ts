/**
 * Asks Orb for events whose IDs the pointer rests on: one at a time, at most once for each, and not
 * at all while that can't work.
 */
import * as vscode from 'vscode';
import { isOrbError, type OrbErrorKind } from '../../core/errors.ts';
import { DAY_MS, HOUR_MS, type Timeframe } from '../../core/timeframe.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { RecentMap } from '../../std/recentMap.ts';
import { keyOf, type EventAddress, type EventView } from '../eventStore.ts';
import type { Services } from '../services.ts';
import { toUserError } from '../toUserError.ts';
import { UserError } from '../userError.ts';

export type OrbAnswer =
  | { readonly kind: 'found'; readonly view: EventView }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly error: UserError; readonly isKeyRefused: boolean };

/** VS Code shows "Loading…" until then, and no one waits longer for a hover. */
const LIMIT_MS = 5_000;
/** How long nothing is asked after Orb couldn't be reached. */
const PAUSE_MS = 60_000;
const MAX_ANSWERS = 10_000;

interface Pause {
  readonly answer: OrbAnswer;
  /** By this machine's monotonic clock. */
  readonly untilMs: number;
}

export class OrbAnswers {
  readonly #answers = new RecentMap<OrbAnswer>(MAX_ANSWERS);
  readonly #pauses = new Map<string, Pause>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly services: Services) {
    services.context.subscriptions.push(
      services.connections.onDidRenew(({ connectionId }) => this.#pauses.delete(connectionId)),
    );
  }

  /**
   * @param timestamp the event's, if it's known
   * @param isWanted false ends it if nothing was sent yet
   * @returns undefined if it isn't wanted anymore
   */
  async ask(
    address: EventAddress,
    timestamp: string | undefined,
    isWanted: () => boolean,
  ): Promise<OrbAnswer | undefined> {
    const turn = this.#last.then(async () => {
      const known = this.#answers.get(keyOf(address)) ?? this.#pausedBy(address.connectionId);
      if (known !== undefined || !isWanted()) return known;
      return this.#send(address, timestamp);
    });
    this.#last = turn;
    return turn;
  }

  #pausedBy(connectionId: string): OrbAnswer | undefined {
    const pause = this.#pauses.get(connectionId);
    return pause !== undefined && performance.now() < pause.untilMs ? pause.answer : undefined;
  }

  /** Never rejects. */
  async #send(address: EventAddress, timestamp: string | undefined): Promise<OrbAnswer> {
    const { connectionId, eventId } = address;
    try {
      const query = { eventIds: [eventId], ...this.#frame(connectionId, timestamp) };
      const signal = AbortSignal.timeout(LIMIT_MS);
      const { views } = await this.services.events.search(connectionId, query, signal);
      const [view] = views;
      const answer: OrbAnswer = view === undefined ? { kind: 'missing' } : { kind: 'found', view };
      this.#answers.set(keyOf(address), answer);
      return answer;
    } catch (error) {
      const answer = failureOf(error);
      const { isKeyRefused } = answer;
      // What is wrong with one ID says nothing about others.
      if (!isKeyRefused && isOrbError(error) && !passing.has(error.kind)) {
        this.#answers.set(keyOf(address), answer);
        return answer;
      }
      const untilMs = isKeyRefused ? Number.POSITIVE_INFINITY : performance.now() + PAUSE_MS;
      this.#pauses.set(connectionId, { answer, untilMs });
      return answer;
    }
  }

  /** An hour around the event's timestamp, or else the days that a search looks back. */
  #frame(connectionId: string, timestamp: string | undefined): Timeframe {
    const { connections, settings } = this.services;
    const ms = parseTimestamp(timestamp ?? '')?.ms;
    const nowMs = connections.now(connectionId);
    const [startMs, endMs] =
      ms === undefined
        ? [nowMs - settings.get('orb.search.windowDays') * DAY_MS, nowMs + DAY_MS]
        : [ms - HOUR_MS, ms + HOUR_MS];
    return {
      timeframeStart: new Date(startMs).toISOString(),
      timeframeEnd: new Date(endMs).toISOString(),
    };
  }
}

/** Failures that may be over in a minute. Here, only the limit cancels. */
const passing: ReadonlySet<OrbErrorKind> = new Set<OrbErrorKind>([
  'cancelled',
  'timedOut',
  'unreachable',
  'tlsOrProxy',
  'rateLimited',
  'serverFault',
]);

function failureOf(error: unknown): Extract<OrbAnswer, { readonly kind: 'failed' }> {
  const isKeyRefused =
    isOrbError(error, 'unauthorized') ||
    isOrbError(error, 'forbidden') ||
    error instanceof UserError;
  const known = isOrbError(error, 'cancelled')
    ? new UserError(vscode.l10n.t("Orb didn't respond in time."))
    : toUserError(error);
  return { kind: 'failed', error: known, isKeyRefused };
}
