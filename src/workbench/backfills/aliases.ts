/**
 * External IDs of customers. Orb's backfills have only Orb's ID of their customer, but people and
 * event files use the external one. It's known if the backfill was created here, or if a search
 * found an event of the customer.
 */
import type { Services } from '../services.ts';

const MAX_ALIASES = 200;
const KEY = 'orb.backfills.aliases';
type Alias = readonly [connectionId: string, customerId: string, externalCustomerId: string];

const remembered = ({ globalState }: Services['context']): readonly Alias[] =>
  globalState.get<readonly Alias[]>(KEY, []);

/** Returns only what was stored before, so it's fast enough for each row of a view. */
export function aliasOf(
  context: Services['context'],
  connectionId: string,
  customerId: string,
): string | undefined {
  return remembered(context).find(
    ([where, id]) => where === connectionId && id === customerId,
  )?.[2];
}

export function rememberAlias(context: Services['context'], ...alias: Alias): void {
  const [connectionId, customerId] = alias;
  const others = remembered(context).filter(
    ([where, id]) => where !== connectionId || id !== customerId,
  );
  void context.globalState.update(KEY, [alias, ...others].slice(0, MAX_ALIASES));
}

export function forgetAliases({ globalState }: Services['context']): void {
  void globalState.update(KEY, undefined);
}

/** Like `aliasOf`, or else from events that searches found; stored from then on. */
export async function findAlias(
  { context, ledger }: Pick<Services, 'context' | 'ledger'>,
  connectionId: string,
  customerId: string,
): Promise<string | undefined> {
  const known = aliasOf(context, connectionId, customerId);
  if (known !== undefined) return known;
  const seen = await ledger.seen.externalCustomerId(connectionId, customerId);
  if (seen !== undefined) rememberAlias(context, connectionId, customerId, seen);
  return seen;
}
