/** One usage page for each connection, and the command that opens it. */
import * as vscode from 'vscode';
import type { CommandArgs, CommandResult } from '../../contributions.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import { stepOf } from '../../core/usage/usageRange.ts';
import { boundsOf } from '../chart/bounds.ts';
import { ConnectionPages } from '../chart/connectionPages.ts';
import { onPage } from '../chart/onPage.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import type { UsageModel } from './model.ts';
import { UsagePanel } from './panel.ts';
import { describeObstacle } from './problem.ts';
import { firstQuestion, type UsageQuestion } from './question.ts';

type Asked = NonNullable<CommandArgs<'orb.usage.show'>[0]>;
type Shown = CommandResult<'orb.usage.show'>;

export class UsagePanels {
  readonly #pages: ConnectionPages<UsagePanel>;

  constructor(private readonly services: Services) {
    this.#pages = new ConnectionPages(
      services.connections,
      (...page) => new UsagePanel(services, ...page),
    );
  }

  /**
   * Opens the page. Resolves with the rows once they are read; with undefined where no customer is known: the page asks for one.
   * @throws when there are none; the page says why too
   */
  async show(asked: Asked = {}): Promise<Shown> {
    const { connections } = this.services;
    const connection = await connections.resolve(asked.connectionId);
    const changes = this.#changesOf(asked, connection.id);
    const { model } = this.#pages.show(connection);
    await model.ask(changes).catch((error: unknown) => {
      throw onPage(error);
    });
    const { obstacle, range } = model;
    const { filterProblem, reading } = model.state;
    if (obstacle?.kind === 'noCustomer' || reading !== null) return undefined;
    const said =
      filterProblem ?? (obstacle && describeObstacle(obstacle, range, connection.name).text);
    if (said !== null) throw new UserError(said, undefined, { isShown: true });
    return resultOf(model);
  }

  /** Shows again what the page had before the window was reloaded; closes one that can't be shown anymore. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    // The page shows a failure.
    await this.#pages
      .restore(panel, state)
      ?.model.read()
      .catch(() => undefined);
  }

  dispose(): void {
    this.#pages.dispose();
  }

  /** What the arguments ask: about a customer from the beginning, else about the page's with another range. */
  #changesOf(asked: Asked, connectionId: string): Partial<UsageQuestion> {
    const { customerId, externalCustomerId, priceId, groupBy, filter, granularity } = asked;
    if (customerId !== undefined && externalCustomerId !== undefined) {
      throw new UserError(
        vscode.l10n.t('Give either "customerId" or "externalCustomerId", not both.'),
      );
    }
    const range = boundsOf(asked, this.services.connections.now(connectionId));
    const custom: Partial<UsageQuestion> =
      range === undefined
        ? {}
        : {
            range: 'custom',
            bounds: { startMs: range.startMs, endMs: range.startMs + range.hours * HOUR_MS },
          };
    const given = {
      ...(priceId !== undefined && { priceId }),
      ...(groupBy !== undefined && { groupBy }),
      ...(filter !== undefined && { filter }),
      ...(granularity !== undefined && { granularity }),
      ...custom,
    };
    if (customerId !== undefined) return { ...firstQuestion, ...given, customer: { customerId } };
    if (externalCustomerId === undefined) return given;
    return { ...firstQuestion, ...given, customer: { externalCustomerId } };
  }
}

function resultOf({ rows, currency, question }: UsageModel): NonNullable<Shown> {
  const step = stepOf(question.granularity);
  const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
  return {
    currency,
    rows: rows.map(({ startMs, group, quantity, amount }) => ({
      timeframeStart: iso(startMs),
      timeframeEnd: iso(startMs + step),
      ...(group !== undefined && { group }),
      quantity,
      amount,
    })),
  };
}
