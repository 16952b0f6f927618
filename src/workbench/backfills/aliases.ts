/**
 * External ids of customers. Orb answers its own id of a backfill's customer only; the external one is what people and their event
 * files know it by. It is known where the backfill was created here, or where an event of the customer was seen in a search.
 */
import type { Services } from '../services.ts';

const MAX_ALIASES = 200;
const KEY = 'orb.backfills.aliases';
type Alias = readonly [connectionId: string, customerId: string, externalCustomerId: string];

const remembered = ({ globalState }: Services['context']): readonly Alias[] =>
  globalState.get<readonly Alias[]>(KEY, []);

/** As far as it was remembered: quick enough for each row of a view. */
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

/** As `aliasOf`; else from the events that were seen, and remembered from then on. */
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
