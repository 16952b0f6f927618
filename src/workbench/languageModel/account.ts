/** The connection that a language model names. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import type { Connections } from '../connectionsApi.ts';
import { UserError } from '../userError.ts';

/**
 * Never asks, since a model waits for the result.
 * @param named an ID or a name; the active connection by default
 * @throws UserError when none or several have the name
 */
export function accountNamed(
  { all, active, get }: Pick<Connections, 'all' | 'active' | 'get'>,
  named: string | undefined,
): Connection {
  if (named === undefined) {
    if (active !== undefined) return active;
    throw new UserError(vscode.l10n.t('No connection is active. Add or switch to one first.'));
  }
  const byId = get(named);
  if (byId !== undefined) return byId;
  const matches = all.filter(({ name }) => name === named);
  const [only] = matches;
  if (only === undefined) {
    throw new UserError(vscode.l10n.t('There\'s no connection "{0}".', named));
  }
  if (matches.length > 1) {
    const ids = matches.map(({ id }) => id).join(', ');
    throw new UserError(
      vscode.l10n.t(
        'Several connections have the name "{0}". Give one of their IDs: {1}',
        named,
        ids,
      ),
    );
  }
  return only;
}
