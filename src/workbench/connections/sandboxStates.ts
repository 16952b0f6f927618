/**
 * What each sandbox's responses say about it: whether it's running, and its clock. Other
 * connections use this machine's clock.
 */
import { SANDBOX_CLOCK_HEADER } from '../../core/sandboxData.ts';
import type { RequestRecord } from '../../orb/orbApi.ts';
import type { SandboxState } from '../connectionsApi.ts';

export interface SandboxStates {
  /** @returns whether the state changed */
  heard(connectionId: string, record: Heard): boolean;
  /** @returns whether the state changed */
  setRunning(connectionId: string, isRunning: boolean): boolean;
  state(connectionId: string): SandboxState;
  /** Milliseconds since 1970 by the sandbox's clock; by this machine's until the sandbox has responded. */
  now(connectionId: string): number;
}

type Heard = Pick<RequestRecord, 'headers' | 'status' | 'error'>;

interface Known {
  readonly isStopped: boolean;
  /** From the last response; undefined before the first. */
  readonly clock: Clock | undefined;
}

interface Clock {
  readonly serverMs: number;
  readonly localMs: number;
  readonly kind: 'real' | 'frozen' | 'moved';
}

/**
 * `Date` has whole seconds, so two equal ones prove a frozen clock only if more time has passed
 * here.
 */
const CERTAINLY_ANOTHER_SECOND_MS = 1_500;
/** The clocks of two machines usually differ by less. */
const MOVED_MS = 60_000;

/** @param localNow this machine's clock, in milliseconds since 1970 */
export function createSandboxStates(localNow: () => number): SandboxStates {
  const known = new Map<string, Known>();

  function change(id: string, next: Partial<Known>): boolean {
    const before = labelOf(stateOf(known.get(id)));
    const none: Known = { isStopped: false, clock: undefined };
    known.set(id, { ...none, ...known.get(id), ...next });
    return labelOf(stateOf(known.get(id))) !== before;
  }

  return {
    heard(id, { headers, status, error }) {
      if (status === undefined) {
        return error?.includes('ECONNREFUSED') === true && change(id, { isStopped: true });
      }
      const clock = readClock(headers, localNow(), known.get(id)?.clock);
      return change(id, { isStopped: false, ...(clock && { clock }) });
    },
    setRunning: (id, isRunning) => change(id, { isStopped: !isRunning }),
    state: (id) => stateOf(known.get(id)),
    now(id) {
      const clock = known.get(id)?.clock;
      if (clock === undefined) return localNow();
      return clock.kind === 'frozen' ? clock.serverMs : clock.serverMs + localNow() - clock.localMs;
    },
  };
}

/** @returns undefined without a readable `Date` header */
function readClock(
  headers: Heard['headers'],
  localMs: number,
  before: Clock | undefined,
): Clock | undefined {
  const serverMs = Date.parse(headers['date'] ?? '');
  if (Number.isNaN(serverMs)) return undefined;
  const told = headers[SANDBOX_CLOCK_HEADER];
  if (told === 'frozen') return { serverMs, localMs, kind: 'frozen' };
  // An earlier version of the sandbox doesn't send it.
  if (before?.serverMs === serverMs) {
    const isFrozen = localMs - before.localMs > CERTAINLY_ANOTHER_SECOND_MS;
    return isFrozen ? { ...before, kind: 'frozen' } : before;
  }
  const isMoved = told === 'moved' || Math.abs(serverMs - localMs) > MOVED_MS;
  return { serverMs, localMs, kind: isMoved ? 'moved' : 'real' };
}

function stateOf(known: Known | undefined): SandboxState {
  if (known?.isStopped === true) return { kind: 'stopped' };
  if (known?.clock === undefined) return { kind: 'unknown' };
  const { kind, serverMs, localMs } = known.clock;
  if (kind === 'frozen') return { kind, nowMs: serverMs };
  return kind === 'moved' ? { kind, aheadMs: serverMs - localMs } : { kind: 'running' };
}

/** The part that the status bar shows; offsets that differ by a second are the same. */
function labelOf(state: SandboxState): string {
  if (state.kind === 'frozen') return `frozen ${state.nowMs}`;
  if (state.kind === 'moved') return `moved ${Math.round(state.aheadMs / MOVED_MS)}`;
  return state.kind === 'stopped' ? 'stopped' : '';
}
