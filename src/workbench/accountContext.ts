/** What event files are validated against: the clock and grace period of the active connection. */
import { DEFAULT_GRACE_HOURS } from '../core/connection.ts';
import type { RuleContext } from '../core/rules/context.ts';
import type { Services } from './services.ts';

/** Without a connection: Orb's default grace period and this machine's clock. */
export function accountContext({ connections }: Pick<Services, 'connections'>): RuleContext {
  const { active } = connections;
  return active === undefined
    ? { nowMs: Date.now(), gracePeriodHours: DEFAULT_GRACE_HOURS }
    : { nowMs: connections.now(active.id), gracePeriodHours: active.gracePeriodHours };
}
