/** The tool that compares an event file with Orb, and lists lines of a comparison. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { pageOf } from '../../core/languageModel/page.ts';
import { outcomes } from '../../core/reconciliation/outcomes.ts';
import { object, oneOf, text } from '../argumentReaders.ts';
import { Comparisons } from '../reconcile/comparisons.ts';
import { reconcileFile as compareFile } from '../reconcile/reconcile.ts';
import { listItems } from '../reconcile/report.ts';
import { UserError } from '../userError.ts';
import { account, DEFAULT_ITEMS, paging } from './inputs.ts';
import type { Tool } from './tool.ts';
import { workspaceFile } from './workspaceFile.ts';

const read = object(
  {},
  {
    ...account,
    ...paging,
    file: workspaceFile,
    reconcileId: text,
    outcome: oneOf(...outcomes),
    kind: text,
  },
);
type Input = ReturnType<typeof read>;

export const reconcileFile: Tool<Input> = {
  read(input) {
    const asked = read(input, 'input');
    if ((asked.file === undefined) !== (asked.reconcileId === undefined)) return asked;
    throw new UserError(vscode.l10n.t('Give either "file" or "reconcileId".'));
  },
  describe: ({ file }, account) => ({
    doing:
      file === undefined
        ? vscode.l10n.t('Reading a comparison with {0}', account)
        : vscode.l10n.t('Comparing {0} with {1}', basename(file.path), account),
  }),
  async run({ services, connection, input, signal }) {
    const parts = { services, comparisons: new Comparisons(services.context) };
    const { file, offset = 0, limit = DEFAULT_ITEMS, outcome, kind } = input;
    const summary = file && (await compareFile(parts, file, connection.id, signal));
    const reconcileId = summary?.reconcileId ?? input.reconcileId ?? '';
    // A comparison with another account may be with a live one, without the question.
    const { comparison } = await parts.comparisons.get(reconcileId);
    if (comparison.connectionId !== connection.id) {
      throw new UserError(
        vscode.l10n.t(
          'This comparison is with the connection "{0}". Give its ID as "connection": {1}',
          comparison.connectionName,
          comparison.connectionId,
        ),
      );
    }
    const filter = {
      ...(outcome !== undefined && { outcome }),
      ...(kind !== undefined && { kind }),
    };
    const { total, items } = await listItems(parts, { reconcileId, ...filter, offset, limit });
    return { reconcileId, ...summary, lines: pageOf(items, offset, total) };
  },
};
