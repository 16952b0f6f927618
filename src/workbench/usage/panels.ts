/** One usage page for each connection, and the command that opens it. */
import * as vscode from 'vscode';
import type { CommandArgs, CommandResult } from '../../contributions.ts';
import type { Connection } from '../../core/connection.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import { stepOf } from '../../core/usage/usageRange.ts';
import { object, text } from '../../std/shape.ts';
import { boundsOf } from '../chart/bounds.ts';
import { onPage } from '../chart/onPage.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import type { UsageModel } from './model.ts';
import { UsagePanel } from './panel.ts';
import { describeObstacle } from './problem.ts';
import { firstQuestion, type UsageQuestion } from './question.ts';

const remembered = object({ connectionId: text });

type Asked = NonNullable<CommandArgs<'orb.usage.show'>[0]>;
type Shown = CommandResult<'orb.usage.show'>;

export class UsagePanels {
  readonly #panels = new Map<string, UsagePanel>();

  constructor(private readonly services: Services) {}

  /**
   * Opens the page. Resolves with the rows once they are read; with undefined where no customer is known: the page asks for one.
   * @throws when there are none; the page says why too
   */
  async show(asked: Asked = {}): Promise<Shown> {
    const { connections } = this.services;
    const connection = await connections.resolve(asked.connectionId);
    const changes = this.#changesOf(asked, connection.id);
    const panel = this.#panels.get(connection.id) ?? this.#create(connection);
    panel.reveal();
    const { model } = panel;
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
    const { connections } = this.services;
    const data = remembered(state);
    const connection = data === undefined ? connections.active : connections.get(data.connectionId);
    if (connection === undefined || this.#panels.has(connection.id)) {
      panel.dispose();
      return;
    }
    // The page shows a failure.
    await this.#create(connection, panel)
      .model.read()
      .catch(() => undefined);
  }

  /** The pages stay with the editor, which asks for them again after a reload. */
  dispose(): void {
    for (const { model } of this.#panels.values()) model.dispose();
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

  #create(connection: Connection, restored?: vscode.WebviewPanel): UsagePanel {
    const closed = () => this.#panels.delete(connection.id);
    const panel = new UsagePanel(this.services, connection, closed, restored);
    this.#panels.set(connection.id, panel);
    return panel;
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
