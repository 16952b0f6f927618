/** The clocks of sandboxes, learnt from the `Date` header of their answers. All other connections go by this machine's. */
export interface SandboxClocks {
  /** @param dateHeader as the answer carried it; a missing or broken one changes nothing. */
  heard(connectionId: string, dateHeader: string | undefined): void;
  now(connectionId: string): number;
}

interface Heard {
  readonly serverMs: number;
  readonly localMs: number;
  /** The clock stood still between two answers. */
  readonly frozen: boolean;
}

/** `Date` counts whole seconds: two equal ones prove a frozen clock only when more time went by here. */
const SURELY_ANOTHER_SECOND_MS = 1_500;

/** @param localNow this machine's clock, in milliseconds since 1970. */
export function createSandboxClocks(localNow: () => number): SandboxClocks {
  const known = new Map<string, Heard>();
  return {
    heard(connectionId, dateHeader) {
      const serverMs = Date.parse(dateHeader ?? '');
      if (Number.isNaN(serverMs)) return;
      const before = known.get(connectionId);
      const localMs = localNow();
      if (before?.serverMs !== serverMs) {
        known.set(connectionId, { serverMs, localMs, frozen: false });
      } else if (localMs - before.localMs > SURELY_ANOTHER_SECOND_MS) {
        known.set(connectionId, { ...before, frozen: true });
      }
    },
    now(connectionId) {
      const heard = known.get(connectionId);
      if (heard === undefined) return localNow();
      return heard.frozen ? heard.serverMs : heard.serverMs + localNow() - heard.localMs;
    },
  };
}
