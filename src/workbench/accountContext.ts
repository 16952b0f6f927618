/** The account that event files are judged by: the active connection's clock and grace period. */
import { DEFAULT_GRACE_HOURS } from '../core/connection.ts';
import type { RuleContext } from '../core/rules/context.ts';
import type { Services } from './services.ts';

/** Without a connection Orb's default grace period and this machine's clock. */
export function accountContext({ connections }: Pick<Services, 'connections'>): RuleContext {
  const { active } = connections;
  return active === undefined
    ? { nowMs: Date.now(), gracePeriodHours: DEFAULT_GRACE_HOURS }
    : { nowMs: connections.now(active.id), gracePeriodHours: active.gracePeriodHours };
}
